"""Weights: how much a shared shingle tells, learned from how often different stories shared it. Pure values."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from worker.sketch import FIGURE, Words32
from worker.slots import Slots

UNIT = 1 << 16  # weights are whole numbers of 1/65536, so that a sum is the same in any order of its terms
# Times that a shingle is shared by different stories until half its weight is gone. What was shared once or twice is
# chance or a copy that was not known as one: were it to count at once, the order of arrival would tell in the stories.
# With 1 more copies are missed in random orders, with 4 and more templates merge that are met for the first time.
_HALVED_BY = 2
_LOAD = 4  # slots for each shingle: of shingles unknown one in five is looked for twice


class Weights:
    """The boilerplate weights of one version of the table: immutable, shared by all matches until the next version.

    A shingle that was shared by articles of different stories `count` times weighs 1 / (1 + count / 2).
    """

    def __init__(self, counts: Mapping[int, int] | None = None, version: int = 0) -> None:
        counts = counts or {}
        self.version = version
        shingles = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts)) | FIGURE
        times = np.fromiter(counts.values(), dtype=np.int64, count=len(counts))
        # The first is what is found in place of a shingle that was never learned.
        self._weights = np.concatenate((np.array([UNIT], dtype=np.int64), UNIT * _HALVED_BY // (_HALVED_BY + times)))
        self._slots = Slots(shingles, max(1, (_LOAD * len(counts) - 1).bit_length()))

    def of(self, shingles: Words32) -> NDArray[np.int64]:
        """Return the weight of each shingle in units of 1/65536."""
        return self._weights.take(self._slots.find(shingles | FIGURE))
