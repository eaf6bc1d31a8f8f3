"""Weights: how much a shared shingle tells, learned from how often different stories shared it. Pure values."""

from collections.abc import Mapping
from copy import copy

import numpy as np

from worker.ragged import Ints
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
        shingles = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts)) | FIGURE
        self.version = version
        # The first is what is found in place of a shingle that was never learned.
        self._times = np.fromiter((0, *counts.values()), dtype=np.int64, count=len(counts) + 1)
        self._weights = _weights(self._times)
        self._slots = Slots(shingles, max(1, (_LOAD * len(shingles) - 1).bit_length()))

    def __len__(self) -> int:
        """Return how many shingles were learned."""
        return len(self._times) - 1

    def of(self, shingles: Words32) -> Ints:
        """Return the weight of each shingle in units of 1/65536."""
        return self._weights.take(self._slots.find(shingles | FIGURE))

    def times(self, shingles: Words32) -> Ints:
        """Return how often each shingle was shared by different stories."""
        return self._times.take(self._slots.find(shingles | FIGURE))

    def changed(self, shingles: Words32, times: Ints, version: int) -> "Weights":
        """Return the weights of a later version, in which these shingles, each given once, were shared so many times.

        A batch changes a few hundred of up to 100,000: to begin with all of them would take longer than to match it.
        """
        places = self._slots.find(shingles | FIGURE)
        is_new = places == 0
        places[is_new] = np.arange(len(self._times), len(self._times) + int(is_new.sum()))
        room = np.zeros(int(is_new.sum()), dtype=np.int64)
        changed = copy(self)
        changed.version = version
        changed._slots = self._slots.grown(shingles[is_new] | FIGURE)  # noqa: SLF001 - of this class
        changed._times = np.concatenate((self._times, room))  # noqa: SLF001
        changed._weights = np.concatenate((self._weights, room))  # noqa: SLF001
        changed._times[places] = times  # noqa: SLF001
        changed._weights[places] = _weights(times)  # noqa: SLF001
        return changed


def _weights(times: Ints) -> Ints:
    return UNIT * _HALVED_BY // (_HALVED_BY + times)
