"""Vocabulary: the written words of many texts told apart at once, and each folded only when it is met anew. Pure.

Running text is taken as bytes; no string is made of a word that is known: it is known by a key made of eight bytes at
a time. What a fingerprint is made of is the hash of a folded word, by simple tabulation (Zobrist, 1970): each byte has
a random number at each place of a word, and these are added.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.ragged import Bools, Ints, begins, ranks, spread, sums

Hashes = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

_BLANK = 32  # the space
_PARTING = bytes(range(33)) + b'"()[]<>:!?-'  # bytes that part words wherever they stand
_ENDING = b".,"  # and those that do so before one of these
_GENERAL = b"\xe2\x80"  # the first bytes of general punctuation, U+2000 to U+203F; the third without the apostrophe
_PUNCTUATION = (*range(0x80, 0x8B), *range(0x90, 0x99), *range(0x9A, 0xA8))
_PLACES = 32  # of a longer word's bytes the numbers come round again
_EIGHT = 8  # bytes at a time
_LONGEST = 32  # bytes; longer words are not remembered: sentences of scripts without spaces, links, junk
_SLOT_BITS = 18  # 6 MB a worker; of a mixed stream one word in twenty-five is met anew
_MOST_HASHES = 1 << 19  # when more are remembered all are forgotten

# Each byte as it is read: ASCII letters in lower case, a space in place of what parts words.
_READ = bytes(range(256)).lower().translate(bytes.maketrans(_PARTING, bytes([_BLANK]) * len(_PARTING)))


class Words(NamedTuple):
    """The folded words of several texts, end to end: their hashes, and how many each text has."""

    hashes: Hashes
    number: Ints

    def parted(self, texts: int) -> tuple["Words", "Words"]:
        """Return the words of the first texts, and of the rest."""
        end = int(self.number[:texts].sum())
        return Words(self.hashes[:end], self.number[:texts]), Words(self.hashes[end:], self.number[texts:])


class Found(NamedTuple):
    """The written words of several texts in their bytes: half-open spans, and how many each text has."""

    written: bytes
    starts: Ints
    ends: Ints
    number: Ints

    def hashes(self) -> Hashes:
        """Return the hash of each word."""
        lengths = self.ends - self.starts
        cells = (ranks(lengths) & (_PLACES - 1)) << 8
        cells |= np.frombuffer(self.written, dtype=np.uint8)[spread(self.starts, lengths)]
        return np.asarray(np.add.reduceat(_NUMBERS.take(cells), begins(lengths)))

    def keys(self) -> Hashes:
        """Return a key for each word by which it is known again: those of up to eight bytes are told apart for certain.

        Of a word of more than 32 bytes the rest is passed over. Running text has keys in a third of the time of hashes.
        """
        eights = np.ndarray(len(self.written) - _EIGHT + 1, "<u8", self.written, strides=(1,))
        lengths = self.ends - self.starts
        keys = scramble(eights[self.starts] & _FIRST_BYTES[np.minimum(lengths, _EIGHT)])
        for at in range(_EIGHT, _LONGEST, _EIGHT):
            longer = (lengths > at).nonzero()[0]
            left = np.minimum(lengths[longer] - at, _EIGHT)
            keys[longer] = scramble(keys[longer] + (eights[self.starts[longer] + at] & _FIRST_BYTES[left]))
        return keys


class Vocabulary:
    """Words met before: a function's memory, never its state. What a slot remembers a later word may take.

    `fold` returns the folded words of a written one, a space between two; `flag` puts flags into the hashes of those.
    """

    _keys: Hashes  # by slot: of the written word
    _first: Ints  # by slot: where its folded words begin, and how many they are
    _number: Bytes
    _folded: Hashes
    _used: int  # of _folded

    def __init__(self, fold: Callable[[str], str], flag: Callable[[Found], Hashes]) -> None:
        self._fold = fold
        self._flag = flag
        self._lock = Lock()  # threads of a server that explain articles share one
        self._forget()

    def words(self, texts: Sequence[str]) -> Words:
        """Return the words of texts in order."""
        found = find(texts)
        with self._lock:
            first, number = self._look_up(found)
            hashes = self._folded[first.repeat(number) + ranks(number)]
            if self._used > _MOST_HASHES:
                self._forget()
        return Words(hashes, sums(number, found.number))

    def _look_up(self, found: Found) -> tuple[Ints, Ints]:
        """Return where the hashes of each written word begin among those remembered, and how many it has."""
        keys = found.keys()
        slots = self._slots(keys)
        short = found.ends - found.starts <= _LONGEST
        new = ~((self._keys[slots] == keys) & short)
        first, number = self._first[slots], self._number[slots].astype(np.int64)
        if new.any():
            first[new], number[new] = self._learn(found, new.nonzero()[0])
            lasting = (new & short).nonzero()[0]
            self._keys[slots[lasting]] = keys[lasting]
            self._first[slots[lasting]], self._number[slots[lasting]] = first[lasting], number[lasting]
        return first, number

    def _slots(self, keys: Hashes) -> Ints:
        """Return the slot in which each word is remembered, or may be: one of two, the second where the first is taken.

        With one only, of a vocabulary of 50,000 words one in ten would drive out another again and again.
        """
        slots = (keys >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
        held = self._keys[slots]
        rest = ((held != keys) & (held != 0)).nonzero()[0]
        slots[rest] = (keys[rest] & np.uint64((1 << _SLOT_BITS) - 1)).astype(np.int64)
        return slots

    def _learn(self, found: Found, new: Ints) -> tuple[Ints, Ints]:
        """Fold words and remember their hashes; return where these begin, and how many each word has."""
        learned: dict[bytes, int] = {}
        spans = zip(found.starts[new].tolist(), found.ends[new].tolist(), strict=True)
        which = [learned.setdefault(found.written[start:end], len(learned)) for start, end in spans]
        folded = find([self._fold(word.decode()) for word in learned])
        first = begins(folded.number) + self._used
        self._keep(self._flag(folded))
        return first[which], folded.number[which]

    def _keep(self, hashes: Hashes) -> None:
        """Put hashes behind those remembered. There is room for all, and more is made for a text of new words only."""
        used = self._used + len(hashes)
        if used > len(self._folded):
            self._folded = np.concatenate((self._folded, np.empty_like(self._folded, shape=used)))
        self._folded[self._used : used] = hashes
        self._used = used

    def _forget(self) -> None:
        self._keys = np.zeros(1 << _SLOT_BITS, dtype=np.uint64)
        self._first = np.zeros(1 << _SLOT_BITS, dtype=np.int64)
        self._number = np.zeros(1 << _SLOT_BITS, dtype=np.uint8)
        self._folded = np.empty(_MOST_HASHES, dtype=np.uint64)
        self._used = 0


def scramble(hashes: Hashes) -> Hashes:
    """Mix 64-bit values until every bit depends on every other: the finaliser of SplitMix64 (Steele et al., 2014)."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


_NUMBERS = scramble(np.arange(1, _PLACES * 256 + 1, dtype=np.uint64))  # of each byte at each place of a word
_FIRST_BYTES = np.array([(1 << 8 * length) - 1 for length in range(_EIGHT + 1)], dtype=np.uint64)  # masks
_IS_PUNCTUATION = np.isin(np.arange(256), _PUNCTUATION)


def find(texts: Sequence[str]) -> Found:
    """Find the written words of texts."""
    encoded = [text.encode(errors="replace") for text in texts]
    written = b"".join((b" ", b" ".join(encoded), b" " * _EIGHT)).translate(_READ)
    raw = np.frombuffer(written, dtype=np.uint8)
    parting = _parting(raw)
    edges = (parting[1:] != parting[:-1]).nonzero()[0] + 1
    starts, ends = edges[::2], edges[1::2]
    lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
    by_now = starts.searchsorted((lengths + 1).cumsum())
    return Found(written, starts, ends, np.diff(by_now, prepend=0))


def _parting(raw: Bytes) -> Bools:
    """Return which bytes part words."""
    parting = np.asarray(raw == _BLANK)
    marks = (raw == _GENERAL[0]).nonzero()[0]
    marks = marks[(raw[marks + 1] == _GENERAL[1]) & _IS_PUNCTUATION[raw[marks + 2]]]
    for place in range(3):
        parting[marks + place] = True
    ends = ((raw == _ENDING[0]) | (raw == _ENDING[1])).nonzero()[0]
    parting[ends[parting[ends + 1]]] = True
    return parting
