"""The shelves of PostgreSQL's index: put up ahead of need, sieved when full, taken down when old, emptied by nobody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from schemas.settings import Settings
from schemas.verdict import Verdict
from tests.support.databases import Database, Template, copied
from tests.support.straight_line import applied
from tests.support.wire_copy import NOON, SURGE, filed, invented_story
from worker.database import enter_serial_section
from worker.shelves import make_room, sieve_one, take_down, unsieve
from worker.sieves import Sieves
from worker.store import Store
from worker.writing import day_of

SHELF = 1024
_ROOM = 1 << 20
TODAY = day_of(NOON)


@pytest.fixture
def desk(_postgres: Template, settings_of: Callable[..., Settings], tmp_path: Path) -> Iterator[Database]:
    """An empty PostgreSQL whose shelves hold so few articles that a test fills them."""
    with copied(_postgres, settings_of(home=tmp_path, shelf_articles=SHELF)) as database:
        yield database


def shelves(connection: Connection) -> list[tuple[int, int, bool]]:
    """Return the bounds of the shelves, and whether they have a sieve."""
    rows = connection.execute(text("SELECT low, high, sieve IS NOT NULL FROM fingerprint_shelf ORDER BY low"))
    return [(low, high, sieved) for low, high, sieved in rows]


def partitions(connection: Connection) -> set[str]:
    rows = connection.execute(
        text("SELECT relid::regclass::text FROM pg_partition_tree('fingerprint_key') WHERE isleaf")
    )
    return set(rows.scalars())


def fill_first_shelf(database: Database) -> None:
    """Let the second article have the number of the next shelf: the first one is full."""
    with database.engine.begin() as connection:
        high = shelves(connection)[0][1]
        make_room(connection, high, SHELF)
        for table in ("article", "fingerprint", "fingerprint_key"):
            connection.execute(text(f"UPDATE {table} SET seq = :high WHERE seq = 2"), {"high": high})


@pytest.fixture
def full(desk: Database) -> Database:
    """A desk whose first shelf is full, and holds the storm surge."""
    applied(desk, filed(SURGE))
    applied(desk, filed(invented_story(1), wire="post"))
    fill_first_shelf(desk)
    return desk


def test_there_is_always_a_shelf_ahead_of_need(desk: Database) -> None:
    """Whatever a batch holds finds room, and so does the next, which may be another worker's."""
    with desk.engine.begin() as connection:
        first = shelves(connection)[0][1]
        make_room(connection, first - SHELF - 1, SHELF)
        assert [(0, first)] == [(low, high) for low, high, _ in shelves(connection)]
        make_room(connection, first - SHELF, SHELF)
        bounds = [(low, high) for low, high, _ in shelves(connection)]

    assert [(0, first), (first, first + SHELF)] == bounds


def test_workers_that_need_a_shelf_at_once_put_up_one(desk: Database) -> None:
    """They do it in the serial section, one after the other, and the second finds it there."""

    def need(_: int) -> None:
        with desk.engine.begin() as connection:
            enter_serial_section(connection)
            make_room(connection, 70_000, SHELF)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(need, range(4)))
    with desk.engine.connect() as connection:
        names = {f"fingerprint_key_{low}" for low, _, _ in shelves(connection)}

        assert names == partitions(connection)


def test_a_section_that_fails_leaves_no_shelf_behind(desk: Database) -> None:
    """A shelf is of the transaction that puts it up: the next batch puts it up again."""
    with desk.engine.connect() as connection:
        make_room(connection, 70_000, SHELF)
        connection.rollback()

        assert {"fingerprint_key_0"} == partitions(connection)


def test_a_copy_is_found_on_a_sieved_shelf(full: Database) -> None:
    """The keys of its original pass the sieve."""
    assert sieve_one(full.engine)
    (outcome,) = applied(full, filed(SURGE[:4], wire="courier"))

    assert Verdict.COPY is outcome.verdict


def test_a_full_shelf_is_asked_for_the_keys_it_holds_alone(full: Database) -> None:
    """A sieve spares the look-up nearly all keys of a new story; the newest shelf is asked for all."""
    sieve_one(full.engine)
    with full.engine.connect() as connection:
        held = list(connection.execute(text("SELECT key FROM fingerprint_key WHERE seq = 1")).scalars())
        strange = np.random.default_rng(1).integers(0, 2**63 - 1, 20).tolist()
        last = shelves(connection)[0][1]
        asked = Sieves(_ROOM).sift(connection, [*held, *strange], last)

    on_first = [key for key, low in zip(asked.keys, asked.lows, strict=True) if low == 0]
    assert set(held) <= set(on_first)
    assert len(on_first) < len(held) + 5
    assert asked.lows.count(last) == len(held) + len(strange)


def test_sieves_beyond_their_bound_are_done_without(full: Database) -> None:
    """A worker's memory has its limit: the shelf is asked for every key then, and nothing is missed."""
    sieve_one(full.engine)
    with full.engine.connect() as connection:
        asked = Sieves(0).sift(connection, [7, 8], shelves(connection)[0][1])

    assert [key for key, low in zip(asked.keys, asked.lows, strict=True) if low == 0] == [7, 8]


def test_a_shelf_is_sieved_once_and_not_before_it_is_full(desk: Database) -> None:
    """A sieve of a shelf that still grows would hold back what came later."""
    applied(desk, filed(SURGE))
    assert not sieve_one(desk.engine)
    applied(desk, filed(invented_story(1), wire="post"))
    fill_first_shelf(desk)

    assert [sieve_one(desk.engine), sieve_one(desk.engine)] == [True, False]


def test_keys_that_are_written_anew_unsieve_their_shelf(full: Database) -> None:
    """A worker that holds the old sieve asks for all keys again, until there is a new one."""
    sieve_one(full.engine)
    sieves = Sieves(_ROOM)
    with full.engine.connect() as connection:
        last = shelves(connection)[0][1]
        before = sieves.sift(connection, [7, 8], last)
    with full.engine.begin() as connection:
        unsieve(connection, 1)
    with full.engine.connect() as connection:
        after = sieves.sift(connection, [7, 8], last)

    assert (before.lows.count(0), after.lows.count(0)) == (0, 2)
    assert sieve_one(full.engine)


def test_a_shelf_goes_when_all_of_it_has_left_the_window(full: Database) -> None:
    """Its partitions are dropped; the articles stay, and the newest shelf too, however old it is."""
    assert not take_down(full.engine, TODAY)
    assert take_down(full.engine, TODAY + 1)
    assert not take_down(full.engine, TODAY + 1)
    with full.engine.connect() as connection:
        assert "fingerprint_key_0" not in partitions(connection)
        assert connection.execute(text("SELECT count(*) FROM article")).scalar_one() == 2
        assert connection.execute(text("SELECT count(*) FROM fingerprint")).scalar_one() == 1


def test_workers_that_take_down_a_shelf_at_once_do_not_trip_over_one_another(full: Database) -> None:
    """The second finds it gone, and the next is needed still."""
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: take_down(full.engine, TODAY + 1), range(4)))

    assert sorted(done) == [False, False, False, True]


def test_the_store_sees_to_its_shelves_by_itself(full: Database) -> None:
    """A batch a month later finds no copy of what is gone, and takes the shelf down on the way."""
    later = NOON + timedelta(days=31)
    store = Store(full.engine, full.settings)
    (outcome,) = applied(full, filed(SURGE[:4], wire="courier"), now=later, store=store)

    assert Verdict.STORED is outcome.verdict
    with full.engine.connect() as connection:
        assert "fingerprint_key_0" not in partitions(connection)


@pytest.mark.parametrize("trouble", [MemoryError("no room"), OperationalError("COPY", {}, Exception("timeout"))])
def test_a_sieve_that_cannot_be_made_keeps_no_batch_waiting(
    full: Database, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """No article is at fault: it is stored, and the sieve is tried again a minute later."""

    def fail(_: Engine) -> bool:
        raise trouble

    monkeypatch.setattr("worker.store.sieve_one", fail)
    with capture_logs() as lines:
        applied(full, filed(invented_story(2), wire="gazette"))

    assert [line["event"] for line in lines if line["event"].startswith("index")] == ["index.waiting"]
    with full.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM article")).scalar_one() == 3
