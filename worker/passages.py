"""Passages: the running text that two articles share, found again from the two texts. Pure; for explanations."""

import re
from typing import NamedTuple

import numpy as np

from worker.fingerprint import SHINGLE_WORDS
from worker.tokens import TEXT_CAP, Hashes, rolled, tokens

_SPACED = re.compile(r"\S+")


class Passage(NamedTuple):
    """A run of words that stands in both texts, as half-open spans of characters; `words` counts those of mine."""

    mine: tuple[int, int]
    other: tuple[int, int]
    words: int


class _Text(NamedTuple):
    hashes: Hashes
    spans: list[tuple[int, int]]  # of each hash: the characters it was made from


def shared_passages(mine_body: str, other_body: str) -> list[Passage]:
    """Return the passages that two texts share word for word (as the matcher folds words), in the order of mine.

    Passages in mine do not overlap; the shortest has three words. Where a passage stands twice in the other text, its
    first place is told.
    """
    mine, other = _read(mine_body), _read(other_body)
    if min(len(mine.hashes), len(other.hashes)) < SHINGLE_WORDS:
        return []
    starts = rolled(mine.hashes, SHINGLE_WORDS).tolist()
    places: dict[int, int] = {}
    theirs = rolled(other.hashes, SHINGLE_WORDS).tolist()
    for place, shingle in enumerate(theirs):
        places.setdefault(shingle, place)
    passages = []
    at = 0
    while at < len(starts):
        if starts[at] not in places:
            at += 1
            continue
        place = places[starts[at]]
        length = 1
        while at + length < len(starts) and theirs[place + length : place + length + 1] == [starts[at + length]]:
            length += 1
        words = length + SHINGLE_WORDS - 1
        passages.append(Passage(_span(mine, at, words), _span(other, place, words), words))
        at += words
    return passages


def _span(text: _Text, first: int, words: int) -> tuple[int, int]:
    return text.spans[first][0], text.spans[first + words - 1][1]


def _read(body: str) -> _Text:
    parts: list[Hashes] = []
    spans: list[tuple[int, int]] = []
    for word in _SPACED.finditer(body[:TEXT_CAP]):
        hashes = tokens(word.group())
        parts.append(hashes)
        spans += [word.span()] * len(hashes)
    return _Text(np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64), spans)
