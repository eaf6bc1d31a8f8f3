"""Supervisor: starts the parts of the service, starts again what ends by itself, stops all in order."""

import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog

from ops.children import Child, Copy, die_with_parent
from ops.part_log import PartLog
from schemas.errors import CopytasterError
from schemas.log_events import Event
from schemas.settings import PREFIX

_log = structlog.get_logger(__name__)
# A worker finishes the batch in hand within its time limit; after that it is killed, and nothing is lost.
_GRACE_S = 30.0
_RESTART_S = (0.2, 10.0)  # first and longest pause before a part that ended by itself is started again
_KILLED_PAUSE_S = 1.0  # the longest for one that was killed: it was at work, and its next start may well succeed
_STEADY_S = 30.0  # a part that lived this long has recovered: its next pause is the first one again
_POLL_S = 0.1
_LOCKED_S = 10.0  # what a predecessor's Redis may take to write what it holds and end
_AS_JSON = {f"{PREFIX}LOG_FORMAT": "json"}


class PartFails(CopytasterError):
    """A part of the service ends as often as it is started."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the service: a command line, or a function that a copy of the supervisor's own process runs.

    `lock` is a file that only one living process may have: it is inherited by it.
    """

    name: str
    command: Sequence[str] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], None] = lambda: None  # waits until the parts after it may start
    foundation: bool = False  # the others need it until their own end
    dies_by: signal.Signals = signal.SIGKILL  # what it is sent when the supervisor itself is killed
    lock: Path | None = None
    run: Callable[[], int] | None = None


@dataclass(slots=True)
class _Running:
    part: Part
    child: Child
    since: float
    pause: float = _RESTART_S[0]
    again_at: float | None = None  # when it is to be started again; None while it runs
    failures: int = 0  # ends with an error of its own, one after the other


class Supervisor:
    """Runs parts in their order until `stop` is set, then stops them, the foundation last."""

    def __init__(self, parts: Sequence[Part], log: PartLog | None = None) -> None:
        self.stop = threading.Event()
        self._parts = parts
        self._log = log
        self._running: list[_Running] = []

    def start(self) -> None:
        """Start every part, each when the one before it is ready. Raise PartFails when another holds a part's lock."""
        for part in self._parts:
            if self.stop.is_set():
                return
            self._running.append(_Running(part, _spawn(part, log=self._log), time.monotonic()))
            part.ready()

    def run(self) -> None:
        """Watch over the parts until `stop` is set."""
        while not self.stop.wait(_POLL_S):
            self.look()

    def look(self) -> None:
        """Start again, after a pause that grows, every part that has ended by itself. Never waits."""
        for running in self._running:
            if self.stop.is_set():
                return
            if running.again_at is not None:
                if time.monotonic() >= running.again_at:
                    self._again(running)
            elif (code := running.child.poll()) is not None:
                self._note_end(running, code)

    def require_progress(self, most: int, *, of: Callable[[Iterable[bool]], bool] = any) -> None:
        """Raise PartFails when a part, or `all`, ended with an error of its own `most` times running."""
        failing = [running for running in self._running if running.failures >= most]
        if failing and of(running in failing for running in self._running):
            raise PartFails(
                f"{failing[0].part.name} ended {failing[0].failures} times as soon as it was started, the last time "
                f"with exit code {failing[0].child.returncode}; its own lines above say why."
            )

    def shut_down(self) -> None:
        """Stop all parts, each with time to finish what it has in hand; those that others need are stopped last."""
        self.stop.set()
        for foundation in (False, True):
            ending = [one for one in self._running if one.part.foundation is foundation]
            for running in ending:
                if running.child.poll() is None:
                    running.child.terminate()
            until = time.monotonic() + _GRACE_S
            for running in ending:
                _wait_or_kill(running.child, until)
                _log.info(Event.SUPERVISOR_STOPPED, part=running.part.name, exit_code=running.child.returncode)
        self._running.clear()

    def _note_end(self, running: _Running, code: int) -> None:
        now = time.monotonic()
        lived = now - running.since
        longest = _KILLED_PAUSE_S if code < 0 else _RESTART_S[1]
        running.pause = _RESTART_S[0] if lived > _STEADY_S else min(running.pause * 2, longest)
        running.failures = 0 if code < 0 or lived > _STEADY_S else running.failures + 1
        running.again_at = now + running.pause
        _log.warning(Event.SUPERVISOR_RESTARTED, part=running.part.name, exit_code=code, after_s=round(lived, 1))

    def _again(self, running: _Running) -> None:
        try:
            running.child = _spawn(running.part, patience_s=0, log=self._log)
        except PartFails as error:
            running.again_at = time.monotonic() + running.pause
            _log.warning(Event.SUPERVISOR_WAITING, part=running.part.name, detail=str(error))
            return
        running.since = time.monotonic()
        running.again_at = None


def run_until_told(supervisor: Supervisor, give_up_after: int = 0) -> None:
    """Run all parts until SIGTERM or SIGINT. Raise PartFails when none could start in so many tries (0: never)."""
    stop_on_signal(supervisor.stop.set)
    try:
        supervisor.start()
        while not supervisor.stop.wait(_POLL_S):
            supervisor.look()
            if give_up_after:
                supervisor.require_progress(give_up_after, of=all)
    finally:
        supervisor.shut_down()


def stop_on_signal(stop: Callable[[], object]) -> None:
    """Call `stop` at SIGTERM and SIGINT, in a thread: what the signal interrupts may hold the lock `stop` needs."""

    def stop_soon(_signal: int, _frame: FrameType | None) -> None:
        threading.Thread(target=stop, name="stop").start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_soon)


def _wait_or_kill(child: Child, until: float) -> None:
    try:
        child.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _spawn(part: Part, patience_s: float = _LOCKED_S, *, log: PartLog | None = None) -> Child:
    """Start a part; what it prints is copied to `log`, as JSON, or goes where our own standard error goes."""
    lock = _locked(part, patience_s) if part.lock else None
    try:
        child = _command(part, lock, log) if part.run is None else Copy(part.run, part.dies_by)
    finally:
        if lock is not None:
            os.close(lock)  # the child holds it now, to its very end
    _log.info(Event.SUPERVISOR_STARTED, part=part.name, pid=child.pid)
    return child


def _command(part: Part, lock: int | None, log: PartLog | None) -> Child:
    ours = os.getpid()
    child = subprocess.Popen(
        list(part.command),
        env={**os.environ, **part.environ, **({} if log is None else _AS_JSON)},
        stdin=subprocess.DEVNULL,
        stdout=None if log is None else subprocess.PIPE,
        stderr=None if log is None else subprocess.STDOUT,
        process_group=0,  # Ctrl-C on the terminal is ours to pass on, in order
        pass_fds=() if lock is None else (lock,),
        preexec_fn=lambda: die_with_parent(part.dies_by, ours),  # noqa: PLW1509 - system calls, no lock is taken
    )
    if log is not None and child.stdout is not None:
        log.follow(part.name, child.stdout)
    return child


def _locked(part: Part, patience_s: float) -> int:
    """Return a descriptor with the part's lock. Raise PartFails when another process keeps it."""
    assert part.lock is not None
    part.lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(part.lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                raise PartFails(
                    f"another process holds {part.lock}, so {part.name} of this HOME runs already; stop that one, or "
                    "choose another COPYTASTER_HOME."
                ) from None
            time.sleep(_POLL_S)
        else:
            return descriptor
