"""Tokens: running text to hashed words and shingles, alike for every house's style. Pure.

A word is folded before it is hashed (case, width, typography, British and American spelling, units, small numbers in
words), so that the edits every desk makes leave the hashes as they are. Scripts that put no spaces between words are
hashed by overlapping pairs of characters.
"""

import re
import sys
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker import folding

Hashes = NDArray[np.uint64]

Marks = NDArray[np.uint8]

TEXT_CAP = 200_000  # characters read: 30,000 words, longer than any article; bounds the time of hostile input
NUMBER, MONTH, NAME, SHORT, FLAGS = (
    np.uint64(flag) for flag in (folding.NUMBER, folding.MONTH, folding.NAME, folding.SHORT, folding.FLAGS)
)
_LONGEST_WORD = 40  # longer words are not remembered: sentences of scripts without spaces, links, junk
_REMEMBERED = 1 << 17  # words kept folded, some 20 MB a worker: one in fifty of a mixed stream is met anew

# Thai and Lao, Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_PLAIN = ~(NAME | SHORT)
_UPPER = np.uint64(0xFFFFFFFC00000000)  # 30 bits of a hash; below them there is room for a place in the text
_LOWEST_BYTE = 0 if sys.byteorder == "little" else 7
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd


class Shingles(NamedTuple):
    """The shingles of a text in order, repeated ones too: their hashes, and the flags that any of their words has.

    `ranked` are the places of the distinct ones, the smallest hash first; of those alike in the upper 30 bits, of which
    a sketch is made, the first in the text.
    """

    hashes: Hashes
    marks: Marks
    ranked: NDArray[np.int64]


class _Memo(dict[str, bytes]):
    """Words folded before: a function's memory, never its state. Forgets everything when it is full."""

    def __missing__(self, word: str) -> bytes:
        if not word.isascii() and _UNSPACED.search(word):
            return _hash_unspaced(word)
        bare = word.strip(folding.BARE)
        packed = self[bare] if bare != word and bare.isalpha() else folding.hash_run(word)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = packed
        return packed


_memo = _Memo()


def tokens(text: str) -> Hashes:
    """Return the 64-bit hashes of a text's words in order; the lowest bits are the flags of worker.folding."""
    words = text[:TEXT_CAP].split()
    if not words:
        return np.empty(0, dtype=np.uint64)
    packed = b"".join(itemgetter(*words, words[0])(_memo)[:-1])  # one word more: of one alone no tuple is made
    hashes = np.frombuffer(packed, dtype="<u8").astype(np.uint64)
    _put_day_after_month(hashes)
    return hashes


def scramble(hashes: Hashes) -> Hashes:
    """Mix 64-bit values until every bit depends on every other: the finaliser of SplitMix64 (Steele et al., 2014)."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def marks_of(hashes: Hashes) -> Marks:
    """Return the flags of each word."""
    return (hashes & FLAGS).astype(np.uint8)


def rolled(hashes: Hashes, width: int) -> Hashes:
    """Return one hash for each run of `width` words; one for all of a text that is shorter. Empty for none.

    The flags NAME and SHORT are no part of it: whether a word has a capital is a matter of style. A polynomial of words
    that are hashed well already needs no more mixing; in its lowest bits stand words' flags, and they mean little.
    """
    plain = hashes & _PLAIN
    length = len(plain) - width + 1
    if length <= 0:
        return plain.sum(keepdims=True) if len(plain) else plain
    runs = plain[:length] * _MULTIPLIER
    for offset in range(1, width - 1):
        runs += plain[offset : offset + length]
        runs *= _MULTIPLIER
    runs += plain[width - 1 :]
    return runs


def shingles(hashes: Hashes, marks: Marks, width: int) -> Shingles:
    """Return the shingles of a text from its words and their flags."""
    runs = rolled(hashes, width)
    joined = marks[: len(runs)].copy()
    for offset in range(1, min(width, len(marks))):
        joined |= marks[offset : offset + len(runs)]
    return Shingles(runs, joined, _ranked(runs))


def _ranked(runs: Hashes) -> NDArray[np.int64]:
    """Rank hashes. Hash and place are sorted as one number: the fastest sort there is."""
    placed = (runs & _UPPER) | np.arange(len(runs), dtype=np.uint64)
    placed.sort()
    upper = placed & _UPPER
    fresh = np.empty(len(placed), dtype=np.bool_)
    fresh[:1] = True
    np.not_equal(upper[1:], upper[:-1], out=fresh[1:])
    return (placed[fresh] & ~_UPPER).astype(np.int64)


def _hash_unspaced(text: str) -> bytes:
    """Hash words between runs of unspaced script as usual, and each run by its overlapping pairs of characters."""
    parts: list[bytes] = []
    end = 0
    for run in _UNSPACED.finditer(text):
        parts += (folding.hash_run(text[end : run.start()]), _hash_pairs(run.group()))
        end = run.end()
    parts.append(folding.hash_run(text[end:]))
    return b"".join(parts)


def _hash_pairs(run: str) -> bytes:
    points = np.frombuffer(run.encode("utf-32-le", errors="replace"), dtype="<u4").astype(np.uint64)
    pairs = points[:-1] * _MULTIPLIER + points[1:] if len(points) > 1 else points
    return (scramble(pairs) & ~FLAGS).astype("<u8").tobytes()


def _put_day_after_month(hashes: Hashes) -> None:
    """Write "5 March" as "March 5", in place."""
    lowest = hashes.view(np.uint8)[_LOWEST_BYTE::8]
    months = (lowest[1:] & folding.MONTH).nonzero()[0] + 1
    if len(months):
        months = months[(lowest[months - 1] & folding.NUMBER).nonzero()[0]]
        days = hashes[months - 1]
        hashes[months - 1] = hashes[months]
        hashes[months] = days
