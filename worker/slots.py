"""Slots: which of many 32-bit hashes stand in a list, for thousands at a time. Pure.

A table with one place for each hash, by its lower bits; hashes that share a place stand behind one another in a chain.
A binary search for each would cost ten times as much.
"""

from copy import copy

import numpy as np
from numpy.typing import NDArray

from worker.ragged import Ints

Words32 = NDArray[np.uint32]
Places = NDArray[np.int32]

_ROOM = 2  # bits more than the hashes need once they are as many as the slots: then few stand behind one another
_FLAG = np.uint32(1)  # the lowest bit of what a sketch holds: it says nothing here, for whoever seeks has set it


class Slots:
    """Hashes that can be found again, none of them zero; of equal ones the same one is found each time."""

    def __init__(self, hashes: Words32, bits: int) -> None:
        self._bits = bits
        self._hashes = np.zeros(len(hashes) + 1, dtype=np.uint32)  # the first is none
        self._hashes[1:] = hashes
        self._heads = np.zeros(1 << bits, dtype=np.int32)
        self._behind = np.zeros(len(hashes) + 1, dtype=np.int32)
        self._chain(np.arange(1, len(hashes) + 1, dtype=np.int32))

    def grown(self, hashes: Words32) -> "Slots":
        """Return slots of these hashes and of further ones, none of which is here yet."""
        every = np.concatenate((self._hashes, hashes))
        if len(every) > 1 << self._bits:
            return Slots(every[1:], len(every).bit_length() + _ROOM)
        grown = copy(self)
        grown._hashes = every  # noqa: SLF001 - of this class
        grown._heads = self._heads.copy()  # noqa: SLF001
        grown._behind = np.concatenate((self._behind, np.zeros(len(hashes), dtype=np.int32)))  # noqa: SLF001
        grown._chain(np.arange(len(self._hashes), len(every), dtype=np.int32))  # noqa: SLF001
        return grown

    def find(self, sought: Words32) -> Places:
        """Return for each hash sought one plus its place in the list; 0 for one that is not there."""
        places = self._heads.take(self._slots(sought))
        filled = (places > 0).nonzero()[0]
        rest = filled[self._hashes.take(places.take(filled)) != sought.take(filled)]
        while len(rest):
            places[rest] = behind = self._behind[places[rest]]
            rest = rest[(behind > 0) & (self._hashes[behind] != sought[rest])]
        return places

    def _chain(self, places: Places) -> None:
        """Put hashes before those that stand in their slots. Of those that want one slot at once one wins each time."""
        slots = self._slots(self._hashes[places])
        while len(places):
            self._behind[places] = self._heads[slots]
            self._heads[slots] = places
            beaten = self._hashes[self._heads[slots]] != self._hashes[places]
            places, slots = places[beaten], slots[beaten]

    def _slots(self, hashes: Words32) -> Ints:
        return ((hashes >> _FLAG) & np.uint32((1 << self._bits) - 1)).astype(np.int64)
