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


def waited(database: Database) -> float:
    """Return how many seconds after the end of one section the next one began, which had waited for it."""
    asking = threading.Event()
    begun: list[float] = []
    engine = engine_of(database.settings)

    def second() -> None:
        with engine.connect().execution_options(serial=True) as connection:
            asking.set()
            with connection.begin():
                begun.append(time.monotonic())

    thread = threading.Thread(target=second)
    with database.engine.connect().execution_options(serial=True) as connection, connection.begin():
        thread.start()
        asking.wait()
        time.sleep(0.25)  # SQLite itself would look again after 228 ms, and then after 328
        ended = time.monotonic()
    thread.join()
    engine.dispose()
    return begun[0] - ended


def test_a_writer_begins_when_the_one_before_has_ended(on_sqlite: Database) -> None:
    """Not a pause later: sections follow one another without a gap. The best of five: machines pause as well."""
    assert min(waited(on_sqlite) for _ in range(5)) < 0.03


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
