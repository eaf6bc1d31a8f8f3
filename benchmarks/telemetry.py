"""Telemetry: what logging and counting cost, in microseconds of CPU for each article, and as a share of the whole line.

    python -m benchmarks.telemetry [--articles 3000] [--seed 1]

One worker's work in this process, against a real Redis and SQLite in a new HOME: the ledger's start, reading, the
serial section, the ledger's finish. Each part of the telemetry is timed where it is called (process CPU time, so that a
busy machine does not count); the supervisor's copy of the lines to their file is timed apart, for it runs beside it.
"""

import argparse
import io
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog

import worker.batch
import worker.store
from benchmarks.newsroom import newsroom
from ops.gathering import Gatherer
from ops.log_files import Limits, LogFile
from ops.metrics import exposition
from ops.part_log import PartLog
from producer.enqueue import Door
from producer.ledger import connect
from producer.request_id import new_request_id
from schemas.logging_setup import configure_logging
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from tests.support.servers import running_redis
from worker.batch import Taster
from worker.database import engine_of
from worker.migrate import migrate
from worker.progress import Progress
from worker.report import report
from worker.store import Store
from worker.tally import tally
from worker.warm_up import warm_up

_BATCH = 64
_TARGET = 0.03


class Timed:
    """CPU seconds by name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def of(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, its CPU time added up under a name."""

        def timed(*args: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return function(*args, **named)
            finally:
                self.spent[name] += time.process_time() - began

        return timed


@contextmanager
def running(settings: Settings) -> Iterator[None]:
    """Run the embedded Redis of these settings, with a migrated database beside it."""
    migrate(engine_of(settings))
    with running_redis(settings):
        yield


def line(settings: Settings, articles: int, seed: int, log: io.StringIO) -> tuple[Timed, float]:
    """Take articles down the whole line; return what telemetry cost, and the CPU seconds of all of it."""
    timed = Timed()
    configure_logging("INFO", "json", log)
    progress = Progress(connect(settings), settings, "bench")
    door = Door(settings)
    finished = timed.of("progress", progress.finished)
    store = Store(engine_of(settings), settings)
    taster = Taster(settings, door, store, "bench", lambda: False, finished=finished)
    raws = [
        RawArticle(wire=one.wire, name=one.name, body=one.body, received_at=received_now(), request_id=new_request_id())
        for one in islice(newsroom(seed), articles)
    ]
    warm_up()  # as a worker does before its first batch
    spent = 0.0
    told = patch.object(worker.batch, "report", timed.of("log line", report))
    counted = patch.object(worker.store, "tally", timed.of("tally", tally))
    with told, counted:
        for start in range(0, len(raws), _BATCH):
            batch = raws[start : start + _BATCH]
            door.enqueue_many(batch)
            began = time.process_time()
            taster.ingest([raw.raw_id for raw in batch])
            spent += time.process_time() - began
    return timed, spent


def copied(home: Path, lines: list[bytes]) -> float:
    """Return the CPU seconds that the supervisor needs to copy lines to their file and to standard error."""
    log = PartLog(LogFile(home / "log", "bench", Limits(1 << 30, 2)), io.StringIO(), as_ticker=False)
    began = time.process_time()
    for start in range(0, len(lines), _BATCH):
        log.write("worker-1", lines[start : start + _BATCH])
    spent = time.process_time() - began
    log.close()
    return spent


def scraped(settings: Settings, times: int = 50) -> float:
    """Return the CPU milliseconds of one scrape of /metrics, the first, which reads the weeks before, left out."""
    gatherer = Gatherer(settings)
    gatherer.figures()
    began = time.process_time()
    for _ in range(times):
        exposition(gatherer.figures())
    spent = time.process_time() - began
    gatherer.close()
    return spent / times * 1000


def main() -> None:
    """Print the table; exit code 1 when the share is above the target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.telemetry")
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    log = io.StringIO()
    with tempfile.TemporaryDirectory(prefix="ct", dir="/tmp") as home:
        settings = Settings(home=Path(home))
        with running(settings):
            timed, spent = line(settings, chosen.articles, chosen.seed, log)
            scrape_ms = scraped(settings)
        structlog.reset_defaults()
        lines = log.getvalue().encode().splitlines()
        parts = [*timed.spent.items(), ("supervisor's copy", copied(Path(home), lines))]
    total = sum(seconds for _, seconds in parts)
    whole = spent + parts[-1][1]
    print(f"{chosen.articles} articles, {len(lines)} lines, CPU time\n")
    for name, seconds in [*parts, ("telemetry", total), ("the whole line", whole)]:
        print(f"{name:<20} {seconds / chosen.articles * 1e6:9.1f} us an article {seconds / whole:8.2%}")
    print(f"\none scrape of /metrics costs {scrape_ms:.1f} ms; every 15 s that is {scrape_ms / 15000:.2%} of a core")
    raise SystemExit(int(total / whole > _TARGET))


if __name__ == "__main__":
    main()
