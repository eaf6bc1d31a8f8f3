"""Sieves: one worker's copy of the sieves of all shelves, by which it asks each shelf for few keys."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, text

from worker.shelves import Shelf
from worker.sieve import Probes, passing

_SHELVES = text(
    "SELECT low, high, version, sieve IS NOT NULL FROM fingerprint_shelf WHERE low <= :last ORDER BY low DESC"
)
_SIEVE = text("SELECT sieve FROM fingerprint_shelf WHERE low = :low AND version = :version")


class Asked(NamedTuple):
    """What the index is asked: each key with the articles among which it is sought, from `lows` up to `highs`."""

    keys: list[int]
    lows: list[int]
    highs: list[int]


class Sieves:
    """Kept from batch to batch: a sieve is read once, and forgotten with its shelf.

    They take `most_bytes` together, the newest first: shelves beyond are asked for every key, which is right and slow.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._held: dict[Shelf, bytes] = {}

    def sift(self, connection: Connection, keys: Sequence[int], last_seq: int) -> Asked:
        """Return which keys to seek on which shelf: all where there is no sieve yet, else those that pass it."""
        rows = connection.execute(_SHELVES, {"last": last_seq})
        shelves = {Shelf(low, high, version): sieved for low, high, version, sieved in rows}
        sought = np.array(keys, dtype=np.int64)
        probes = Probes(sought)
        asked, room = Asked([], [], []), self._most_bytes
        held: dict[Shelf, bytes] = {}
        for shelf, sieved in shelves.items():
            sieve = self._sieve(connection, shelf) if sieved and room > 0 else None
            if sieve is None:
                found = list(keys)
            else:
                held[shelf], room = sieve, room - len(sieve)
                found = sought[passing(sieve, probes)].tolist()
            asked.keys.extend(found)
            asked.lows.extend([shelf.low] * len(found))
            asked.highs.extend([shelf.high] * len(found))
        self._held = held
        return asked

    def _sieve(self, connection: Connection, shelf: Shelf) -> bytes | None:
        """Return the sieve of a shelf, None where it was written anew since it was listed."""
        if shelf in self._held:
            return self._held[shelf]
        sieve = connection.execute(_SIEVE, {"low": shelf.low, "version": shelf.version}).scalar_one_or_none()
        return None if sieve is None else bytes(sieve)
