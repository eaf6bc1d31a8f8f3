"""Steps: what one article costs in each step of the straight line, by the CPU of one process, and what it asks for.

The batch is taken through the real door, ledger, reader, store and report of this process, each step timed; SQL
statements and Redis commands are counted by those who answer them.
"""

import io
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from rich.table import Table
from sqlalchemy import Engine, event

from benchmarks.contest import raw_of
from benchmarks.newsroom import Piece
from producer.enqueue import Door
from producer.ledger import connect
from schemas.logging_setup import configure_logging
from schemas.settings import Settings
from worker.database import engine_of
from worker.migrate import migrate
from worker.pipeline import Extracted, Refused, printed, read
from worker.report import report_all
from worker.store import Store
from worker.warm_up import settle, warm_up

_NEEDED = ("parse", "extract", "fingerprint", "match and insert")  # what cannot be left out


def steps_of(settings: Settings, pieces: Sequence[Piece]) -> Table:
    """Return the table of steps for these articles, in microseconds of CPU an article."""
    engine = engine_of(settings)
    migrate(engine)
    configure_logging(form="json", stream=io.StringIO())
    warm_up()
    settle()  # as a worker's nursery does
    spent: dict[str, float] = defaultdict(float)
    statements = _counted(engine)
    client = connect(settings)
    client.config_resetstat()
    line = _Line(settings, engine, spent)
    for start in range(0, len(pieces), settings.batch_size):
        line.take(pieces[start : start + settings.batch_size])
    calls = client.info("commandstats")
    engine.dispose()
    return _table(spent, len(pieces), sum(statements.values()), calls)


class _Line:
    """One worker's straight line, each step timed."""

    def __init__(self, settings: Settings, engine: Engine, spent: dict[str, float]) -> None:
        self._settings, self._spent = settings, spent
        self._door, self._store = Door(settings), Store(engine, settings)

    def take(self, pieces: Sequence[Piece]) -> None:
        """Take one batch from bytes to the ledger's end."""
        raws = [raw_of(piece) for piece in pieces]
        with self._timed("enqueue"):
            receipts = self._door.enqueue_many(raws)
        with self._timed("ledger"):
            started = self._door.ledger.start([one.raw_id for one in receipts], "bench").started
        found: list[Extracted | Refused] = []
        for one in started:
            found += read(one.raw, self._settings.profile(one.raw.wire), time.process_time)
        readings = printed([one for one in found if isinstance(one, Extracted)], time.process_time)
        for reading in readings:
            for step, took in reading.took_ms.items():
                self._spent[step] += took / 1000
        with self._timed("match and insert"):
            outcomes = self._store.apply(
                readings, [one for one in found if isinstance(one, Refused)], datetime.now(UTC)
            )
        with self._timed("ledger"):
            self._door.ledger.finish([one.raw_id for one in started])
        with self._timed("log"):
            report_all(outcomes, datetime.now(UTC))

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self._spent[step] += time.process_time() - began


def _counted(engine: Engine) -> Counter[str]:
    statements: Counter[str] = Counter()

    @event.listens_for(engine, "before_cursor_execute")
    def _count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements[statement.split(" ", 1)[0]] += 1

    return statements


def _table(spent: dict[str, float], articles: int, statements: int, calls: dict[str, Any]) -> Table:
    asked = sum(row["calls"] for name, row in calls.items() if name in ("cmdstat_evalsha", "cmdstat_lpush"))
    total = sum(spent.values())
    needed = sum(spent[step] for step in _NEEDED) / total
    table = Table("step", "microseconds of CPU", "share", title="what an article costs one worker and its producer")
    for step, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        table.add_row(step, f"{seconds / articles * 1e6:,.0f}", f"{seconds / total:.0%}")
    table.add_row("together", f"{total / articles * 1e6:,.0f}", f"needed: {needed:.0%}")
    table.caption = f"{statements / articles:.2f} SQL statements and {asked / articles:.2f} Redis calls an article"
    return table
