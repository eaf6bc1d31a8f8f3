"""Supervisor: starts the parts of the service, starts again what ends by itself, stops all in order."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from schemas.log_events import Event

_log = structlog.get_logger(__name__)
_GRACE_S = (
    30.0  # a worker finishes the batch in hand within its time limit; after that it is killed, and nothing is lost
)
_RESTART_S = (0.2, 10.0)  # first and longest pause before a part is started again
_STEADY_S = 30.0  # a part that lived this long has recovered: its next pause is the first one again
_POLL_S = 0.1
_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the service. `died` is called after it ended by itself, before it is started again."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], None] = lambda: None
    died: Callable[[], None] = lambda: None
    dies_by: signal.Signals = signal.SIGKILL  # what it is sent when the supervisor itself is killed


@dataclass(slots=True)
class _Running:
    part: Part
    child: subprocess.Popen[bytes]
    since: float
    pause: float = _RESTART_S[0]


class Supervisor:
    """Runs parts in their order until `stop` is set, then stops them in the reverse order."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.stop = threading.Event()
        self._parts = parts
        self._running: list[_Running] = []

    def start(self) -> None:
        """Start every part, each when the one before it is ready."""
        for part in self._parts:
            self._running.append(_Running(part, _spawn(part), time.monotonic()))
            part.ready()

    def run(self) -> None:
        """Watch over the parts until `stop` is set."""
        while not self.stop.wait(_POLL_S):
            self.look()

    def look(self) -> None:
        """Start again, after a pause that grows, every part that has ended by itself."""
        for running in self._running:
            code = running.child.poll()
            if code is not None and not self.stop.is_set():
                self._again(running, code)

    def shut_down(self) -> None:
        """Stop all parts, the last started first, each with time to finish what it has in hand."""
        self.stop.set()
        for running in reversed(self._running):
            child = running.child
            if child.poll() is None:
                child.terminate()
            try:
                child.wait(_GRACE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            _log.info(Event.SUPERVISOR_STOPPED, part=running.part.name, exit_code=child.returncode)
        self._running.clear()

    def _again(self, running: _Running, code: int) -> None:
        lived = time.monotonic() - running.since
        running.pause = _RESTART_S[0] if lived > _STEADY_S else min(running.pause * 2, _RESTART_S[1])
        _log.warning(Event.SUPERVISOR_RESTARTED, part=running.part.name, exit_code=code, after_s=round(lived, 1))
        running.part.died()
        self.stop.wait(running.pause)
        running.child = _spawn(running.part)
        running.since = time.monotonic()
        running.part.ready()


def _spawn(part: Part) -> "subprocess.Popen[bytes]":
    child = subprocess.Popen(
        list(part.command),
        env={**os.environ, **part.environ},
        stdin=subprocess.DEVNULL,
        process_group=0,  # Ctrl-C on the terminal is ours to pass on, in order
        preexec_fn=lambda: _die_with_parent(part.dies_by),  # noqa: PLW1509 - one system call, no lock is taken
    )
    _log.info(Event.SUPERVISOR_STARTED, part=part.name, pid=child.pid)
    return child


def _die_with_parent(by: signal.Signals) -> None:
    """Ask the kernel to end this process with its parent: a killed supervisor leaves no process behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
