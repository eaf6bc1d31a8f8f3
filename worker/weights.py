"""Weights: how much a shared shingle tells, learned from how often different stories shared it. Pure values."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from worker.sketch import FLAGS, Words32

UNIT = 1 << 16  # weights are whole numbers of 1/65536, so that a sum is the same in any order of its terms
_SIEVE_BITS = 18  # a quarter of a million buckets, one byte each: most shingles are no boilerplate and end here

_SIEVE_SHIFT = np.uint32(32 - _SIEVE_BITS)


class Weights:
    """The boilerplate weights of one version of the table: immutable, shared by all matches until the next version.

    A shingle that was shared by articles of different stories `count` times weighs 1 / (1 + count).
    """

    def __init__(self, counts: Mapping[int, int] | None = None, version: int = 0) -> None:
        counts = counts or {}
        self.version = version
        ordered = sorted((shingle | int(FLAGS), count) for shingle, count in counts.items())
        self._shingles = np.array([shingle for shingle, _ in ordered], dtype=np.uint32)
        self._weights = UNIT // (1 + np.array([count for _, count in ordered], dtype=np.int64))
        self._sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        self._sieve[self._shingles >> _SIEVE_SHIFT] = True

    def of(self, shingles: Words32) -> NDArray[np.int64]:
        """Return the weight of each shingle in units of 1/65536."""
        weights = np.full(len(shingles), UNIT, dtype=np.int64)
        if len(self._shingles):
            maybe = self._sieve[shingles >> _SIEVE_SHIFT].nonzero()[0]
            if len(maybe):
                wanted = shingles[maybe] | FLAGS
                at = np.minimum(self._shingles.searchsorted(wanted), len(self._shingles) - 1)
                weights[maybe] = np.where(self._shingles[at] == wanted, self._weights[at], UNIT)
        return weights
