"""Lessons: the boilerplate weights as a bounded table, and one worker's copy of it that its log keeps up to date."""

import numpy as np
from sqlalchemy import Connection, Engine, text

from worker.lesson_log import fold, taught_since, together
from worker.match import Weights

# A busy desk's outlets have some thousands of stock sentences, each of some ten shingles. What was shared once only is
# mostly chance; of that the oldest goes first.
MOST_ROWS = 100_000
_KEEP_AFTER_PRUNING = 0.8  # so that pruning is rare

_SINCE = text("SELECT shingle, count, version FROM shingle_weight WHERE version > :version")
_COUNT = text("SELECT count(*) FROM shingle_weight")
_PRUNE = text(
    """
    DELETE FROM shingle_weight WHERE shingle IN (
        SELECT shingle FROM shingle_weight ORDER BY count > 1, version LIMIT :surplus)
    """
)


class Lessons:
    """One worker's copy of the table, brought up to date by what is newer than it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.weights = Weights()

    def refresh(self) -> Weights:
        """Read what was learned since the last time; return the weights, the same value when nothing was."""
        if len(self.weights) > 2 * MOST_ROWS:  # what others pruned is still here: begin anew
            self.weights = Weights()
        version = self.weights.version
        with self._engine.connect() as connection:
            # The log first: what is folded between the two is in the table then, and passed over in the log.
            logged = taught_since(connection, version)
            folded = connection.execute(_SINCE, {"version": version}).all()
        if folded:
            shingles, times, versions = np.array(folded, dtype=np.int64).T
            self.weights = self.weights.changed(shingles.astype(np.uint32), times, int(versions.max()))
        news = [one for one in logged if one.version > self.weights.version]
        if news:
            rows, times = together(one.lesson for one in news)
            self.weights = self.weights.changed(rows, times + self.weights.times(rows), news[-1].version)
        return self.weights


def settle(connection: Connection) -> None:
    """Add what is logged to the table, and keep this within its bound: see `worker.lesson_log.fold`."""
    fold(connection)
    prune(connection)


def prune(connection: Connection) -> int:
    """Forget the least telling lessons once the table has MOST_ROWS; return how many went."""
    rows = int(connection.execute(_COUNT).scalar_one())
    if rows <= MOST_ROWS:
        return 0
    surplus = rows - int(MOST_ROWS * _KEEP_AFTER_PRUNING)
    connection.execute(_PRUNE, {"surplus": surplus})
    return surplus
