"""Index: what an arrival costs when the index holds ten thousand, a hundred thousand and a million articles.

    python -m benchmarks.index [--sizes 10000,100000,1000000] [--database sqlite|postgres] [--thinned N]

The index is filled with random keys and sketches, the queries are real: batches of invented wire copy, of which a third
are copies, go through the store. Prints microseconds an article for the look-up alone and for the whole transaction.
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine, event

from benchmarks.index_fill import fill, size_of
from benchmarks.newsroom import newsroom
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from tests.support.servers import running_postgres
from worker.database import engine_of
from worker.lookup import look
from worker.migrate import migrate
from worker.pipeline import Extracted, Reading, printed, read
from worker.sieves import Sieves
from worker.store import Store

_BATCH = 64
_BATCHES = 12
_MOST_GROWTH = 1.5  # from the smallest index to the largest: what is promised


class Cost(NamedTuple):
    """Medians over batches, in microseconds an article, and the bytes that the index takes an article."""

    look_up: float
    apply: float
    section: float  # of `apply`: while it lasts no other worker decides
    bytes_each: float


def main(
    sizes: Annotated[str, typer.Option(help="Articles in the index, smallest first.")] = "10000,100000,1000000",
    database: Annotated[str, typer.Option(help="sqlite or postgres.")] = "sqlite",
    thinned: Annotated[int, typer.Option(min=1, help="On full shelves write only each Nth article (postgres).")] = 1,
) -> None:
    """Measure an arrival against growing indexes; exit 1 when its cost grows by more than half."""
    wanted = [int(size) for size in sizes.split(",")]
    columns = ("look-up us", "match and transaction us", "serial section us", "index bytes an article")
    table = Table("articles in the index", *columns, title=database)
    costs = []
    for size in wanted:
        with tempfile.TemporaryDirectory(prefix="ct") as folder:
            on_sqlite = Settings(home=Path(folder))
            cost = _on_postgres(size, thinned) if database == "postgres" else _measured(on_sqlite, size, 1)
        costs.append(cost)
        table.add_row(f"{size:,}", *(f"{figure:,.0f}" for figure in cost))
    growth = costs[-1].apply / costs[0].apply
    Console(width=100).print(
        table, f"growth of the transaction from first to last: {growth:.2f} (at most {_MOST_GROWTH})"
    )
    raise typer.Exit(int(growth > _MOST_GROWTH))


def _on_postgres(size: int, thinned: int) -> Cost:
    with running_postgres() as url:
        return _measured(Settings(database_url=url), size, thinned)


def _measured(settings: Settings, size: int, thinned: int) -> Cost:
    engine = engine_of(settings)
    migrate(engine)
    fill(engine, size, np.random.default_rng(1), thinned=thinned)
    bytes_each = size_of(engine) / size
    looks, applies, sections = [], [], []
    entered = _entries(engine)
    store, sieves = Store(engine, settings), Sieves(settings.worker_memory_mb << 18)
    for batch in itertools.islice(_batches(), _BATCHES):
        looks.append(_look_up(engine, sieves, batch))
        begun = time.perf_counter()
        store.apply(batch, [], datetime.now(UTC))
        ended = time.perf_counter()
        applies.append((ended - begun) / len(batch))
        sections.append((ended - entered[-1]) / len(batch))
    engine.dispose()
    look_up, apply, section = (statistics.median(took) * 1e6 for took in (looks, applies, sections))
    return Cost(look_up, apply, section, bytes_each)


def _entries(engine: Engine) -> list[float]:
    """Return the list of the times at which the serial section is entered, which grows as it is."""
    entered: list[float] = []

    @event.listens_for(engine, "begin")
    def _note(connection: Connection) -> None:
        if connection.get_execution_options().get("serial"):
            entered.append(time.perf_counter())

    return entered


def _look_up(engine: Engine, sieves: Sieves, batch: list[Reading]) -> float:
    begun = time.perf_counter()
    with engine.connect() as connection:
        look(connection, [one.fingerprint.keys for one in batch], oldest_day=0, postings_cap=32, sieves=sieves)
    return (time.perf_counter() - begun) / len(batch)


def _batches() -> Iterator[list[Reading]]:
    settings = Settings()
    pieces = (piece for piece in newsroom(seed=1) if piece.sound)
    while True:
        batch: list[Extracted] = []
        for piece in itertools.islice(pieces, _BATCH):
            raw = RawArticle(wire=piece.wire, name=piece.name, body=piece.body, received_at=datetime.now(UTC))
            found = read(raw, settings.profile(piece.wire), time.perf_counter)
            batch += [one for one in found if isinstance(one, Extracted)]
        yield printed(batch, time.perf_counter)


if __name__ == "__main__":
    typer.run(main)
