"""Shingles: runs of three words, each hashed to one number, of many texts at once. Pure."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker import tokens
from worker.ragged import Bools, Ints, begins, firsts, owners
from worker.vocabulary import Hashes, Words

Marks = NDArray[np.uint8]

WIDTH = 3  # words: two are too common, four break too often under copy-editing
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd
_FLAGS = np.uint64(tokens.FLAGS)
_PLAIN = ~np.uint64(tokens.SHORT)
_PLACE_BITS, _UPPER_BITS = np.uint64(23), np.uint64(31)  # the 10 bits above them tell the text
_PLACE = np.uint64((1 << 23) - 1)


class Shingles(NamedTuple):
    """The shingles of several texts in order, repeated ones too: their hashes, and the flags that any word of each has.

    `number` are those of each text. `ranked` are the places of the distinct ones, text by text, the smallest hash
    first; of those alike in the upper 31 bits, of which a sketch is made, the first in the text; `distinct` is their
    number.
    """

    hashes: Hashes
    marks: Marks
    number: Ints
    ranked: Ints
    distinct: Ints


def marks_of(hashes: Hashes) -> Marks:
    """Return the flags of each word."""
    return (hashes & _FLAGS).astype(np.uint8)


def shingles(words: Words) -> Shingles:
    """Return the shingles of up to 1,024 texts, of up to 8 million words."""
    whole = _whole(words.number)
    runs, marks = rolled(words)[whole], _joined(words)[whole]
    number = np.maximum(words.number - (WIDTH - 1), np.minimum(words.number, 1))
    return Shingles(runs, marks, number, *_ranked(runs, number))


def rolled(words: Words) -> Hashes:
    """Return a hash for the run of WIDTH words that begins at each; the last of a text run into the next text.

    A text that is shorter has one, of all its words. A polynomial of words that are hashed well already needs no more
    mixing; in its lowest bits stand words' flags, and they mean little.
    """
    plain = np.zeros(len(words.hashes) + WIDTH - 1, dtype=np.uint64)
    np.bitwise_and(words.hashes, _PLAIN, out=plain[: len(words.hashes)])
    runs = plain[: len(words.hashes)] * _MULTIPLIER
    runs += plain[1:-1]
    runs *= _MULTIPLIER
    runs += plain[2:]
    for first, number in _short(words.number):
        runs[first] = plain[first : first + number].sum()
    return runs


def _joined(words: Words) -> Marks:
    marks = np.zeros(len(words.hashes) + WIDTH - 1, dtype=np.uint8)
    marks[: len(words.hashes)] = marks_of(words.hashes)
    joined = marks[: len(words.hashes)] | marks[1:-1] | marks[2:]
    for first, number in _short(words.number):
        joined[first] = np.bitwise_or.reduce(marks[first : first + number])
    return joined


def _short(number: Ints) -> list[tuple[int, int]]:
    """Return where texts of fewer than WIDTH words begin, and their number of words."""
    short = (number > 0) & (number < WIDTH)
    return list(zip(begins(number)[short].tolist(), number[short].tolist(), strict=True))


def _whole(number: Ints) -> Bools:
    """Return at which words a shingle begins that lies within its text."""
    whole = np.ones(int(number.sum()), dtype=np.bool_)
    for back in range(1, WIDTH):
        whole[(number.cumsum() - back)[number > back]] = False
    return whole


def _ranked(runs: Hashes, number: Ints) -> tuple[Ints, Ints]:
    """Rank hashes by text. Text, hash and place are sorted as one number: the fastest sort there is."""
    placed = (owners(number).astype(np.uint64) << _UPPER_BITS) | (runs >> (np.uint64(64) - _UPPER_BITS))
    placed <<= _PLACE_BITS
    placed |= np.arange(len(runs), dtype=np.uint64)
    placed.sort()
    chosen = placed[firsts(placed >> _PLACE_BITS)]
    of_text = (chosen >> (_UPPER_BITS + _PLACE_BITS)).astype(np.int64)
    return (chosen & _PLACE).astype(np.int64), np.bincount(of_text, minlength=len(number))
