"""The way onto shelves and back: what was stored in one tree is found on the first shelf, and the other way round."""

from collections.abc import Callable

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from schemas.verdict import Verdict
from tests.support.databases import Database
from tests.support.straight_line import applied
from tests.support.wire_copy import SURGE, filed
from worker.migrate import _config, migrate, revision

BEFORE = "0004"


@pytest.fixture
def in_one_tree(database: Database) -> Database:
    """A database of the release before, which holds the storm surge."""
    applied(database, filed(SURGE))
    _run(database, lambda config: command.downgrade(config, BEFORE))
    assert revision(database.engine) == BEFORE
    return database


def test_what_was_stored_before_is_found_on_the_first_shelf(in_one_tree: Database) -> None:
    """Every key and sketch comes along, and a copy finds its original."""
    before = _counts(in_one_tree)
    migrate(in_one_tree.engine)
    (outcome,) = applied(in_one_tree, filed(SURGE[:4], wire="courier"))

    assert all(before)
    assert Verdict.COPY is outcome.verdict
    assert (before[0] + 1, before[1] + 20) == _counts(in_one_tree)


def test_the_way_back_keeps_all_as_well(database: Database) -> None:
    """From shelves to one tree no key is lost."""
    applied(database, filed(SURGE))
    before = _counts(database)
    _run(database, lambda config: command.downgrade(config, BEFORE))

    assert before == _counts(database)


def _run(database: Database, step: Callable[[Config], None]) -> None:
    with database.engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        step(config)


def _counts(database: Database) -> tuple[int, int]:
    with database.engine.connect() as connection:
        count = "SELECT (SELECT count(*) FROM fingerprint), (SELECT count(*) FROM fingerprint_key)"
        sketches, keys = connection.execute(text(count)).one()
    return sketches, keys
