"""Turns on SQLite: a writer begins as soon as the one before has ended, and says so when that never comes."""

import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

import worker.database
from tests.support.databases import Database
from worker.database import engine_of


@pytest.fixture
def on_sqlite(database: Database) -> Database:
    """Two workers of PostgreSQL wait for an advisory lock, which wakes them by itself."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("a lock of PostgreSQL's")
    return database


def test_a_writer_begins_when_the_one_before_has_ended(on_sqlite: Database) -> None:
    """Not a pause later: sections follow one another without a gap."""
    begun = threading.Event()
    waited: list[float] = []

    def second() -> None:
        begun.wait()
        with engine_of(on_sqlite.settings).connect().execution_options(serial=True) as connection, connection.begin():
            waited.append(time.monotonic() - ended[0])

    thread = threading.Thread(target=second)
    thread.start()
    with on_sqlite.engine.connect().execution_options(serial=True) as connection, connection.begin():
        begun.set()
        time.sleep(0.3)  # by then SQLite's own pauses would be 100 ms
        ended = [time.monotonic()]
    thread.join()

    assert waited[0] < 0.05


def test_a_turn_that_never_comes_is_an_error_that_is_waited_out(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch is tried again with back-off; nothing is quarantined for it."""
    monkeypatch.setattr(worker.database, "_LOCKED_S", 0.05)
    other = engine_of(on_sqlite.settings)
    with on_sqlite.engine.connect().execution_options(serial=True) as connection, connection.begin():
        late = other.connect().execution_options(serial=True)
        with pytest.raises(OperationalError, match="database is locked"), late.begin():
            pass
    other.dispose()
