"""Lesson log: what each batch taught, one row a batch; once a minute it is folded into the table of weights.

A batch of 64 articles has a thousand lessons, most of which the next has too. Each in a row of its own, they took a
sixth of the serial section on SQLite and a quarter of PostgreSQL's time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import orjson
from sqlalchemy import Connection, text

from worker.bulk import array_of

_WORDS = np.dtype("<u4")  # a batch's row holds its shingles, then how often each was taught

_LOG = text("INSERT INTO lesson (version, taught) VALUES (:version, :taught)")
_SINCE = text("SELECT version, taught FROM lesson WHERE version > :version ORDER BY version")
_FORGET = text("DELETE FROM lesson WHERE version <= :version")
_ADD = """
INSERT INTO shingle_weight (shingle, count, version) {values}
ON CONFLICT (shingle) DO UPDATE SET count = shingle_weight.count + excluded.count, version = excluded.version
"""
_ADD_FROM = {
    "sqlite": text(
        _ADD.format(values="SELECT CAST(key AS INTEGER), value, :version FROM json_each(:lessons) WHERE true")
    ),
    "postgresql": text(
        _ADD.format(
            values="""
            SELECT shingle, count, :version
            FROM unnest(CAST(:shingles AS bigint[]), CAST(:counts AS integer[])) AS given(shingle, count)
            """
        )
    ),
}
_FOLDING = text("SELECT pg_advisory_xact_lock(1279609671)")  # "LEGG" in ASCII: an arbitrary number; one folds at a time


class Taught(NamedTuple):
    """What one batch taught; `version` is the highest sequence number of the batch, and rises."""

    version: int
    lessons: Mapping[int, int]


def learn(connection: Connection, lessons: Mapping[int, int], version: int) -> None:
    """Count each shingle once more for every article of the batch that shared it with a different story."""
    if lessons:
        rows = np.array([list(lessons.keys()), list(lessons.values())], dtype=_WORDS)
        connection.execute(_LOG, {"version": version, "taught": rows.tobytes()})


def taught_since(connection: Connection, version: int) -> list[Taught]:
    """Return what was taught since a version and is not folded yet, in its order."""
    return [Taught(at, _unpacked(taught)) for at, taught in connection.execute(_SINCE, {"version": version}).all()]


def fold(connection: Connection) -> int:
    """Add what is logged to the table of weights, under the last version of it; return how many batches it was.

    On SQLite the connection is inside the serial section. On PostgreSQL it need not be: what is logged meanwhile stays.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_FOLDING)
    logged = taught_since(connection, 0)
    if logged:
        _add(connection, _sum(logged), logged[-1].version)
        connection.execute(_FORGET, {"version": logged[-1].version})
    return len(logged)


def _sum(logged: Iterable[Taught]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for one in logged:
        for shingle, count in one.lessons.items():
            counts[shingle] += count
    return counts


def _add(connection: Connection, counts: Mapping[int, int], version: int) -> None:
    name = connection.dialect.name
    ordered = dict(sorted(counts.items()))
    given: dict[str, object] = (
        {"lessons": orjson.dumps(ordered, option=orjson.OPT_NON_STR_KEYS).decode()}
        if name == "sqlite"
        else {"shingles": array_of(ordered), "counts": array_of(ordered.values())}
    )
    connection.execute(_ADD_FROM[name], {**given, "version": version})


def _unpacked(taught: bytes) -> dict[int, int]:
    shingles, counts = np.frombuffer(taught, dtype=_WORDS).reshape(2, -1).tolist()
    return dict(zip(shingles, counts, strict=True))
