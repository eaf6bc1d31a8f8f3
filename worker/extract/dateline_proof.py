"""Whether what looks like a dateline is one: a credit or a day proves it, or the place does so itself. Pure.

Nothing is invented here: `BREAKING: Police in London` and `LE POINT SUR LA SITUATION - ...` name no place.
"""

import re
from enum import StrEnum

from worker.extract import gazetteer
from worker.extract.agency import agency_named, publisher_named
from worker.extract.dateline_head import Head
from worker.extract.place_words import is_acronym, is_capitals, is_label, is_place

_TICKER = re.compile(r"[A-Z.]{1,5}")  # "APPLE (AAPL) -": the code of a share is no agency
_CODE = 3  # letters: the gazetteer's other names of cities hold the codes of their airports
_UNKNOWN_WORDS = 3  # a town that no gazetteer knows has three words at most


class Close(StrEnum):
    """How a dateline is closed."""

    DASH = "dash"
    COLON = "colon"
    BRACKET = "bracket"  # by the credit's own bracket alone
    STOP = "stop"  # by a full stop: only before an agency's name


def is_proven(head: Head, close: Close, rest: str, *, first: bool) -> bool:
    """Weigh what speaks for a dateline against how it is closed.

    `rest` is the text after it. A paragraph that is not the `first` needs a day or a known credit.
    """
    known = any(agency_named(name) or publisher_named(name) for name in head.credits)
    if head.place is None:
        return (known and (first or close is not Close.BRACKET)) or _is_dated_credit(head, close)
    if is_label(head.place):
        return False
    if close is Close.STOP:
        return (known and head.day is not None) or (first and _is_shouted(head))
    if known:
        return close is not Close.BRACKET or is_capitals(head.place) or _is_known(head.place)
    return _is_dated(head, head.place, close) or (first and _is_placed(head, head.place, close, rest))


def _is_dated(head: Head, place: str, close: Close) -> bool:
    """Weigh a day: in the bracket it needs a name beside it, before a colon a place that is known."""
    if head.dated_bracket:
        return bool(head.credits)
    if close is Close.BRACKET:  # "La Habana, 8 may (ACN) El": an agency of three letters that no table knows
        return head.day is not None and _is_known(place) and len(head.credits) == 1 and head.credits[0].isupper()
    return head.day is not None and (close is Close.DASH or (close is Close.COLON and _is_known(place)))


def _is_placed(head: Head, place: str, close: Close, rest: str) -> bool:
    """Weigh a place without a day, with a credit that no table knows or with none."""
    if head.day is not None or not rest or close is Close.BRACKET:
        return False
    if head.credits:
        return _is_known(place) or (is_capitals(place) and not _TICKER.fullmatch(head.credits[0]))
    return _proves_itself(place, close, rest)


def _is_shouted(head: Head) -> bool:
    """`STOCKHOLM. Den ...`, `BAKU, Azerbaijan, May 8. The ...`: a city in capitals, alone a large one."""
    if head.place is None or head.credits or not is_capitals(head.place):
        return False
    return _is_known(head.place) if head.day else gazetteer.is_large_city(head.place) and len(head.place) > _CODE


def _is_dated_credit(head: Head, close: Close) -> bool:
    """`Jan. 12 (BusinessDesk) - ...`: a day alone would be any chronology's line."""
    return head.day is not None and bool(head.credits) and close is Close.DASH


def _proves_itself(place: str, close: Close, rest: str) -> bool:
    """Say whether a place without day or credit is one: in the gazetteer, or in capitals before a dash."""
    if rest.lstrip("\"'“”‘’«»„<([¿¡")[:1].islower():
        return False
    city, _, region = place.partition(",")
    if region and not all(gazetteer.is_region(part) or gazetteer.is_city(part.strip()) for part in region.split(",")):
        return False
    if close is Close.COLON:
        return gazetteer.is_large_city(city)
    if not is_capitals(city):
        return gazetteer.is_city(city) and (" " not in city or is_place(city))
    return _is_known(place) or (len(city.split()) <= _UNKNOWN_WORDS and not is_acronym(city))


def _is_known(place: str) -> bool:
    """Return whether the gazetteer knows the place, each of several, or the region behind it."""
    city, _, region = place.partition(",")
    return all(gazetteer.is_city(part.strip()) for part in city.split("/")) or bool(
        region and gazetteer.is_region(region)
    )
