"""Sketch: what verification needs of one article, packed into about a kilobyte. Pure.

    version u8 | scale u8 | numbers u8 | headline u8 | words u32 | shingles u32... | numbers u32... | headline u32...

All little-endian. `shingles` are the distinct 3-word shingles in order of appearance, the upper half of their 64-bit
hash with the lowest bit saying whether a number stands in it. Of a long article only those remain whose upper `scale`
bits are zero: two sketches are compared at the coarser of their scales.
"""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.tokens import NAME, NUMBER, Hashes

Words32 = NDArray[np.uint32]

VERSION = 1
FLAGS = np.uint32(3)  # lowest bits of a shingle: a number stands in it, a capital stands in it
SHINGLE_WORDS = 3  # two words are too common, four break too often under copy-editing
SHINGLES_CAP = 512  # all of an article of 500 words; half of them, evenly, of one of 1,000
NUMBERS_CAP = 48
HEADLINE_CAP = 32
_HEAD = struct.Struct("<BBBBI")


class Sketch(NamedTuple):
    """A sketch unpacked. Arrays are views of the packed bytes."""

    scale: int
    words: int
    shingles: Words32
    numbers: Words32
    headline: Words32


def pack(body: Hashes, rows: Hashes, marks: Hashes, headline: Hashes) -> bytes:
    """Pack the sketch of an article from its hashed words, their shingles and flags, and its headline's words."""
    kept, scale = _thin(_distinct(_flagged(rows, marks)))
    numbers = _few(body[np.flatnonzero(body & NUMBER)], NUMBERS_CAP)
    words = _few(headline, HEADLINE_CAP)
    head = _HEAD.pack(VERSION, scale, len(numbers), len(words), len(body))
    return head + b"".join(part.astype("<u4").tobytes() for part in (kept, numbers, words))


def unpack(packed: bytes) -> Sketch:
    """Unpack a sketch. Raise ValueError when it is of another version or cut short."""
    if len(packed) < _HEAD.size or packed[0] != VERSION or len(packed) % 4:
        raise ValueError(f"a sketch of version {packed[:1].hex() or 'none'}, not {VERSION}; rematch the articles")
    _, scale, numbers, headline, words = _HEAD.unpack_from(packed)
    every = np.frombuffer(packed, dtype="<u4", offset=_HEAD.size)
    split = len(every) - headline
    return Sketch(scale, words, every[: split - numbers], every[split - numbers : split], every[split:])


def at_scale(rows: Words32, scale: int) -> Words32:
    """Keep those shingles whose upper `scale` bits are zero."""
    return rows[rows < np.uint32(1 << (32 - scale))] if scale else rows


def _flagged(rows: Hashes, marks: Hashes) -> Words32:
    """Return the upper halves of shingles, with the two flags of this sketch in place of the lowest bits."""
    kinds = ((marks | marks >> np.uint64(1)) & NUMBER) | ((marks & NAME) >> np.uint64(1))
    return (_upper(rows) & ~FLAGS) | kinds.astype(np.uint32)


def _distinct(rows: Words32) -> Words32:
    """Keep the first of each shingle, in order. Hash and place are sorted as one number: the fastest sort there is."""
    placed = ((rows & ~FLAGS).astype(np.uint64) << np.uint64(32)) | np.arange(len(rows), dtype=np.uint64)
    placed.sort()
    again = np.flatnonzero(placed[1:] >> np.uint64(32) == placed[:-1] >> np.uint64(32)) + 1
    return np.delete(rows, (placed[again] & np.uint64(0xFFFFFFFF)).astype(np.int64)) if len(again) else rows


def _thin(rows: Words32) -> tuple[Words32, int]:
    scale = 0
    while len(kept := at_scale(rows, scale)) > SHINGLES_CAP:
        scale += 1
    return kept, scale


def _few(words: Hashes, cap: int) -> Words32:
    """Return the distinct words, sorted, at most `cap`: for a longer list the smallest hashes, a fair sample."""
    return np.array(sorted({word >> 32 | int(FLAGS) for word in words.tolist()})[:cap], dtype=np.uint32)


def _upper(hashes: Hashes) -> Words32:
    return (hashes >> np.uint64(32)).astype(np.uint32)
