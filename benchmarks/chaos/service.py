"""Service: a real `copytaster run` in a folder of its own, and the processes that it is made of."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import redis

from benchmarks.chaos.processes import children, send
from producer.ledger import connect
from schemas.settings import Settings
from tests.support.environment import environment_of

_PATIENCE_S = 120.0
# What the command line of each part of the supervisor has in it; the workers are the nursery's children.
_MARKS = {"redis": "redis-server", "nursery": "ops.nursery", "inbox": "ops.watcher", "api": "ops.cli api"}


class Service:
    """Starts, finds and stops the parts of one service. Its log lines go to HOME/run.log."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.redis: redis.Redis = connect(settings)
        self._run: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start everything; return when Redis answers and a worker is there."""
        with (self.settings.home / "run.log").open("ab") as log:
            self._run = subprocess.Popen(
                [sys.executable, "-m", "ops.cli", "run"],
                env=environment_of(self.settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=Path(__file__).parents[2],
            )
        self.wait_for("worker")

    def lines(self) -> list[dict[str, Any]]:
        """Return the log lines so far."""
        written = (self.settings.home / "run.log").read_bytes().splitlines()
        return [orjson.loads(line) for line in written if line.startswith(b"{") and line.endswith(b"}")]

    def stop(self) -> int:
        """Ask the service to end as an operator would; return its exit code."""
        assert self._run is not None
        self._run.terminate()
        return self._run.wait(_PATIENCE_S)

    def kill(self) -> None:
        """Kill what is left of the service; the kernel ends the parts with their supervisor."""
        if self._run is not None and self._run.poll() is None:
            parts = self.parts()
            self._run.kill()
            self._run.wait()
            for pid in (pid for pids in parts.values() for pid in pids):
                send(pid, signal.SIGKILL)

    def kill_supervisor(self) -> None:
        """Kill the supervisor, and start a new one as an init system would."""
        assert self._run is not None
        self._run.kill()
        self._run.wait()
        self.start()

    def parts(self) -> dict[str, list[int]]:
        """Return the process ids of each part that lives now: supervisor, redis, nursery, worker, inbox, api."""
        assert self._run is not None
        found: dict[str, list[int]] = {"supervisor": [self._run.pid], **{part: [] for part in _MARKS}, "worker": []}
        for pid, command in children(self._run.pid).items():
            for part, mark in _MARKS.items():
                if mark in command:
                    found[part].append(pid)
        for nursery in found["nursery"]:
            found["worker"] += children(nursery)
        return found

    def signal(self, part: str, number: signal.Signals, *, of: int = 0) -> list[int]:
        """Send a signal to the first `of` processes of a part (0: to all); return those that got it."""
        pids = sorted(self.parts()[part])
        return [pid for pid in pids[: of or None] if send(pid, number)]

    def wait_for(self, part: str) -> None:
        """Wait until a part is there again. Raise TimeoutError when it does not come."""
        until = time.monotonic() + _PATIENCE_S
        while not self.parts()[part]:
            if time.monotonic() > until:
                raise TimeoutError(f"{part} did not come up; see {self.settings.home / 'run.log'}")
            time.sleep(0.05)

    def pending(self) -> int:
        """Return how many articles the ledger holds; one that nobody can say counts as one."""
        try:
            return int(self.redis.zcard(f"{self.settings.queue}:pending"))
        except redis.exceptions.RedisError:
            return 1
