"""Lessons: the boilerplate weights as a bounded table, taught by every batch and read by every worker."""

from collections.abc import Mapping

import orjson
from sqlalchemy import Connection, Engine, text

from worker.match import Weights

# A busy desk's outlets have some thousands of stock sentences, each of some ten shingles. What was shared once only is
# mostly chance; of that the oldest goes first.
MOST_ROWS = 100_000
_KEEP_AFTER_PRUNING = 0.8  # so that pruning is rare

_VALUES = {
    "sqlite": "SELECT value, 1, :version FROM json_each(:shingles) WHERE true",
    "postgresql": "SELECT value, 1, :version FROM unnest(CAST(:shingles AS bigint[])) AS given(value)",
}
_LEARN = """
INSERT INTO shingle_weight (shingle, count, version) {values}
ON CONFLICT (shingle) DO UPDATE SET count = shingle_weight.count + 1, version = excluded.version
"""
_NEWEST = text("SELECT max(version) FROM shingle_weight")
_SINCE = text("SELECT shingle, count FROM shingle_weight WHERE version > :version")
_COUNT = text("SELECT count(*) FROM shingle_weight")
_PRUNE = text(
    """
    DELETE FROM shingle_weight WHERE shingle IN (
        SELECT shingle FROM shingle_weight ORDER BY count > 1, version LIMIT :surplus)
    """
)


def learn(connection: Connection, lessons: Mapping[int, int], version: int) -> None:
    """Count each shingle once more for every article of the batch that shared it with a different story.

    `version` is the highest sequence number of the batch: it rises, so a reader asks only for what is newer.
    """
    name = connection.dialect.name
    for turn in range(max(lessons.values(), default=0)):
        shingles = sorted(shingle for shingle, count in lessons.items() if count > turn)
        given = orjson.dumps(shingles).decode() if name == "sqlite" else shingles
        connection.execute(text(_LEARN.format(values=_VALUES[name])), {"shingles": given, "version": version})


class Lessons:
    """One worker's copy of the table, brought up to date by what is newer than it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counts: dict[int, int] = {}
        self.weights = Weights()

    def refresh(self) -> Weights:
        """Read what was learned since the last time; return the weights, the same value when nothing was."""
        with self._engine.connect() as connection:
            newest = connection.execute(_NEWEST).scalar_one()
            if newest is None or newest <= self.weights.version:
                return self.weights
            rows = connection.execute(_SINCE, {"version": self.weights.version}).all()
        if len(self._counts) > 2 * MOST_ROWS:  # what others pruned is still here: begin anew
            self._counts.clear()
            self.weights = Weights()
            return self.refresh()
        self._counts.update({int(shingle): int(count) for shingle, count in rows})
        self.weights = Weights(self._counts, int(newest))
        return self.weights


def prune(connection: Connection) -> int:
    """Forget the least telling lessons once the table has MOST_ROWS; return how many went."""
    rows = int(connection.execute(_COUNT).scalar_one())
    if rows <= MOST_ROWS:
        return 0
    surplus = rows - int(MOST_ROWS * _KEEP_AFTER_PRUNING)
    connection.execute(_PRUNE, {"surplus": surplus})
    return surplus
