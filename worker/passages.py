"""Passages: the running text that two articles share, found again from the two texts. Pure; for explanations."""

import re
from typing import NamedTuple

import numpy as np

from worker.shingles import WIDTH, shingles
from worker.tokens import TEXT_CAP, words_of
from worker.vocabulary import Hashes, Words

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
    if min(len(mine.hashes), len(other.hashes)) < WIDTH:
        return []
    starts = _shingles(mine)
    places: dict[int, int] = {}
    theirs = _shingles(other)
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
        words = length + WIDTH - 1
        passages.append(Passage(_span(mine, at, words), _span(other, place, words), words))
        at += words
    return passages


def _shingles(text: _Text) -> list[int]:
    hashes: list[int] = shingles(Words(text.hashes, np.array([len(text.hashes)]))).hashes.tolist()
    return hashes


def _span(text: _Text, first: int, words: int) -> tuple[int, int]:
    return text.spans[first][0], text.spans[first + words - 1][1]


def _read(body: str) -> _Text:
    spans = [word.span() for word in _SPACED.finditer(body[:TEXT_CAP])]
    words = words_of([body[slice(*span)] for span in spans])
    repeated = [span for span, number in zip(spans, words.number.tolist(), strict=True) for _ in range(number)]
    return _Text(words.hashes, repeated)
