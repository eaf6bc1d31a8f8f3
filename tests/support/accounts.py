"""What a service has done with what it was given: the sets that every acceptance test compares."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, text

from benchmarks.chaos.audit import audit
from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from tests.support.waiting import wait_until
from worker.database import engine_of


def assert_settled(service: Service, feed: Feed, within_s: float = 120.0) -> None:
    """Wait until nothing is pending, then assert that all that was given is there, each article exactly once."""
    wait_until(lambda: not service.pending() + feed.dropped(), "empty ledger and inbox", within_s=within_s)
    engine = engine_of(service.settings)
    found = audit(feed.given, engine, service)
    engine.dispose()
    assert found.sound, found.figures()
    assert found.given == found.stored + found.quarantined


def count(engine: Engine, table: str) -> int:
    """Return how many rows a table has."""
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def events(service: Service, event: str) -> list[dict[str, object]]:
    """Return the log lines of one event."""
    return [line for line in service.lines() if line["event"] == event]


def wait_for_event(service: Service, event: str) -> dict[str, object]:
    """Wait for the first log line of an event and return it."""
    return wait_until(lambda: events(service, event), f"line of {event}")[0]


def has_ended(pid: int) -> bool:
    """Return whether a process runs no more, waited for or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def processes_of(home: Path) -> list[str]:
    """Return the command lines of living processes that have this HOME, or that hold a file in it."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (
                f"COPYTASTER_HOME={home}\0".encode() in (entry / "environ").read_bytes()
                or str(home).encode() in (entry / "cmdline").read_bytes()
            ):
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended
            continue
    return found


def locked(home: Path) -> sqlite3.Connection:
    """Return a connection that holds the write lock of the service's SQLite database until it is closed."""
    database = sqlite3.connect(home / "copytaster.db", timeout=30, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    return database
