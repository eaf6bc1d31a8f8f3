"""Contest: our workers and the obvious pipeline's, each alone with a Redis and a database of its own.

A contestant is started, warmed up with articles that do not count, and timed from the first enqueue to the last commit.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

import celery
import redis
from sqlalchemy import Engine, create_engine, text

from benchmarks.chaos.processes import descendants
from benchmarks.newsroom import Piece
from benchmarks.processes import running
from producer.enqueue import Door
from producer.ledger import connect
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from tests.support.environment import environment_of
from tests.support.servers import running_postgres, running_redis
from worker.database import engine_of
from worker.migrate import migrate

WORKERS = 2  # processes of either: the two cores that both are measured on
_PATIENCE_S = 600.0
_POLL_S = 0.01


class Timed(NamedTuple):
    """One contestant's run: rates in articles a second, sizes in bytes an article, memory in MB of all workers.

    `cpu_us` is what an article takes of processor time, in the workers and in Redis: a busy machine changes it little.
    """

    rate: float
    cpu_us: float
    redis_bytes: float
    database_bytes: float
    peak_mb: float


class Contestant(Protocol):
    """What is timed: it takes articles in, and knows how many it has committed."""

    pid: int

    def enqueue(self, pieces: Sequence[Piece]) -> None:
        """Give articles to the queue, as a producer would."""

    def done(self) -> int:
        """Return how many articles have come to their end."""

    def kept(self) -> int:
        """Return how many bytes the database has."""


class Ours:
    """Our workers behind our door."""

    def __init__(self, settings: Settings, engine: Engine, pid: int) -> None:
        self.pid = pid
        self.given = 0
        self._engine = engine
        self._door = Door(settings)
        self._redis = connect(settings)
        self._pending = f"{settings.queue}:pending"

    def enqueue(self, pieces: Sequence[Piece]) -> None:
        """Accept and announce, in batches."""
        self.given += len(pieces)
        self._door.enqueue_many(raw_of(piece) for piece in pieces)

    def done(self) -> int:
        """Return how many are out of the ledger, which forgets an article after its commit."""
        return self.given - int(self._redis.zcard(self._pending))

    def kept(self) -> int:
        """Return how many bytes the database has."""
        return _bytes_of(self._engine)


class Obvious:
    """The obvious workers behind `apply_async`."""

    def __init__(self, settings: Settings, engine: Engine, pid: int) -> None:
        self.pid = pid
        self._engine = engine
        self._app = celery.Celery("asker", broker=settings.broker_url)

    def enqueue(self, pieces: Sequence[Piece]) -> None:
        """Send one message an article."""
        for piece in pieces:
            posted = {"wire": piece.wire, "name": piece.name, "body": piece.body.decode(errors="replace")}
            self._app.send_task("obvious.ingest", args=({**posted, "received_at": received_now().isoformat()},))

    def done(self) -> int:
        """Return how many are committed."""
        with self._engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM obvious_article")).scalar_one())

    def kept(self) -> int:
        """Return how many bytes the database has."""
        return _bytes_of(self._engine)


def raw_of(piece: Piece) -> RawArticle:
    """Return a piece as the inbox would hand it in."""
    return RawArticle(wire=piece.wire, name=piece.name, body=piece.body, received_at=received_now())


@contextmanager
def settings_on(database: str) -> Iterator[Settings]:
    """Yield settings with a HOME, a running Redis and a database of their own."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ct-", dir="/tmp")))
        url = stack.enter_context(running_postgres()) if database == "postgres" else ""
        settings = Settings(home=home, database_url=url, workers=WORKERS)
        stack.enter_context(running_redis(settings))
        yield settings


@contextmanager
def ours(settings: Settings) -> Iterator[Ours]:
    """Yield our pipeline, running."""
    engine = engine_of(settings)
    migrate(engine)
    command = [sys.executable, "-m", "ops.cli", "worker"]
    with running(command, environment_of(settings), settings.home / "ours.log") as workers:
        yield Ours(settings, engine, workers.pid)
    engine.dispose()


@contextmanager
def obvious(settings: Settings) -> Iterator[Obvious]:
    """Yield the obvious pipeline, running."""
    url = settings.database_location.replace("copytaster.db", "obvious.db")
    environ = {**os.environ, "OBVIOUS_REDIS": str(settings.redis_socket), "OBVIOUS_DATABASE": url}
    engine = create_engine(url)
    # As people run it: our way of writing the append-only file would cost it a write to disk for every key.
    connect(settings).config_set("appendonly", "no")
    subprocess.run(
        [sys.executable, "-c", "from benchmarks import obvious; obvious.create_table(obvious.engine())"],
        env=environ,
        check=True,
    )
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.obvious", "worker", "--concurrency", str(WORKERS)]
    with running(command, environ, settings.home / "obvious.log") as workers:
        yield Obvious(settings, engine, workers.pid)
    engine.dispose()


def time_of(contestant: Contestant, settings: Settings, warm_up: Sequence[Piece], pieces: Sequence[Piece]) -> Timed:
    """Warm up, then take the time of the rest. Raise TimeoutError when not all come to their end."""
    contestant.enqueue(warm_up)
    _wait(contestant, len(warm_up))
    client = connect(settings)
    empty, kept = int(client.info("memory")["used_memory"]), contestant.kept()
    began, spent = time.perf_counter(), _cpu_s(contestant.pid, client)
    contestant.enqueue(pieces)
    full = int(client.info("memory")["used_memory"])
    waiting = len(warm_up) + len(pieces) - contestant.done()
    _wait(contestant, len(warm_up) + len(pieces))
    took = time.perf_counter() - began
    cpu_us = (_cpu_s(contestant.pid, client) - spent) / len(pieces) * 1e6
    waits, stays = max(0, full - empty) / max(1, waiting), (contestant.kept() - kept) / len(pieces)
    return Timed(len(pieces) / took, cpu_us, waits, stays, _peak_mb(contestant.pid))


def _wait(contestant: Contestant, wanted: int) -> None:
    until = time.monotonic() + _PATIENCE_S
    while contestant.done() < wanted:
        if time.monotonic() > until:
            raise TimeoutError(f"{contestant.done()} of {wanted} articles came to their end")
        time.sleep(_POLL_S)


def _bytes_of(engine: Engine) -> int:
    size = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }[engine.dialect.name]
    with engine.connect() as connection:
        return int(connection.execute(text(size)).scalar_one())


def _cpu_s(pid: int, client: "redis.Redis") -> float:
    """Return the processor time of the workers under a process, and of Redis, in seconds."""
    told = client.info("cpu")
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in descendants(pid)]
    ticks = sum(int(fields[11]) + int(fields[12]) for fields in stats)  # proc(5): utime and stime
    return ticks / os.sysconf("SC_CLK_TCK") + float(told["used_cpu_user"]) + float(told["used_cpu_sys"])


def _peak_mb(pid: int) -> float:
    """Return the most memory that the workers under a process ever held together, in MB."""
    peaks = [Path(f"/proc/{one}/status").read_text() for one in descendants(pid)]
    lines = [line for text_of in peaks for line in text_of.splitlines() if line.startswith("VmHWM")]
    return sum(int(line.split()[1]) for line in lines) / 1024
