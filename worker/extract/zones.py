"""Offsets from UTC as dates state them: +0200, GMT+2, EDT, MESZ. Pure."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Hours from UTC. Names that mean several zones (IST, BST in Bangladesh, CST in China) stand for the most usual in news,
# and those of which none is usual (AST, IST) are left out: the wire's own zone is the better guess.
_NAMES = {
    **dict.fromkeys(("utc", "gmt", "ut", "z", "wet"), 0.0),
    **dict.fromkeys(("bst", "cet", "mez", "west", "wat"), 1.0),
    **dict.fromkeys(("cest", "mesz", "eet", "sast", "cat"), 2.0),
    **dict.fromkeys(("eest", "msk", "trt", "eat"), 3.0),
    **dict.fromkeys(("gst", "samt"), 4.0),
    **dict.fromkeys(("pkt", "uzt", "yekt"), 5.0),
    "npt": 5.75,
    **dict.fromkeys(("ict", "wib"), 7.0),
    "wita": 8.0,
    **dict.fromkeys(("hkt", "sgt", "myt", "awst", "pht"), 8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    "acst": 9.5,
    **dict.fromkeys(("aest",), 10.0),
    "acdt": 10.5,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    **dict.fromkeys(("brt", "art", "adt"), -3.0),
    "nst": -3.5,
    "ndt": -2.5,
    "edt": -4.0,
    **dict.fromkeys(("est", "cdt"), -5.0),
    **dict.fromkeys(("cst", "mdt"), -6.0),
    **dict.fromkeys(("mst", "pdt"), -7.0),
    **dict.fromkeys(("pst", "akdt"), -8.0),
    "akst": -9.0,
    "hst": -10.0,
}
# What Americans write all the year round: Eastern time is EST in winter and EDT in summer. Only in capitals ("et").
_ALL_YEAR = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_ZONE = re.compile(
    rf"(?:\b(?:utc|gmt)\s?)?(?P<sign>[+−-])(?P<hours>\d{{1,2}})(?::?(?P<minutes>[0-5]\d))?(?!\d)"
    rf"(?:\s?\([A-Za-z ]{{2,40}}\))?"
    rf"|(?<![A-Za-z])(?P<name>{_NAME})(?![A-Za-z])\.?|(?<![A-Za-z])(?-i:(?P<all_year>[ECMP]T))(?![A-Za-z])",
    re.IGNORECASE,
)
_FURTHEST = timedelta(hours=14)  # the Line Islands are fourteen hours ahead of Greenwich, and nobody is further


class Zone(NamedTuple):
    """An offset from UTC, and where in the text it stands."""

    zone: tzinfo
    start: int
    end: int


def find_zone(text: str) -> Zone | None:
    """Return the offset that a text states, or None."""
    match = _ZONE.search(text)
    if not match:
        return None
    if match["all_year"]:
        return Zone(ZoneInfo(_ALL_YEAR[match["all_year"]]), match.start(), match.end())
    if match["name"]:
        hours = _NAMES[match["name"].lower()]
        offset = timedelta(hours=hours)
    else:
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        if offset > _FURTHEST:
            return None
        offset = -offset if match["sign"] != "+" else offset
    return Zone(timezone(offset) if offset else UTC, match.start(), match.end())
