"""Sketch: what verification needs of one article, packed into about a kilobyte. Pure.

    version u8 | scale u8 | numbers u8 | headline u8 | words u32 | shingles u32... | numbers u32... | headline u32...

All little-endian. `shingles` are the distinct 3-word shingles in order of appearance: the upper 31 bits of their hash,
then a bit that says whether a number or month stands in it; so are the words in `numbers` and `headline`. Of a long
article only those shingles remain whose upper `scale` bits are zero: two sketches are compared at the coarser of their
scales.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker import tokens
from worker.ragged import Ints, begins, firsts, owners, parts, ranks, sums
from worker.shingles import Shingles
from worker.vocabulary import Words

Words32 = NDArray[np.uint32]

VERSION = 3  # capitals are not told apart; sketches of another version are passed over until the articles are rematched
FIGURE = np.uint32(1)  # the lowest bit of a shingle or word: a number or month stands in it
SHINGLES_CAP = 512  # all of an article of 500 words; half of them, evenly, of one of 1,000
NUMBERS_CAP = 48
HEADLINE_CAP = 32
_CURRENT = bytes([VERSION])
_HEAD = struct.Struct("<BBBBI")
_WIDTH = 4  # bytes
_UPPER = np.uint64(32)
_NUMBER = np.uint64(tokens.NUMBER)
_FIGURES = tokens.NUMBER | tokens.MONTH  # a month is as good as a number: it changes like one


class Part(NamedTuple):
    """One part of each of many sketches: where its words begin, and how many they are."""

    start: Ints
    number: Ints


class Sketches(NamedTuple):
    """Sketches unpacked: the words of all, end to end, and by sketch where its parts lie in them."""

    rows: Words32
    scale: Ints
    shingles: Part
    numbers: Part
    headline: Part


def pack(words: Words, shingled: Shingles, headlines: Words) -> Iterator[bytes]:
    """Pack the sketches of articles from the words of their bodies, the shingles of these, and their headlines."""
    rows = ((shingled.hashes >> _UPPER).astype(np.uint32) & ~FIGURE) | ((shingled.marks & _FIGURES) > 0)
    first = np.zeros(len(rows), dtype=np.bool_)
    first[shingled.ranked] = True
    kept = map(_thin, parts(rows[first], shingled.distinct))
    is_number = (words.hashes & _NUMBER) > 0
    numbers = _few(Words(words.hashes[is_number], sums(is_number, words.number)), NUMBERS_CAP)
    titles = _few(headlines, HEADLINE_CAP)
    for (body, scale), of_body, of_title, length in zip(kept, numbers, titles, words.number.tolist(), strict=True):
        head = _HEAD.pack(VERSION, scale, len(of_body) // _WIDTH, len(of_title) // _WIDTH, length)
        yield b"".join((head, body, of_body, of_title))


def unpack(packed: Sequence[bytes]) -> Sketches:
    """Unpack sketches. Raise ValueError when one is of another version or cut short."""
    for one in packed:
        if not is_current(one) or len(one) < _HEAD.size or len(one) % _WIDTH:
            raise ValueError(f"a sketch of version {one[:1].hex() or 'none'}, not {VERSION}; rematch the articles")
    rows = np.frombuffer(b"".join(packed), dtype="<u4")
    length = np.fromiter(map(len, packed), dtype=np.int64, count=len(packed)) // _WIDTH
    start = begins(length)
    head = rows[start].astype(np.int64)
    numbers, headline = head >> 16 & 0xFF, head >> 24
    shingles = length - _HEAD.size // _WIDTH - numbers - headline
    start += _HEAD.size // _WIDTH
    split = start + shingles
    parts = Part(start, shingles), Part(split, numbers), Part(split + numbers, headline)
    return Sketches(rows, head >> 8 & 0xFF, *parts)


def is_current(packed: bytes) -> bool:
    """Return whether a sketch was packed by this version and can be compared."""
    return packed[:1] == _CURRENT


def _above(rows: Words32, scale: int) -> Words32:
    return rows[rows < np.uint32(1 << (32 - scale))] if scale else rows


def _thin(rows: Words32) -> tuple[bytes, int]:
    scale = 0
    kept = rows
    while len(kept) > SHINGLES_CAP:
        scale += 1
        kept = _above(rows, scale)
    return kept.astype("<u4", copy=False).tobytes(), scale


def _few(words: Words, cap: int) -> Iterator[bytes]:
    """Yield each text's distinct words, sorted, at most `cap`: of more the smallest hashes, a fair sample."""
    rows = (words.hashes >> _UPPER) & ~np.uint64(FIGURE) | ((words.hashes & np.uint64(_FIGURES)) > 0)
    ordered = owners(words.number).astype(np.uint64) << _UPPER | rows
    ordered.sort()
    ordered = ordered[firsts(ordered)]
    number = np.bincount((ordered >> _UPPER).astype(np.int64), minlength=len(words.number))
    kept = ordered[ranks(number) < cap].astype("<u4").tobytes()
    return parts(kept, np.minimum(number, cap), _WIDTH)
