"""The agency that a text credits, by the table of agencies. Names count only where a credit stands. Pure."""

import re

from worker.extract.tables import names_of

_WEAK = re.compile(r"^\[(.*)\]$")
_SHORT = 3  # letters; agencies so short are written in capitals, or small as dpa is
_EDGES = " \t.,;:-–—/|()[]©*\"'“”"
_SPLIT = re.compile(r"\s*(?:/|\||;|,|\s[-–—]\s|\s(?:and|und|et|y|e|och|og|en|with|via)\s|\bvia\b)\s*")


def _fold(name: str) -> str:
    return " ".join(name.strip(_EDGES).casefold().split())


def _table() -> tuple[dict[str, str], frozenset[str]]:
    """Return every name of an agency in lower case with the name we file it under, and the names that prove little."""
    known: dict[str, str] = {}
    weak: set[str] = set()
    for name, others in names_of("agencies.txt"):
        for other in (name, *others):
            bracketed = _WEAK.match(other)
            folded = _fold(other)
            known.setdefault(folded, name)
            if bracketed:
                weak.add(folded)
    return known, frozenset(weak)


_AGENCIES, _WEAK_NAMES = _table()
_PUBLISHERS = {_fold(other): name for name, others in names_of("publishers.txt") for other in (name, *others)}


def agency_named(text: str) -> str | None:
    """Return the agency that a text names alone, inside brackets or in a field made for it."""
    return _AGENCIES.get(_fold(text))


def agency_plainly_named(text: str) -> str | None:
    """Return the agency that a text names alone without brackets: common words prove nothing there, nor does "Pa."."""
    folded = _fold(text)
    if folded in _WEAK_NAMES or (len(folded) <= _SHORT and text.strip(_EDGES).istitle()):
        return None
    return _AGENCIES.get(folded)


def publisher_named(text: str) -> str | None:
    """Return the outlet that a dateline's credit names, if the table knows it."""
    return _PUBLISHERS.get(_fold(text))


def agency_in(credit: str | None) -> str | None:
    """Return the first agency in a credit line such as `AFP`, `Reuters/John Doe` or `The Associated Press, STT`."""
    if not credit:
        return None
    whole = agency_named(credit)
    return whole or next((found for part in _SPLIT.split(credit) if (found := agency_named(part))), None)
