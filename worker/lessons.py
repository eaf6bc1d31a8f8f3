"""Lessons: the boilerplate weights as a bounded table, and one worker's copy of it that its log keeps up to date."""

from sqlalchemy import Connection, Engine, text

from worker.lesson_log import fold, taught_since
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
        self._counts: dict[int, int] = {}
        self.weights = Weights()

    def refresh(self) -> Weights:
        """Read what was learned since the last time; return the weights, the same value when nothing was."""
        since = {"version": self.weights.version}
        with self._engine.connect() as connection:
            # The log first: what is folded between the two is in the table then, and passed over in the log.
            logged = taught_since(connection, self.weights.version)
            folded = connection.execute(_SINCE, since).all()
        if not logged and not folded:
            return self.weights
        if len(self._counts) > 2 * MOST_ROWS:  # what others pruned is still here: begin anew
            self._counts.clear()
            self.weights = Weights()
            return self.refresh()
        self._counts.update({shingle: count for shingle, count, _ in folded})
        version = max((version for _, _, version in folded), default=self.weights.version)
        for one in logged:
            if one.version > version:
                for shingle, count in one.lessons.items():
                    self._counts[shingle] = self._counts.get(shingle, 0) + count
                version = one.version
        self.weights = Weights(self._counts, version)
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
