"""Lessons: the boilerplate weights as a bounded table, taught by every batch and read by every worker."""

from collections.abc import Mapping

import orjson
from sqlalchemy import Connection, Engine, text

from worker.bulk import array_of
from worker.match import Weights

# A busy desk's outlets have some thousands of stock sentences, each of some ten shingles. What was shared once only is
# mostly chance; of that the oldest goes first.
MOST_ROWS = 100_000
_KEEP_AFTER_PRUNING = 0.8  # so that pruning is rare

_LEARN = """
INSERT INTO shingle_weight (shingle, count, version) {values}
ON CONFLICT (shingle) DO UPDATE SET count = shingle_weight.count + excluded.count, version = excluded.version
"""
_LEARN_FROM = {
    "sqlite": text(
        _LEARN.format(values="SELECT CAST(key AS INTEGER), value, :version FROM json_each(:lessons) WHERE true")
    ),
    "postgresql": text(
        _LEARN.format(
            values="""
            SELECT shingle, count, :version
            FROM unnest(CAST(:shingles AS bigint[]), CAST(:counts AS integer[])) AS given(shingle, count)
            """
        )
    ),
}
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
    if not lessons:
        return
    name = connection.dialect.name
    ordered = dict(sorted(lessons.items()))
    given: dict[str, object] = (
        {"lessons": orjson.dumps(ordered, option=orjson.OPT_NON_STR_KEYS).decode()}
        if name == "sqlite"
        else {"shingles": array_of(ordered), "counts": array_of(ordered.values())}
    )
    connection.execute(_LEARN_FROM[name], {**given, "version": version})


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
