"""Sieves: one worker's copy of the sieves of all shelves, by which it asks each shelf for few keys."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, text

from worker.shelves import Shelf
from worker.sieve import passes, probes_of

_SHELVES = text("SELECT low, high, version, sieve IS NOT NULL FROM fingerprint_shelf WHERE low <= :last ORDER BY low")
_SIEVE = text("SELECT sieve FROM fingerprint_shelf WHERE low = :low AND version = :version")


class Asked(NamedTuple):
    """What the index is asked: each key with the articles among which it is sought, from `lows` up to `highs`."""

    keys: list[int]
    lows: list[int]
    highs: list[int]


class Sieves:
    """Kept from batch to batch: a sieve is read once, and forgotten with its shelf."""

    def __init__(self) -> None:
        self._held: dict[Shelf, bytes] = {}

    def sift(self, connection: Connection, keys: Sequence[int], last_seq: int) -> Asked:
        """Return which keys to seek on which shelf: all where there is no sieve yet, else those that pass it."""
        rows = connection.execute(_SHELVES, {"last": last_seq})
        shelves = {Shelf(low, high, version): sieved for low, high, version, sieved in rows}
        self._held = {shelf: sieve for shelf, sieve in self._held.items() if shelves.get(shelf)}
        sought = np.array(keys, dtype=np.int64)
        probes = probes_of(sought)
        asked = Asked([], [], [])
        for shelf, sieved in shelves.items():
            sieve = self._sieve(connection, shelf) if sieved else None
            found = list(keys) if sieve is None else sought[passes(sieve, probes)].tolist()
            asked.keys.extend(found)
            asked.lows.extend([shelf.low] * len(found))
            asked.highs.extend([shelf.high] * len(found))
        return asked

    def _sieve(self, connection: Connection, shelf: Shelf) -> bytes | None:
        """Return the sieve of a shelf, None where it was written anew since it was listed."""
        if shelf not in self._held:
            sieve = connection.execute(_SIEVE, {"low": shelf.low, "version": shelf.version}).scalar_one_or_none()
            if sieve is None:
                return None
            self._held[shelf] = bytes(sieve)
        return self._held[shelf]
