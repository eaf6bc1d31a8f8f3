"""The dateline that opens a story: where it was filed, on which day, credited to whom. Pure.

    MOSCOW (UrduPoint News / Sputnik - 08th May, 2020) The ...       (ANSA) - ROMA, 1 LUG - Il ...
    LONDON, March 3 (Reuters) - The ...    PARIS - The ...           Kobenhavn /ritzau/: En ...
    (Belga) Le ...                         STOCKHOLM. Den ...        Washington (CNN)The ...

A line is parted at each mark that can close a dateline, and what stands before it must be wholly a dateline: a place, a
day, credits, nothing else. Where neither a credit nor a day proves it, the place itself must.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from worker.extract.dateline_cjk import cjk_opening_of
from worker.extract.dateline_head import head_of
from worker.extract.dateline_proof import Close, is_proven
from worker.extract.days import Day
from worker.extract.prose import opens_as_prose

_WINDOW = 180  # characters; the longest datelines, with two cities, two credits and a full date, have 120
# Marks that can close a dateline, each with the blanks around it. A dash stands between blanks unless it is long or
# double, or follows a bracket or a full stop. The group says which kind it is.
_CLOSE = re.compile(
    r"(?P<dash>\s?(?:—|―|--|–(?=\s))-?\s?|\s[-–_=|•]\s|(?<=[)\]/])\s?\.?\s?[-–_=]\s?|\.-\s|(?:(?<=[a-z])|(?<=[A-Z]{4}))-\s)"
    r"|(?P<colon>\s?:\s|(?<=[)\]/])[:;])"
    r"|(?<=[)/])\.?(?P<bracket>\s(?=\S)|(?<=\))(?=[^\W\d_]))"
    r"|(?<=[\d\w])\.(?P<stop>\s(?=\w))"
)
# What each of these marks holds or follows: most windows have two or three, so the marks are tried beside them alone.
_SIGN = re.compile(r"[-–—―_=|•:;.)\]/]")
_ELIDED = ("'s-", "’s-", "'t ", "’t ")  # 's-Hertogenbosch, 't Harde
_CLOSES_TRIED = 5  # a dateline's own text holds at most four such marks


class Opening(NamedTuple):
    """A dateline as printed, and where the story itself begins in the line."""

    place: str | None
    day: Day | None
    credits: tuple[str, ...]
    rest: str


def opening_of(line: str, *, first: bool = True) -> Opening | None:
    """Return the dateline that a paragraph opens with, or None.

    A paragraph that is not the `first` of its text must prove it by a credit that we know or by a day.
    """
    window = line[:_WINDOW]
    if not _can_open(window):
        return None
    if opens_as_prose(window):
        return _cjk_opening(window, line)
    best: Opening | None = None
    marks = (mark for mark in _closes(window) if _is_balanced(window[: mark.start()]))
    for mark in itertools.islice(marks, _CLOSES_TRIED):
        rest = line[mark.end() :].strip()
        head = head_of(window[: mark.start()])
        if head and is_proven(head, Close(mark.lastgroup or ""), rest, first=first):
            best = _after_credit(Opening(head.place, head.day, head.credits, rest))
            if best.credits or _ends_here(window, mark, rest):
                return best  # else a credit may follow: "DUBAI - WAM - The", "LOS ANGELES--(BUSINESS WIRE)--The"
    return best or _cjk_opening(window, line)


def element_of(text: str) -> Opening | None:
    """Return what a dateline element of a format states: there is no text after it, and its place needs no proof."""
    phrase = text.strip(" \t-–—_:=")
    head = head_of(phrase)
    if head is None:
        return opening_of(f"{phrase} - .")
    return Opening(head.place, head.day, head.credits, "")


def _can_open(window: str) -> bool:
    """Tell at once what most paragraphs are: no dateline. It begins with a capital, a bracket, or a script without."""
    first = window[:1]
    return bool(first) and (
        first in "([/（【" or window[:3] in _ELIDED or first.isdigit() or (first.isalpha() and not first.islower())
    )


def _closes(window: str) -> Iterator[re.Match[str]]:
    """Yield the marks that can close a dateline, from left to right: each begins at most one letter from its sign."""
    at = 1  # before a mark stands a dateline
    for sign in _SIGN.finditer(window):
        for start in (sign.start() - 1, sign.start(), sign.end()):
            if start >= at and (mark := _CLOSE.match(window, start)):
                yield mark
                at = max(mark.end(), start + 1)


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def _ends_here(window: str, mark: re.Match[str], rest: str) -> bool:
    """Tell at once that no later mark closes a longer dateline: a sentence begins behind this one, on its own."""
    return mark[0][-1:].isspace() and "/" not in window[: mark.start()] and opens_as_prose(rest)


def _after_credit(opening: Opening) -> Opening:
    """Read on where a credit came first: `(ANSA) - ROMA, 1 LUG - Il ...`."""
    second = opening_of(opening.rest) if opening.place is None and opening.day is None else None
    return second._replace(credits=opening.credits + second.credits) if second else opening


def _cjk_opening(window: str, line: str) -> Opening | None:
    """Return the opening of a Chinese or Japanese dateline."""
    found = cjk_opening_of(window)
    return Opening(found.place, found.day, (found.credit,), line[found.end :].strip()) if found else None
