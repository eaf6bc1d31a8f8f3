"""Sieve: which keys a full shelf of the index cannot hold, in twelve bits a key. Pure.

A Bloom filter (B. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970): a key that it holds
passes always, of the others one in ninety passes by chance. Keys are hashes already, so no other hash is needed.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BITS = 12  # a key; with three probes 1.1 % pass by chance, with eight bits 3.1 %
_PROBES = 3
_WORD = np.uint64(0xFFFF_FFFF)
# The keys of a long text are small numbers: its smallest hashes. Below bit 56 they are even up to 5,000 words.
_SECOND = np.uint64(24)
_HALF = np.uint64(32)

Keys = NDArray[np.int64]


class Probes(NamedTuple):
    """Keys as sieves of any size look at them: `hashes` has a row for each probe."""

    hashes: NDArray[np.uint64]


def probes_of(keys: Keys) -> Probes:
    """Return what a sieve asks of each key. Computed once for many sieves."""
    unsigned = keys.view(np.uint64)
    first, second = unsigned & _WORD, (unsigned >> _SECOND) & _WORD
    # Double hashing: Kirsch and Mitzenmacher, "Less hashing, same performance", 2006.
    return Probes(np.stack([(first + np.uint64(number) * second) & _WORD for number in range(_PROBES)]))


def sieve_of(keys: Keys) -> bytes:
    """Return the sieve of these keys."""
    bits = np.zeros(-(-max(1, len(keys)) * _BITS // 8) * 8, dtype=np.bool_)
    for places in _places(probes_of(keys), len(bits)):
        bits[places] = True
    return np.packbits(bits).tobytes()


def passes(sieve: bytes, probes: Probes) -> NDArray[np.bool_]:
    """Return for each key whether the shelf may hold it; a False is certain."""
    table = np.frombuffer(sieve, dtype=np.uint8)
    places = _places(probes, len(table) * 8)
    held: NDArray[np.bool_] = (table[places >> 3] >> (7 - (places & 7)).astype(np.uint8) & np.uint8(1)).all(axis=0)
    return held


def _places(probes: Probes, bits: int) -> NDArray[np.int64]:
    """Scale hashes of 32 bits to places among so many, without a division."""
    return ((probes.hashes * np.uint64(bits)) >> _HALF).astype(np.int64)
