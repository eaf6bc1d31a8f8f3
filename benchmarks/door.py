"""The HTTP door under load: requests and articles a second, milliseconds to the answer and to the commit, and losses.

`python -m benchmarks.door [--seconds 10] [--connections 128]` starts the door (`copytaster api`) with its Redis, which
writes each step to its disk, and beside them a bare endpoint of the kind that most people write, with a Redis as it
comes, which does not. The load comes from a process of its own over loopback. Contestants take turns, so that whatever
else the machine does meets all of them.
"""

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from benchmarks.door_load import Load, article
from benchmarks.door_servers import API, WORKER, Server, bare_endpoint, cpu_seconds, started, wait_for
from benchmarks.processes import end_on_sigterm
from ops.embedded import redis_command, wait_until_it_answers
from producer.ledger import connect
from schemas.raw_article import raw_id_of
from schemas.settings import Settings
from tests.support.ports import free_port
from worker.database import engine_of
from worker.migrate import migrate

_LINES = 500  # articles of one batch: a megabyte
_ROUNDS = 3
_PAUSE_S = 0.1  # between posts of a connection, where a worker is to follow


def main() -> None:
    """Run everything and print the table."""
    end_on_sigterm()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="of load for each contestant, in three rounds")
    parser.add_argument("--connections", type=int, default=128, help="that post one article after the other")
    chosen = parser.parse_args()
    seconds, connections = chosen.seconds, chosen.connections
    with tempfile.TemporaryDirectory(prefix="ct-door-", dir="/tmp") as folder:
        settings = Settings(home=Path(folder), high_water=50_000_000, api_port=free_port(), workers=1)
        migrate(engine_of(settings, pooled=False))
        with started(redis_command(settings), settings):
            wait_until_it_answers(settings)
            with bare_endpoint(settings) as bare, started(API, settings) as door:
                found = _contest(settings, bare, Server(settings.api_port, door.pid), seconds, connections)
            Console(width=170).print(_table(found))
            print(_killed(settings, seconds / 2, connections))
            print(_stored(settings, seconds))


def _contest(
    settings: Settings, bare: Server, door: Server, seconds: float, connections: int
) -> dict[str, list[dict[str, Any]]]:
    for server in (bare, door):
        wait_for(server.port)
    found: dict[str, list[dict[str, Any]]] = {}
    first = 0
    for _ in range(_ROUNDS):
        for name, server, opened, lines in (
            ("bare endpoint, single posts", bare, connections, 1),
            ("copytaster, single posts", door, connections, 1),
            (f"copytaster, batches of {_LINES}", door, 4, _LINES),
        ):
            first += 10_000_000
            before = cpu_seconds(server.pid)
            figures, acknowledged = sent(Load(server.port, seconds / _ROUNDS, opened, lines, first))
            figures["cpu"] = cpu_seconds(server.pid) - before
            figures["lost"] = lost(settings, acknowledged) if server is door else None
            found.setdefault(name, []).append(figures)
            _flush(settings)
    return found


def _table(found: dict[str, list[dict[str, Any]]]) -> Table:
    table = Table(
        *("to the accepted answer", "articles/s", "times bare", "per CPU second of the server", "times bare"),
        *("p50 ms", "p99 ms", "answers", "lost"),
    )
    rates = {name: statistics.median(one["articles"] / one["seconds"] for one in runs) for name, runs in found.items()}
    per_cpu = {
        name: sum(one["articles"] for one in runs) / sum(one["cpu"] for one in runs) for name, runs in found.items()
    }
    bare, bare_cpu = next(iter(rates.values())), next(iter(per_cpu.values()))
    for name, runs in found.items():
        statuses: dict[str, int] = {}
        for one in runs:
            for status, count in one["statuses"].items():
                statuses[status] = statuses.get(status, 0) + count
        middle = [f"{statistics.median(one[field] for one in runs):.1f}" for field in ("p50_ms", "p99_ms")]
        lost_all = "" if runs[0]["lost"] is None else str(sum(one["lost"] for one in runs))
        rate = [f"{rates[name]:,.0f}", f"{rates[name] / bare:.1f}"]
        cpu = [f"{per_cpu[name]:,.0f}", f"{per_cpu[name] / bare_cpu:.1f}"]
        table.add_row(name, *rate, *cpu, *middle, str(statuses), lost_all)
    return table


def _killed(settings: Settings, seconds: float, connections: int) -> str:
    """SIGKILL the door in the middle of a load; every article that was answered must be in the ledger."""
    with started(API, settings) as door:
        wait_for(settings.api_port)
        acknowledged = settings.home / "killed"
        sender = _sender(Load(settings.api_port, seconds * 2, connections, 1, 900_000_000), acknowledged)
        time.sleep(seconds)
        door.send_signal(signal.SIGKILL)
        sender.communicate(timeout=60)
    numbers = list(map(int, acknowledged.read_text(encoding="ascii").split()))
    missing = lost(settings, numbers)
    _flush(settings)
    return f"SIGKILL of the door under load: {len(numbers):,} articles were answered, {missing} of them are lost"


def _stored(settings: Settings, seconds: float) -> str:
    """Measure from the receipt to the commit, with a worker beside the door, at a load that it can follow."""
    with started(API, settings), started(WORKER, settings):
        wait_for(settings.api_port)
        engine = engine_of(settings)
        _figures, first = sent(Load(settings.api_port, _PAUSE_S, 1, 1, 940_000_000, pause_s=_PAUSE_S))
        before = _stored_of(engine, len(first))  # a worker takes seconds to start: from now on it is there
        figures, acknowledged = sent(Load(settings.api_port, seconds, 2, 1, 950_000_000, pause_s=_PAUSE_S))
        stored = _stored_of(engine, before + len(acknowledged)) - before
        with engine.connect() as connection:
            timed = connection.exec_driver_sql(
                "SELECT (julianday(committed_at) - julianday(received_at)) * 86400000 FROM article WHERE seq > ?",
                (before,),
            ).scalars()
            cuts = statistics.quantiles([float(one) for one in timed], n=100)
        engine.dispose()
    rate = figures["articles"] / figures["seconds"]
    return (
        f"with one worker, {rate:.0f} posts/s of 2 connections: p50 {figures['p50_ms']:.1f} ms, "
        f"p99 {figures['p99_ms']:.1f} ms to the answer; p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms to the commit; "
        f"{stored:,} of {len(acknowledged):,} stored"
    )


def sent(load: Load) -> tuple[dict[str, Any], list[int]]:
    """Send a load from a process of its own; return its figures and the numbers of the articles answered."""
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as acknowledged:
        told, _nothing = _sender(load, Path(acknowledged.name)).communicate(timeout=load.seconds + 60)
        return json.loads(told), list(map(int, acknowledged.read().split()))


def lost(settings: Settings, numbers: list[int]) -> int:
    """Return how many of the articles that were answered are not in the ledger. No worker may be running."""
    client: Any = connect(settings)
    missing = 0
    for start in range(0, len(numbers), 5000):
        ids = [raw_id_of("load", article(number)) for number in numbers[start : start + 5000]]
        scores = client.zmscore(f"{settings.queue}:pending", ids)
        missing += sum(score is None for score in scores)
    client.close()
    return missing


def _sender(load: Load, acknowledged: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.door_load", json.dumps(load), str(acknowledged)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _stored_of(engine: Any, wanted: int) -> int:
    """Return how many articles are stored once there are so many, or after two minutes."""
    until = time.monotonic() + 120
    while _count(engine) < wanted and time.monotonic() < until:
        time.sleep(0.2)
    return _count(engine)


def _count(engine: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM article")).scalar_one())


def _flush(settings: Settings) -> None:
    with connect(settings) as client:
        client.flushall()


if __name__ == "__main__":
    main()
