"""Slots: which of many 32-bit hashes stand in a list, for thousands at a time. Pure.

A table with one place for each hash, by its upper bits; what finds its place taken by a later one lies sorted beside
it. A binary search for each would cost ten times as much.
"""

import numpy as np
from numpy.typing import NDArray

from worker.ragged import Ints

Words32 = NDArray[np.uint32]


class Slots:
    """Hashes that can be found again. `side` tells lists apart that are kept in one: 0, 1, ... for each hash."""

    def __init__(self, hashes: Words32, bits: int, side: Ints | None = None, sides: int = 1) -> None:
        self._shift = np.uint32(32 - bits)
        self._bits = bits
        self._hashes = np.zeros(len(hashes) + 1, dtype=np.uint32)  # the first is none; no hash sought is zero
        self._hashes[1:] = hashes
        self._table = np.zeros(sides << bits, dtype=np.int32)
        slots = self._slots(hashes, side)
        numbers = np.arange(1, len(hashes) + 1, dtype=np.int32)
        self._table[slots] = numbers
        displaced = (self._table[slots] != numbers).nonzero()[0]
        keys = _keys(hashes[displaced], None if side is None else side[displaced])
        order = keys.argsort()
        self._displaced, self._places = keys[order], displaced[order] + 1

    def find(self, sought: Words32, side: Ints | None = None) -> Ints:
        """Return for each hash sought one plus its place among the hashes of its side; 0 for one that is not there."""
        places = self._table[self._slots(sought, side)]
        right = self._hashes[places] == sought
        found = np.where(right, places, 0).astype(np.int64)
        if len(self._displaced):
            rest = ((places > 0) & ~right).nonzero()[0]
            keys = _keys(sought[rest], None if side is None else side[rest])
            at = np.minimum(self._displaced.searchsorted(keys), len(self._displaced) - 1)
            again = self._displaced[at] == keys
            found[rest[again]] = self._places[at[again]]
        return found

    def _slots(self, hashes: Words32, side: Ints | None) -> Ints:
        slots = (hashes >> self._shift).astype(np.int64)
        return slots if side is None else slots + (side << self._bits)


def _keys(hashes: Words32, side: Ints | None) -> Ints:
    keys = hashes.astype(np.int64)
    return keys if side is None else keys + (side << 32)
