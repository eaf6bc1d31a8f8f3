"""Scale: what the whole pipeline stores in a second, with ten thousand and with a million articles there already.

    python -m benchmarks.scale [--sizes 10000,1000000] [--database sqlite|postgres] [--articles N]

The database is filled with articles that nothing matches; then invented wire copy goes through the real pipeline on
two cores. Exit 1 when the last rate is less than 70 % of the first.
"""

import itertools
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.contest import Timed, ours, settings_on, time_of
from benchmarks.index_fill import fill
from benchmarks.newsroom import newsroom
from benchmarks.processes import end_on_sigterm
from worker.database import engine_of
from worker.migrate import migrate

_WARM_UP = 512  # articles before the clock starts: the trees' inner pages are in memory by then
_LEAST_KEPT = 0.7  # of the first rate: what is promised


def main(
    sizes: Annotated[str, typer.Option(help="Articles stored before, fewest first.")] = "10000,1000000",
    database: Annotated[str, typer.Option(help="sqlite or postgres.")] = "sqlite",
    articles: Annotated[int, typer.Option(min=256, help="Articles that are timed.")] = 4000,
) -> None:
    """Time the pipeline over ever fuller databases; print rates, and the share that is kept."""
    end_on_sigterm()
    table = Table("stored before", "articles/s", "peak MB of workers", title=database)
    rates = []
    for size in (int(one) for one in sizes.split(",")):
        timed = _timed(database, size, articles)
        rates.append(timed.rate)
        table.add_row(f"{size:,}", f"{timed.rate:,.0f}", f"{timed.peak_mb:,.0f}")
    kept = rates[-1] / rates[0]
    Console(width=100).print(table, f"of the first rate the last keeps {kept:.0%} (at least {_LEAST_KEPT:.0%})")
    raise typer.Exit(int(kept < _LEAST_KEPT))


def _timed(database: str, size: int, articles: int) -> Timed:
    pieces = list(itertools.islice((piece for piece in newsroom(seed=5) if piece.sound), articles + _WARM_UP))
    with settings_on(database) as settings:
        engine = engine_of(settings)
        migrate(engine)
        fill(engine, size, np.random.default_rng(1))
        engine.dispose()
        with ours(settings) as mine:
            return time_of(mine, settings, pieces[:_WARM_UP], pieces[_WARM_UP:])


if __name__ == "__main__":
    typer.run(main)
