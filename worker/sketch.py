"""Sketch: what verification needs of one article, packed into about a kilobyte. Pure.

    version u8 | scale u8 | numbers u8 | headline u8 | words u32 | shingles u32... | numbers u32... | headline u32...

All little-endian. `shingles` are the distinct 3-word shingles in order of appearance: the upper 30 bits of their hash,
then a bit that says whether a capital stands in it, then one for a number or month; in `numbers` and `headline` the
first of these is always set. Of a long article only those shingles remain whose upper `scale` bits are zero: two
sketches are compared at the coarser of their scales.
"""

import struct
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.folding import MONTH, NAME, NUMBER
from worker.tokens import Hashes, Marks, Shingles

Words32 = NDArray[np.uint32]

VERSION = 2  # 2: shingles are mixed less. Sketches of another version are passed over until the articles are rematched
FLAGS = np.uint32(3)  # lowest bits of a shingle
SHINGLES_CAP = 512  # all of an article of 500 words; half of them, evenly, of one of 1,000
NUMBERS_CAP = 48
HEADLINE_CAP = 32
_HEAD = struct.Struct("<BBBBI")
_WIDTH = 4  # bytes
_UPPER = np.uint64(32)
_FIGURE = NUMBER | MONTH  # a month is as good as a number: it changes like one
# By the flags of a shingle's words: the flags of the shingle.
_FLAGGED = np.array([(mark & _FIGURE > 0) | (mark & NAME > 0) << 1 for mark in range(16)], dtype=np.uint32)


class Sketch(NamedTuple):
    """A sketch unpacked: each part the bytes of its 32-bit words, so that the parts of many are joined at once."""

    scale: int
    words: int
    shingles: bytes
    numbers: bytes
    headline: bytes


def pack(body: Hashes, marks: Marks, shingled: Shingles, headline: Hashes) -> bytes:
    """Pack the sketch of an article from its hashed words and their flags, its shingles, and its headline's words."""
    rows = ((shingled.hashes >> _UPPER).astype(np.uint32) & ~FLAGS) | _FLAGGED[shingled.marks]
    kept, scale = _thin(rows[np.sort(shingled.ranked)] if len(shingled.ranked) < len(rows) else rows)
    numbers = _few(body[(marks & NUMBER).nonzero()[0]].tolist(), NUMBERS_CAP)
    words = _few(headline.tolist(), HEADLINE_CAP)
    head = _HEAD.pack(VERSION, scale, len(numbers), len(words), len(body))
    return head + kept.astype("<u4").tobytes() + np.array(numbers + words, dtype="<u4").tobytes()


def unpack(packed: bytes) -> Sketch:
    """Unpack a sketch. Raise ValueError when it is of another version or cut short."""
    if not is_current(packed) or len(packed) < _HEAD.size or len(packed) % _WIDTH:
        raise ValueError(f"a sketch of version {packed[:1].hex() or 'none'}, not {VERSION}; rematch the articles")
    _, scale, numbers, headline, words = _HEAD.unpack_from(packed)
    last = len(packed) - headline * _WIDTH
    split = last - numbers * _WIDTH
    return Sketch(scale, words, packed[_HEAD.size : split], packed[split:last], packed[last:])


def is_current(packed: bytes) -> bool:
    """Return whether a sketch was packed by this version and can be compared."""
    return packed[:1] == VERSION.to_bytes(1, "little")


def joined(parts: Iterable[bytes]) -> Words32:
    """Return the words of several parts of sketches, one after the other."""
    return np.frombuffer(b"".join(parts), dtype="<u4")


def at_scale(sketch: Sketch, scale: int) -> bytes:
    """Return the shingles of a sketch whose upper `scale` bits are zero."""
    return sketch.shingles if scale <= sketch.scale else _above(joined((sketch.shingles,)), scale).tobytes()


def _above(rows: Words32, scale: int) -> Words32:
    return rows[rows < np.uint32(1 << (32 - scale))] if scale else rows


def _thin(rows: Words32) -> tuple[Words32, int]:
    scale = 0
    while len(kept := _above(rows, scale)) > SHINGLES_CAP:
        scale += 1
    return kept, scale


def _few(words: list[int], cap: int) -> list[int]:
    """Return the distinct words, sorted, at most `cap`: for a longer list the smallest hashes, a fair sample."""
    return sorted({word >> 32 & ~3 | 2 | (word & _FIGURE > 0) for word in words})[:cap]
