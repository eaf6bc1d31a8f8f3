"""Console: how soon the desk's page answers with many articles stored, what it costs idle, and whether it keeps up.

python -m benchmarks.console [--articles 100000] [--rate 500] [--seconds 20] [--database sqlite|postgres]
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import orjson
from sqlalchemy import Engine

from benchmarks.console_fill import CHARACTERS, COMMON, RARE, fill
from benchmarks.processes import end_on_sigterm
from ops.finding import raw_ids_of
from ops.log_files import log_folder
from ops.word_index import WordIndex
from schemas.settings import Settings
from tests.support.environment import environment_of
from tests.support.ports import free_port
from tests.support.servers import running_postgres, running_redis, short_folder
from worker.database import engine_of
from worker.migrate import migrate

_LOOKS = 7
_TICK_S = os.sysconf("SC_CLK_TCK")
_INDEXED = 200  # articles of one transaction, as the page does it


class Followed(NamedTuple):
    """What a reader of the live log got."""

    shown: int
    counted: int  # passed by unshown, as it was told
    lateness_s: list[float]  # of each batch: how old its newest line was


def main() -> None:
    """Fill, serve, measure, print."""
    end_on_sigterm()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=500, help="log lines a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(short_folder("console"))
        url = stack.enter_context(running_postgres()) if asked.database == "postgres" else ""
        settings = Settings(home=home, database_url=url, api_port=free_port())
        stack.enter_context(running_redis(settings))
        engine = engine_of(settings)
        migrate(engine)
        fill(engine, asked.articles)
        print(f"{asked.articles:,} articles stored, {'PostgreSQL' if url else 'SQLite'}\n")
        _print_indexing(WordIndex(settings, engine))
        _print_traces(engine, asked.articles)
        engine.dispose()
        api, client = stack.enter_context(_served(settings))
        _print_loads(client)
        _print_idle(client, api.pid, asked.seconds)
        _print_followed(client, api.pid, settings, asked.rate, asked.seconds)


@contextlib.contextmanager
def _served(settings: Settings) -> "Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]":
    command = [sys.executable, "-m", "ops.cli", "api"]
    with subprocess.Popen(command, env=environment_of(settings), cwd=Path(__file__).parents[1]) as api:
        client = httpx.Client(base_url=f"http://127.0.0.1:{settings.api_port}", timeout=30)
        try:
            until = time.monotonic() + 30
            while True:
                try:
                    client.get("/desk/static/desk.css")
                    break
                except httpx.TransportError:
                    assert time.monotonic() < until, "the page does not answer"
                    time.sleep(0.1)
            yield api, client
        finally:
            client.close()
            api.terminate()


def _print_loads(client: httpx.Client) -> None:
    print(f"{'room':<34} {'first ms':>9} {'median ms':>10} {'worst ms':>9} {'kB':>6}")
    paths = {
        "Now": "/",
        "Stories, the latest": "/desk/stories",
        "Stories of a wire": "/desk/stories?wire=wire-07",
        "Stories, a rare word": f"/desk/stories?q={RARE}",
        "Stories, a word of most": f"/desk/stories?q={COMMON}",
        "Stories, two words": f"/desk/stories?q={COMMON}+{RARE}",
        "Stories, 3 letters, one wire": f"/desk/stories?q={COMMON[:3]}&wire=wire-07",
        "Stories, a word of none": "/desk/stories?q=nowhere",
        "Stories, characters": f"/desk/stories?q={CHARACTERS}",
        "Stories, by id": f"/desk/stories?q={1:016x}",
        "a story": f"/desk/stories/{3:016x}",
        "two articles side by side": f"/desk/compare?a={3:016x}&b={4:016x}",
        "Quarantine": "/desk/quarantine",
        "Log": "/desk/log",
    }
    for name, path in paths.items():
        times, size = [], 0
        for _ in range(_LOOKS):
            began = time.perf_counter()
            response = client.get(path, follow_redirects=True)
            times.append((time.perf_counter() - began) * 1000)
            response.raise_for_status()
            size = len(response.content)
        print(f"{name:<34} {times[0]:9.0f} {statistics.median(times):10.0f} {max(times):9.0f} {size / 1000:6.0f}")
    print()


def _print_indexing(words: WordIndex) -> None:
    """Index all words, as the page's own thread does while it catches up."""
    began, used, articles, worst = time.monotonic(), time.process_time(), 0, 0.0
    while True:
        start = time.monotonic()
        filled = words.fill(_INDEXED)
        worst = max(worst, time.monotonic() - start)
        articles += filled
        if filled < _INDEXED:
            break
    words.close()
    cpu_us, wall_s = (time.process_time() - used) / articles * 1e6, time.monotonic() - began
    print(f"words indexed in {wall_s:.0f} s: {cpu_us:.0f} us of CPU an article here, worst batch {worst:.2f} s\n")


def _print_traces(engine: Engine, articles: int) -> None:
    print(f"{'found by':<34} {'first ms':>9} {'median ms':>10} {'worst ms':>9}")
    middle = articles // 2
    names = {"name": f"{middle}.txt", "request id": f"request-{middle}", "guid": f"tag:{middle}", "nothing": "no such"}
    for name, asked in names.items():
        times = [_timed(lambda asked=asked: raw_ids_of(engine, asked)) for _ in range(_LOOKS)]  # type: ignore[misc]
        print(f"{name:<34} {times[0]:9.1f} {statistics.median(times):10.1f} {max(times):9.1f}")
    print()


def _timed(look: Callable[[], object]) -> float:
    began = time.perf_counter()
    look()
    return (time.perf_counter() - began) * 1000


def _print_idle(client: httpx.Client, pid: int, seconds: int) -> None:
    with client.stream("GET", "/desk/live") as stream:
        threading.Thread(target=lambda: list(_until_closed(stream)), daemon=True).start()
        time.sleep(3)
        began, used = time.monotonic(), _cpu_s(pid)
        time.sleep(seconds)
        share = (_cpu_s(pid) - used) / (time.monotonic() - began)
    print(f"one page open on Now, nothing happens: {share:.1%} of a core\n")


def _print_followed(client: httpx.Client, pid: int, settings: Settings, rate: int, seconds: int) -> None:
    folder = log_folder(settings.home)
    folder.mkdir(exist_ok=True)
    (folder / "run.jsonl").touch()
    client.get("/desk/log")
    time.sleep(1)
    found: list[Followed] = []
    reader = threading.Thread(target=lambda: found.append(_follow(client, rate * seconds)))
    reader.start()
    time.sleep(1)
    began, used = time.monotonic(), _cpu_s(pid)
    _write(folder / "run.jsonl", rate, seconds)
    share = (_cpu_s(pid) - used) / (time.monotonic() - began)
    reader.join(30)
    followed = found[0]
    late = sorted(followed.lateness_s)
    print(f"{rate} lines a second for {seconds} s: {share:.1%} of a core")
    print(f"  shown {followed.shown:,}, counted as passed by {followed.counted:,}, written {rate * seconds:,}")
    print(f"  newest line of a batch: median {statistics.median(late):.2f} s old, worst {late[-1]:.2f} s")


def _follow(client: httpx.Client, until: int) -> Followed:
    shown = counted = 0
    late: list[float] = []
    with client.stream("GET", "/desk/log/lines") as stream:
        for line in _until_closed(stream):
            if line.startswith("data: "):
                batch = orjson.loads(line.removeprefix("data: "))
                shown, counted = shown + len(batch["lines"]), counted + batch["dropped"]
                written_at = float(batch["lines"][-1]["aside"].partition("at=")[2].split()[0])
                late.append(time.time() - written_at)
            if shown + counted >= until:
                break
    return Followed(shown, counted, late)


def _write(path: Path, rate: int, seconds: int) -> None:
    """Append lines at a steady rate, twenty times a second, each with the moment it was written."""
    began = time.monotonic()
    with path.open("ab", buffering=0) as file:
        for step in range(seconds * 20):
            time.sleep(max(0.0, began + step / 20 - time.monotonic()))
            stamp = datetime.now(UTC).isoformat().replace("+00:00", "Z")
            line = {
                "part": "worker-1",
                "event": "inbox.filed",
                "wire": "wire-07",
                "at": time.time(),
                "timestamp": stamp,
            }
            file.write((orjson.dumps(line) + b"\n") * (rate // 20))


def _until_closed(stream: httpx.Response) -> Iterator[str]:
    with contextlib.suppress(httpx.HTTPError, httpx.StreamError, OSError, ValueError):
        yield from stream.iter_lines()


def _cpu_s(pid: int) -> float:
    """Return the processor time that a process has used, of proc(5): fields 14 and 15 of its stat."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK_S


if __name__ == "__main__":
    main()
