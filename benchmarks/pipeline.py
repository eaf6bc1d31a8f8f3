"""Pipeline: end to end against the obvious pipeline, in the same run, on two cores.

    python -m benchmarks.pipeline [--articles N] [--source FILE.jsonl|DIR] [--database sqlite|postgres] [--latency]

Enqueue, Redis, Celery, parse, extract, match, store, ledger cleared. Exit 1 when the ratio is below --at-least.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.contest import Ours, Timed, obvious, ours, settings_on, time_of
from benchmarks.latency import latencies, needed
from benchmarks.newsroom import Piece, newsroom
from benchmarks.processes import end_on_sigterm
from benchmarks.steps import steps_of
from producer.ready import is_temporary
from schemas.settings import Settings

_WARM_UP = 128  # articles before the clock starts: two batches, so that every process has read one
_WIDTH = 110


def main(
    articles: Annotated[int, typer.Option(min=256, help="Articles; the obvious pipeline gets a tenth.")] = 8000,
    source: Annotated[Path | None, typer.Option(exists=True, help="JSON Lines, or a folder of files.")] = None,
    database: Annotated[str, typer.Option(help="sqlite or postgres.")] = "sqlite",
    latency: Annotated[bool, typer.Option(help="Also the time from accept to commit, under several loads.")] = False,
    at_least: Annotated[float, typer.Option(help="The ratio below which this exits with 1.")] = 20.0,
) -> None:
    """Time both pipelines, print articles a second, their ratio, and where our time goes."""
    end_on_sigterm()
    pieces = list(itertools.islice(_pieces(source), articles + _WARM_UP))
    warm_up, timed = pieces[:_WARM_UP], pieces[_WARM_UP:]
    with settings_on(database) as settings, ours(settings) as mine:
        ours_timed = time_of(mine, settings, warm_up, timed)
        waits = _waits(mine, settings, ours_timed.rate) if latency else None
    with settings_on(database) as settings, obvious(settings) as theirs:
        theirs_timed = time_of(theirs, settings, warm_up, timed[: max(256, len(timed) // 10)])
    console = Console(width=_WIDTH)
    console.print(_contest(database, ours_timed, theirs_timed))
    ratio = ours_timed.rate / theirs_timed.rate
    by_cpu = theirs_timed.cpu_us / ours_timed.cpu_us
    console.print(f"ours to obvious: {ratio:.1f} (at least {at_least:g}); by processor time {by_cpu:.1f}")
    if waits is not None:
        console.print(waits)
    with settings_on(database) as settings:
        console.print(steps_of(settings, timed[: min(len(timed), 4096)]))
    raise typer.Exit(int(ratio < at_least))


def _waits(mine: Ours, settings: Settings, capacity: float) -> Table:
    invented = (piece for piece in newsroom(seed=9) if piece.sound)  # a source need not hold so many
    return latencies(mine, settings, list(itertools.islice(invented, needed(capacity))), capacity)


def _pieces(source: Path | None) -> Iterator[Piece]:
    if source is None:
        yield from (piece for piece in newsroom(seed=8) if piece.sound)
    elif source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and not is_temporary(path.name):
                yield Piece("bench", path.name, path.read_bytes(), sound=True)
    else:
        with source.open("rb") as lines:
            for number, line in enumerate(lines):
                row = orjson.loads(line)
                text = f"{row.get('title') or row.get('headline')}\n\n{row.get('body')}"
                yield Piece("bench", f"{number}.txt", text.encode(), sound=True)


def _contest(database: str, mine: Timed, theirs: Timed) -> Table:
    columns = ("articles/s", "CPU us", "bytes in Redis, waiting", "bytes in the database", "peak MB of workers")
    table = Table("", *columns, title=f"{database}, rate and an article's bytes")
    for name, timed in (("ours", mine), ("the obvious pipeline", theirs)):
        table.add_row(name, *(f"{figure:,.0f}" for figure in timed))
    return table


if __name__ == "__main__":
    typer.run(main)
