"""What stands before the mark that closes a dateline, taken apart: a place, a day, credits, and nothing else. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from worker.extract import gazetteer
from worker.extract.agency import agency_named, agency_plainly_named, publisher_named
from worker.extract.days import Day, find_day
from worker.extract.place_words import place_of

_BRACKETS = re.compile(r"\(([^()]{1,90})\)|(?:(?<=\s)|^)/([^/()\s][^/()]{1,40})/|\[([^\[\]]{2,40})\]")
_EMPTY = re.compile(r"\(\s{0,3}\)")  # where an outlet took the credit out
_CREDIT_SPLIT = re.compile(r"\s{0,3}(?:/|,|;|\s[-–—]{1,2}(?=\s|$)|^[-–—])\s{0,3}")
_NOT_A_NAME = re.compile(r"\d|^@|https?:")
_WEEKDAY_END = re.compile(r"[,\s](?:mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\.?$", re.IGNORECASE)
# The weekday behind the day, as Hungarian and Turkish datelines print it.
_WEEKDAY_START = re.compile(
    r"^\W{0,2}(?:hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi"
    r"|pazar)\b",
    re.IGNORECASE,
)
_NUMBERED_DAY = re.compile(r"\s\d{1,2}/\d{1,2}(?:/\d{2,4})?$")  # month first or day first: nobody can tell, so no day
_LONE_DAY = re.compile(r",\s\d{1,2}$")  # `MADRID, 8 (EUROPA PRESS)`: of the present month, which nobody states
_SITE = re.compile(r"[\w-]{2,30}\.(?:com?|id|net|org|tv|ru|in)(?:\.\w{2})?", re.IGNORECASE)  # an outlet: `KOMPAS.com`
_PIECE = re.compile(r"\s?,\s|\.\s|\s[-–|]\s")
_LONGEST_KEPT = 200  # characters, so that the datelines remembered take two megabytes at most
_EDGES = " ,;:-–—|•."


class Head(NamedTuple):
    """A dateline taken apart. `dated_bracket`: its day stands in the bracket with the credit."""

    place: str | None
    day: Day | None
    credits: tuple[str, ...]
    dated_bracket: bool


def head_of(text: str) -> Head | None:
    """Part a dateline into place, day and credits; None when anything else stands in it.

    A day's datelines repeat: two in five of an agency's archive are known from those before, and more on one day.
    """
    return _head_of(text) if len(text) <= _LONGEST_KEPT else _head_of.__wrapped__(text)


@lru_cache(maxsize=2048)
def _head_of(text: str) -> Head | None:
    bracketed, day = _in_brackets(text)
    base = _NUMBERED_DAY.sub("", _EMPTY.sub(" ", _BRACKETS.sub(" ", text)).strip())
    base = _LONE_DAY.sub("", base) if any(map(agency_named, bracketed)) else base
    dated_bracket = day is not None
    named: list[str] = []
    if day is None and (day := find_day(base)):
        after = _WEEKDAY_START.sub("", base[day.end :]).strip(_EDGES)
        if after and not (agency_named(after) if after.isupper() else agency_plainly_named(after)):
            return None
        named = [after] if after else []
        base = base[: day.start]
    base, bare = _without_agency(base)
    phrase = _WEEKDAY_END.sub("", base.strip(_EDGES[:-1])).strip(_EDGES[:-1])
    credits_ = (*bare, *named, *bracketed)
    if not phrase.strip("."):
        return Head(None, day, credits_, dated_bracket) if credits_ else None
    place = place_of(phrase)
    return Head(place, day, credits_, dated_bracket) if place else None


def _in_brackets(text: str) -> tuple[list[str], Day | None]:
    """Return the credits that stand in brackets or between strokes, and the day that stands with them."""
    credits_: list[str] = []
    day: Day | None = None
    for bracket in _BRACKETS.finditer(text):
        content = bracket[1] or bracket[2] or bracket[3]
        found = find_day(content)
        if found:
            day = found
            content = f"{content[: found.start]} {content[found.end :]}"
        credits_ += _credits_in(content)
    return credits_, day


def _credits_in(content: str) -> list[str]:
    """Return the names in a dateline's bracket; a region there (`[India]`) is none, nor is a time or a handle."""
    if agency_named(content) or publisher_named(content):
        return [content.strip()]
    parts = (part.strip(" .-–—©") for part in _CREDIT_SPLIT.split(content))
    return [part for part in parts if part and not _NOT_A_NAME.search(part) and not gazetteer.is_region(part)]


def _without_agency(base: str) -> tuple[str, list[str]]:
    """Part an agency that stands bare behind or before the place: `HAVANA, Prensa Latina`, `ANSA - ROMA`."""
    pieces = [piece for piece in _PIECE.split(base.strip(" ,.")) if piece]
    if len(pieces) > 1 and _is_named(pieces[-1]) and not gazetteer.is_region(pieces[-1]):
        return base[: base.rindex(pieces[-1])], [pieces[-1]]
    name = next((one for one in (pieces[0], pieces[0].partition(" ")[0]) if _is_named(one)), None) if pieces else None
    if len(pieces) > 1 and name and (name == pieces[0] or pieces[0].isupper()):  # "ANSA TEST - ROMA": a service of it
        return base[base.index(pieces[0]) + len(pieces[0]) :], [name]
    return base, []


def _is_named(piece: str) -> bool:
    return bool(agency_plainly_named(piece) or _SITE.fullmatch(piece))
