"""Stated times as filed to aware times in UTC. Nothing is guessed: what cannot be read stays unread. Pure.

Read are ISO 8601 with all its shortenings, RFC 5322, seconds since 1970, and what people write: a day with the month's
name in thirty languages or in figures, perhaps a time, perhaps a zone, in this or another order, and nothing else.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from worker.extract.days import find_day
from worker.extract.zones import find_zone

_MAX_LENGTH = 100  # the longest date that anyone writes out has 60 characters
_SLACK = timedelta(days=2)  # clocks are wrong and zones mistaken; what lies further ahead was mistyped
_NOON = timedelta(hours=12)
_FAR = timedelta(days=3660)  # embargoes run for months, anniversaries' for years
_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,6})?|\d{13}")
_COMPACT = re.compile(r"(\d{8})[T\s]?(\d{2})(\d{2})(\d{2})?(?:[.,]\d{1,6})?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?")
_NUMERIC_DAY = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<by>[/.-])(?P<b>\d{1,2})(?P=by)(?P<year>(?:19|20)\d\d))(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:(?::|h|\.)(?P<minute>\d\d))(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d)"
    r"\s?(?P<half>[ap]\.?m\.?\b)?|(?<![\d:.])(?P<only>\d{1,2})\s?(?P<noon>[ap]\.?m\.?\b|h\b|\bUhr\b)"
    r"|(?<![\d:.])(?P<military>[01]\d[0-5]\d|2[0-3][0-5]\d)"
    r"(?=\s?(?:GMT|UTC|Z|BST|CES?T|MES?Z|[ECMP][SD]T|hrs|hours|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)",
    re.IGNORECASE,
)
# RFC 822 with its year of two figures, and the C library's asctime with the year at the end.
_RFC_822 = re.compile(r"(?:[A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2} \d\d \d\d:\d\d(?::\d\d)? (?:[A-Z]{1,4}|[+-]\d{4})")
_ASCTIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2}) (\d\d:\d\d:\d\d)( [A-Z]{3,4})? (\d{4})")
# Words that may stand around a date without changing it.
_FILLER = re.compile(
    r"\b(?:on|at|um|uhr|à|a las|las|alle|ore|klo|kl|kello|the|of|de|den|der|le|el|il|published|updated|posted|last"
    r"|modified|created|"
    r"date|time|for release|release|until|not before|embargoed|embargo|hrs|hours|h|from|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda|terça|quarta|quinta|sexta|feira|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    r"mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag|"
    r"maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|"
    r"poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pondělí|úterý|středa|čtvrtek|pátek|neděle|"
    r"pondelok|utorok|streda|štvrtok|piatok|nedeľa|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|"
    r"luni|marți|miercuri|joi|vineri|sâmbătă|duminică|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"понеділок|вівторок|середа|четвер|п['’]ятниця|субота|неділя|г|год|року|в|"
    r"δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|senin|selasa|rabu|kamis|jumat|sabtu|minggu|pukul|om|"
    # and around an embargo
    r"strictly|hold|to|not|before|for|use|publication|broadcast|under|sperrfrist|bis|sous|jusqu['’]au|hasta|até|"
    r"fino al|tot|til|till)\b\.?|[,;:|()\[\]·•–—T-]",
    re.IGNORECASE,
)


class Moment(NamedTuple):
    """A time in UTC, and whether its zone was stated (False: the wire's zone was assumed, or only a day is known)."""

    time: datetime
    zone_stated: bool
    is_day: bool = False  # nobody stated more than the day, and `time` is its first minute


def moment_of(stated: str | None, zone: str, received_at: datetime) -> Moment | None:
    """Return the moment that a stated time means, or None where there is none, or none that can be true.

    `zone` is the IANA name assumed where none is stated. A day without a time is that day's noon in UTC: noon is
    on the same day from Honolulu to Tokyo, and no further than half a day from the minute that nobody stated; but it is
    not put after `received_at`, when the text was there. What lies more than two days after `received_at` was mistyped.
    """
    moment = _read(stated, zone)
    if moment and moment.is_day:
        moment = moment._replace(time=max(moment.time, min(moment.time + _NOON, received_at)))
    return moment if moment and moment.time <= received_at + _SLACK else None


def embargo_of(stated: str | None, zone: str, received_at: datetime) -> Moment | None:
    """Return the moment until which a text must not be used: it may lie ahead, but not beyond ten years.

    An embargo that names a day alone ends with that day's first minute.
    """
    moment = _read(stated, zone)
    return moment if moment and moment.time <= received_at + _FAR else None


def _read(stated: str | None, zone: str) -> Moment | None:
    if not stated:
        return None
    text = " ".join(stated.split())
    if not text or len(text) > _MAX_LENGTH or not any(letter.isdigit() for letter in text):
        return None
    try:
        moment = _iso(text, zone) or _epoch(text) or _compact(text, zone) or _written(text, zone)
    except (ValueError, OverflowError):
        return None
    return moment if moment and moment.time.year >= 1800 else None


def _iso(text: str, zone: str) -> Moment | None:
    """Read ISO 8601 as `datetime.fromisoformat` knows it, but not eight figures that may be anything."""
    if len(text) < 8 or not text[:4].isdigit():
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _moment(time, time.tzinfo, zone, whole_day=len(text) <= 10)


def _epoch(text: str) -> Moment | None:
    """Read seconds or milliseconds since 1970."""
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    return Moment(datetime.fromtimestamp(seconds / 1000 if len(text) == 13 else seconds, UTC), zone_stated=True)


def _compact(text: str, zone: str) -> Moment | None:
    """Read `20131020T082751+1100` and its relatives, which some feeds part by a blank."""
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    time = datetime.strptime("".join((match[1], match[2], match[3], match[4] or "00")), "%Y%m%d%H%M%S")  # noqa: DTZ007
    offset = find_zone(match[5]) if match[5] else None
    return _moment(time, offset.zone if offset else None, zone)


def _written(text: str, zone: str) -> Moment | None:
    """Read a day, a time and a zone in any order; None when any other word or figure is left over."""
    if _RFC_822.fullmatch(text):
        time_822 = parsedate_to_datetime(text)
        return _moment(time_822, time_822.tzinfo, zone)
    day = _day(_ASCTIME.sub(r"\1 \4 \2\3", text))
    if day is None:
        return None
    year, month, number, rest = day
    time = _TIME.search(rest)
    hour, minute, second = _clock(time) if time else (0, 0, 0)
    rest = f"{rest[: time.start()]} {rest[time.end() :]}" if time else rest
    offset = find_zone(rest) if time else None
    rest = f"{rest[: offset.start]} {rest[offset.end :]}" if offset else rest
    if _FILLER.sub(" ", rest).strip(" ./"):
        return None
    moment = datetime(year, month, number, hour, minute, second)  # noqa: DTZ001 - the zone follows
    return _moment(moment, offset.zone if offset else None, zone, whole_day=time is None)


def _day(text: str) -> tuple[int, int, int, str] | None:
    """Return year, month and day, and the text without them. Of `5/8/2020` nobody can tell which is the month."""
    match = _NUMERIC_DAY.search(text)
    if match:
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        if match["y"]:
            return int(match["y"]), int(match["m"]), int(match["d"]), rest
        first, second = int(match["a"]), int(match["b"])
        if match["by"] == "." or first > 12 or first == second:
            return int(match["year"]), second, first, rest
        return (int(match["year"]), first, second, rest) if second > 12 else None
    named = find_day(text)
    if named is None or named.year is None:
        return None
    return named.year, named.month, named.day, f"{text[: named.start]} {text[named.end :]}"


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    if match["military"]:
        return int(match["military"][:2]), int(match["military"][2:]), 0
    hour = int(match["hour"] or match["only"])
    half = (match["half"] or match["noon"] or "").lower()[:1]
    if half in ("a", "p") and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def _moment(time: datetime, stated: tzinfo | None, zone: str, *, whole_day: bool = False) -> Moment:
    if whole_day and stated is None:
        return Moment(time.replace(tzinfo=UTC), zone_stated=False, is_day=True)
    aware = time.replace(tzinfo=stated or ZoneInfo(zone))
    return Moment(aware.astimezone(UTC), stated is not None)
