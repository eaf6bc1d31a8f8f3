"""The log of lessons: every worker knows the same, whether it read them before or after they were folded."""

from itertools import product

import numpy as np
import pytest
from sqlalchemy import text

from tests.support.databases import Database
from worker.lesson_log import fold, learn, taught_since
from worker.lessons import Lessons
from worker.match import Weights
from worker.teaching import NO_LESSON, Lesson

BATCHES = ({3: 1, 2**32 - 1: 5}, {3: 2, 8: 1}, {8: 4})
SHINGLES = np.array([3, 8, 2**32 - 1, 12], dtype=np.uint32)  # the last one is never taught
COUNTED = Weights({3: 3, 8: 5, 2**32 - 1: 5}, version=3)


def lesson_of(counts: dict[int, int]) -> Lesson:
    return Lesson(np.array(list(counts), dtype=np.uint32), np.array(list(counts.values()), dtype=np.int64))


def told(weights: Weights) -> list[int]:
    return list(weights.of(SHINGLES).tolist())


def taught(database: Database, version: int, *, folded: bool = False) -> None:
    """Teach one batch, and fold what is logged after it."""
    with database.engine.begin() as connection:
        learn(connection, lesson_of(BATCHES[version - 1]), version)
        if folded:
            fold(connection)


EITHER = [False, True]


@pytest.mark.parametrize(("folds", "read"), list(product(product(EITHER, repeat=3), product(EITHER, repeat=2))))
def test_it_does_not_matter_when_it_is_folded_or_read(
    database: Database, folds: tuple[bool, ...], read: tuple[bool, ...]
) -> None:
    """A worker that reads after some batches and one that begins at the end weigh alike, folded or not."""
    early = Lessons(database.engine)
    for version, (folded, reads) in enumerate(zip(folds, (*read, True), strict=True), 1):
        taught(database, version, folded=folded)
        if reads:
            early.refresh()

    assert told(COUNTED) == told(early.weights) == told(Lessons(database.engine).refresh())
    assert early.weights.version == COUNTED.version


def test_what_is_folded_between_the_two_reads_counts_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is read first: whoever folds it then puts the same into the table that is read next."""
    taught(database, 1)
    reader = Lessons(database.engine)

    def read_and_fold(*args: object) -> object:
        found = taught_since(*args)  # type: ignore[arg-type]
        with database.engine.begin() as connection:
            fold(connection)
        return found

    if database.engine.dialect.name == "postgresql":  # SQLite's readers see one state until they end
        monkeypatch.setattr("worker.lessons.taught_since", read_and_fold)

    assert told(reader.refresh()) == told(Weights(BATCHES[0], version=1))


def test_the_same_weights_are_returned_when_nothing_was_learned(database: Database) -> None:
    """Neither a batch without lessons nor folding is news."""
    taught(database, 1)
    reader = Lessons(database.engine)
    weights = reader.refresh()
    with database.engine.begin() as connection:
        learn(connection, NO_LESSON, 2)
        assert fold(connection) == 1
        assert fold(connection) == 0

    assert reader.refresh() is weights


def test_folding_empties_the_log(database: Database) -> None:
    """What stands in the table no longer waits for it."""
    taught(database, 1)
    taught(database, 2, folded=True)
    with database.engine.connect() as connection:
        assert taught_since(connection, 0) == []
        assert connection.execute(text("SELECT sum(count) FROM shingle_weight")).scalar_one() == 9
