"""Lesson log: what each batch taught, one row a batch; once a minute it is folded into the table of weights.

A batch of 64 articles has a thousand lessons, most of which the next has too. Each in a row of its own, they took a
sixth of the serial section on SQLite and a quarter of PostgreSQL's time.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import orjson
from sqlalchemy import Connection, text

from worker.bulk import array_of
from worker.teaching import NO_LESSON, Lesson

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
    lesson: Lesson


def learn(connection: Connection, lesson: Lesson, version: int) -> None:
    """Count each shingle once more for every article of the batch that shared it with a different story."""
    if len(lesson.rows):
        taught = np.array(lesson, dtype=_WORDS).tobytes()
        connection.execute(_LOG, {"version": version, "taught": taught})


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
        _add(connection, together(one.lesson for one in logged), logged[-1].version)
        connection.execute(_FORGET, {"version": logged[-1].version})
    return len(logged)


def together(lessons: Iterable[Lesson]) -> Lesson:
    """Return what several lessons teach, in rising order."""
    rows, times = (np.concatenate(parts) for parts in zip(NO_LESSON, *lessons, strict=True))
    distinct, which = np.unique(rows, return_inverse=True)
    return Lesson(distinct, np.bincount(which, times, len(distinct)).astype(np.int64))


def _add(connection: Connection, lesson: Lesson, version: int) -> None:
    name = connection.dialect.name
    shingles, counts = lesson.rows.tolist(), lesson.times.tolist()
    given: dict[str, object] = (
        {"lessons": orjson.dumps(dict(zip(shingles, counts, strict=True)), option=orjson.OPT_NON_STR_KEYS).decode()}
        if name == "sqlite"
        else {"shingles": array_of(shingles), "counts": array_of(counts)}
    )
    connection.execute(_ADD_FROM[name], {**given, "version": version})


def _unpacked(taught: bytes) -> Lesson:
    shingles, counts = np.frombuffer(taught, dtype=_WORDS).reshape(2, -1)
    return Lesson(shingles, counts.astype(np.int64))
