"""Hosts: what two hosts of one core each store in a second, against one of them.

    python -m benchmarks.hosts [--articles N]

A host is a network namespace with one worker on one core of its own; Redis is reached over the bridge between them,
PostgreSQL by its socket. Both servers and the producer have what the workers leave of the machine. Needs root and `ip`.
Exit 1 when two give less than 1.8 times one.
"""

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.contest import Ours, Timed, time_of
from benchmarks.newsroom import Piece, newsroom
from benchmarks.processes import end_on_sigterm, running
from ops.embedded import redis_command, wait_until_it_answers
from schemas.settings import Settings
from tests.support.environment import environment_of
from tests.support.namespaces import BRIDGE_ADDRESS, Host, available, hosts
from tests.support.servers import running_postgres
from worker.database import engine_of
from worker.migrate import migrate

_PORT = 16390
_WARM_UP = 512
_LEAST = 1.8  # times one host: what is promised


def main(articles: Annotated[int, typer.Option(min=256, help="Articles that are timed.")] = 3000) -> None:
    """Time one host, then two; print rates and their ratio."""
    end_on_sigterm()
    if not available():
        raise typer.BadParameter("network namespaces need root and `ip`")
    pieces = list(itertools.islice((piece for piece in newsroom(seed=6) if piece.sound), articles + _WARM_UP))
    table = Table("hosts", "articles/s", title="postgres")
    rates = []
    for count in (1, 2):
        rates.append(_timed(count, pieces).rate)
        table.add_row(str(count), f"{rates[-1]:,.0f}")
    ratio = rates[1] / rates[0]
    Console(width=100).print(table, f"two hosts to one: {ratio:.2f} (at least {_LEAST})")
    raise typer.Exit(int(ratio < _LEAST))


def _timed(count: int, pieces: Sequence[Piece]) -> Timed:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ct-", dir="/tmp")))
        database = stack.enter_context(running_postgres())
        places = stack.enter_context(hosts(count))
        url = f"redis://{BRIDGE_ADDRESS}:{_PORT}/0"
        settings = Settings(home=home, redis_url=url, database_url=database, workers=1)
        stack.enter_context(_redis(settings))
        engine = engine_of(settings)
        migrate(engine)
        workers = [stack.enter_context(_worker(settings, host, core)) for core, host in enumerate(places)]
        return time_of(Ours(settings, engine, workers[0].pid), settings, pieces[:_WARM_UP], pieces[_WARM_UP:])


@contextmanager
def _worker(settings: Settings, host: Host, core: int) -> Iterator["subprocess.Popen[bytes]"]:
    own = settings.model_copy(update={"home": settings.home / host.name})
    own.home.mkdir()
    command = ("taskset", "-c", str(core % (os.cpu_count() or 1)), sys.executable, "-m", "ops.cli", "worker")
    with running(host.command(*command), environment_of(own), own.home / "worker.log") as process:
        yield process


@contextmanager
def _redis(settings: Settings) -> Iterator[None]:
    listening = ("--port", str(_PORT), "--bind", BRIDGE_ADDRESS, "--protected-mode", "no")
    with running([*redis_command(settings), *listening], os.environ, settings.home / "redis.log"):
        wait_until_it_answers(settings)
        yield


if __name__ == "__main__":
    typer.run(main)
