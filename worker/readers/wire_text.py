"""What IPTC 7901 and ANPA 1312 share: messages between control bytes, quotes of 7 bits, times of a trailer. Pure."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from schemas.article import Take
from schemas.verdict import Reason, Refusal, Signal
from worker.readers.decode import clean_line, decode, with_newlines
from worker.readers.document import Document
from worker.readers.sniff import check_length, declared_charset, mostly_ascii

SOH, STX, ETX, EOT, US, FS = "\x01", "\x02", "\x03", "\x04", "\x1f", "\x1c"  # ISO 646 control characters
_MAX_MESSAGES = 2_000  # a spool file holds a day of one line at most
_LEAST = 12  # characters: the shortest header has as many, and line noise between two SOH is no message
_CENTURY_TURNS = 70  # two digits of a year below this are of the 2000s: the formats are of 1979
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen janv",
            "feb fev fév fevr",
            "mar mrz mär mars maer",
            "apr abr avr",
            "may mai mag maj",
            "jun juin giu",
            "jul juil lug",
            "aug ago aou aoû",
            "sep set sept",
            "oct okt ott",
            "nov",
            "dec dez dic déc des",
        ),
        start=1,
    )
    for name in names.split()
}
# Hours from UTC of the zone names that stand in trailers; a name that is not here leaves the time without a zone.
_ZONES = {
    **dict.fromkeys(("gmt", "utc", "ut", "z"), 0),
    **dict.fromkeys(("bst", "cet", "mez", "west"), 1),
    **dict.fromkeys(("cest", "mesz", "eet", "mest"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **dict.fromkeys(("ast", "edt"), -4),
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    **dict.fromkeys(("pst", "akdt"), -8),
    "akst": -9,
    "hst": -10,
    "sast": 2,
    "jst": 9,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
_QUOTES = (("``", "“"), ("''", "”"))
_SIGNALS = (
    (
        re.compile(r"\b(?:kills?|killed|withdrawn|withdrawal|eliminat\w{1,5})\b", re.IGNORECASE),
        Signal.KILL,
    ),
    (
        re.compile(r"\b(?:correct(?:ion|s|ed|ive)|berichtigung|korrektur|korrigiert|rectif\w{1,9})\b", re.IGNORECASE),
        Signal.CORRECTION,
    ),
    (
        re.compile(
            r"\b(?:write-?thr(?:u|ough)|\d{1,2}(?:st|nd|rd|th|\.)?[ -]?(?:ld|lead|lede)|lead|refile|update|sub|"
            r"neufassung|wiederholung|zusammenfassung|add)\b|writethru",
            re.IGNORECASE,
        ),
        Signal.UPDATE,
    ),
)


class Message(NamedTuple):
    """One message: what stands before STX, between STX and ETX, and after ETX."""

    header: str
    text: str
    trailer: str


def messages(document: Document) -> Iterator[Message]:
    """Yield the messages of a document that holds one or several, each begun by SOH (or the only one without it).

    Raise Refusal `too_large` or `unsafe` for more text or more messages than a line carries.
    """
    text = _text_of(document)
    check_length("The wire message", len(text))
    if text.count(SOH) > _MAX_MESSAGES:
        raise Refusal(
            Reason.UNSAFE, f"The document begins more than {_MAX_MESSAGES:,} messages: send them in smaller parts."
        )
    for part in text.split(SOH):
        message = part.partition(EOT)[0]
        if len(message.strip(" \r\n\t\x16\x7f\0\x02\x03")) < _LEAST:
            continue
        header, stx, rest = message.partition(STX)
        if not stx:
            yield Message(_head_lines(message), message, _last_line(message))
            continue
        text, _, trailer = rest.partition(ETX)
        yield Message(header, text, trailer or _last_line(text))


def entries_of(document: Document, entry_of: Callable[[Message, int], Take | Refusal]) -> list[Take | Refusal]:
    """Return the entry of each message, given with its place. Raise Refusal `empty_body` where there is no message."""
    entries = [entry_of(message, item) for item, message in enumerate(messages(document))]
    if not entries:
        raise Refusal(Reason.EMPTY_BODY, "Between its control characters the message holds nothing: ask for a repeat.")
    return entries


def _text_of(document: Document) -> str:
    """Decode: both formats are of 7 bits, and their 8-bit senders in Latin script mean Windows-1252 or ISO 8859-1."""
    charset = declared_charset(document) or ("cp1252" if mostly_ascii(document.body) else None)
    return with_newlines(decode(document.body, charset))


def _head_lines(message: str) -> str:
    return "\n".join(message.strip().split("\n")[:2])


def _last_line(text: str) -> str:
    lines = text.rstrip(" \n\t\x7f\0").rsplit("\n", 1)
    return lines[-1]


def typographic(text: str) -> str:
    """Return the text with the typewriter's double quotes, two accents and two apostrophes, as quotation marks."""
    for old, new in _QUOTES:
        text = text.replace(old, new)
    return text


def signal_in(text: str | None) -> Signal | None:
    """Return what a take key or a slug says: a kill before a correction before an update."""
    return next((signal for pattern, signal in _SIGNALS if text and pattern.search(text)), None)


def month_number(name: str) -> int | None:
    """Return 1 to 12 for the short name of a month in English, German, French, Italian, Spanish or Norwegian."""
    return _MONTHS.get(name.lower().rstrip("."))


def year_of(digits: str) -> int:
    """Return the year that two or four digits mean."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def iso_time(day: tuple[int, int, int], hour: int, minute: int, zone: str | None) -> str | None:
    """Return a year, month and day with a time as ISO 8601, with an offset where the zone's name is known.

    None when there is no such time.
    """
    offset = _ZONES.get((zone or "").lower())
    tzinfo = None if offset is None else timezone(timedelta(hours=offset)) if offset else UTC
    try:
        return datetime(*day, hour, minute, tzinfo=tzinfo).isoformat(timespec="minutes")
    except ValueError:
        return None


def slug_of(text: str) -> str | None:
    """Return a slug without the strokes and commas that close it."""
    slug = clean_line(text)
    return slug.strip(" /,;=<") or None if slug else None
