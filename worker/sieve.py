"""Sieve: which keys a full shelf of the index cannot hold, in twelve bits a key. Pure.

A Bloom filter (B. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970): a key that it holds
passes always, of the others one in ninety passes by chance. Keys are hashes already, so no other hash is needed.
"""

import numpy as np
from numpy.typing import NDArray

_BITS = 12  # a key; with three probes 1.1 % pass by chance, with eight bits 3.1 %
_PROBES = 3
_WORD = np.uint64(0xFFFF_FFFF)
# The keys of a long text are small numbers: its smallest hashes. Below bit 56 they are even up to 5,000 words.
_SECOND = np.uint64(24)
_HALF = np.uint64(32)

Keys = NDArray[np.int64]


class Probes:
    """Keys as sieves look at them: where each sieve of a size has their bits is worked out once."""

    def __init__(self, keys: Keys) -> None:
        unsigned = keys.view(np.uint64)
        first, second = unsigned & _WORD, (unsigned >> _SECOND) & _WORD
        # Double hashing: Kirsch and Mitzenmacher, "Less hashing, same performance", 2006.
        self._hashes = np.stack([(first + np.uint64(number) * second) & _WORD for number in range(_PROBES)])
        self._places: dict[int, NDArray[np.int64]] = {}

    def places(self, bits: int) -> NDArray[np.int64]:
        """Return the places of the bits in a sieve of so many: a row for each probe."""
        if bits not in self._places:  # hashes of 32 bits are scaled without a division
            self._places[bits] = ((self._hashes * np.uint64(bits)) >> _HALF).astype(np.int64)
        return self._places[bits]


def sieve_of(keys: Keys) -> bytes:
    """Return the sieve of these keys."""
    bits = np.zeros(-(-max(1, len(keys)) * _BITS // 8) * 8, dtype=np.bool_)
    for places in Probes(keys).places(len(bits)):
        bits[places] = True
    return np.packbits(bits, bitorder="little").tobytes()


def passing(sieve: bytes, probes: Probes) -> NDArray[np.int64]:
    """Return which keys the shelf may hold, by their places among the keys; that it holds no other is certain."""
    table = np.frombuffer(sieve, dtype=np.uint8)
    first, *others = probes.places(len(table) * 8)
    left = _set(table, first).nonzero()[0]
    for places in others:  # each leaves a fifth
        left = left[_set(table, places[left])]
    return left


def _set(table: NDArray[np.uint8], places: NDArray[np.int64]) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = (table[places >> 3] >> (places & 7).astype(np.uint8) & np.uint8(1)).astype(np.bool_)
    return held
