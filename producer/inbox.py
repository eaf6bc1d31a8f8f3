"""The watched folder: a full scan is the truth, events only make it sooner."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import NamedTuple

import structlog

from producer.enqueue import Door
from producer.events import Events
from producer.folder import Folder, Waiting
from producer.intake import Finished, Intake
from producer.names import shown
from producer.ready import Look, Readiness, readiness, same
from producer.retention import remove_oldest
from producer.said import EVERY_S, Aside, Complaints
from producer.unpack import looks_packed
from schemas.errors import QueueFull, RedisUnavailable, SettingsError
from schemas.log_events import Event
from schemas.settings import Settings

_HOLD_S = (0.5, 10.0)  # first and longest pause while Redis or the folder is away, or the queue full
_SETTLE_LEAST_S = 0.05  # between two scans, however short the settle time is
_BATCH_BYTES = 16 << 20  # what the files of one batch may add up to: they are in memory together
_RETENTION_S = 3600.0  # a day's folder expires once a day; an hour late does no harm

_log = structlog.get_logger(__name__)


class Pass(NamedTuple):
    """What one scan did: files taken, and files that are not ready yet."""

    taken: int
    waiting: int


class Inbox:
    """Watches one folder and enqueues what is finished. `stop` ends it after the files in hand."""

    def __init__(self, settings: Settings, door: Door) -> None:
        self.stop = threading.Event()
        self._wake = threading.Event()
        self._settings = settings
        self._folder = Folder(settings.inbox_folder, f"{socket.gethostname()}-{os.getpid()}")
        self._aside = Aside()
        self._complaints = Complaints()
        self._intake = Intake(
            settings, door, self._folder, aside=self._aside, complaints=self._complaints, stop=self.stop
        )
        self._looks: dict[str, Look] = {}
        self._hold_s = 0.0
        self._opened = False
        self._rescue_at = self._retention_at = 0.0

    def tell_to_stop(self) -> None:
        """Let the watcher end after the files in hand."""
        self.stop.set()
        self._wake.set()

    def run(self) -> None:
        """Watch until told to stop; a folder, a queue or a Redis that is away is waited for. Raise SettingsError."""
        if self._settings.inbox_events:
            Events(self._folder.root, self._wake.set, self.stop).start()
        _log.info(Event.INBOX_WATCHING, inbox=str(self._folder.root))
        while not self.stop.is_set():
            began = time.monotonic()
            pause = self._turn()
            self._rest(pause, took=time.monotonic() - began)
        self._folder.claims.close()
        _log.info(Event.INBOX_STOPPED)

    def drain(self) -> int:
        """Take what lies there and return how many files that were; a full queue is waited for.

        A file that does not settle is given `empty_wait_s`, then left. Raise RedisUnavailable, SettingsError.
        """
        taken, until = 0, time.monotonic() + self._patience()
        while not self.stop.is_set():
            try:
                done = self.scan()
            except QueueFull as full:
                self.stop.wait(self._hold(full))
                continue
            except OSError as error:
                raise SettingsError(f"COPYTASTER_INBOX: {self._folder.root}: {error.strerror}") from error
            if done.taken:
                taken, until = taken + done.taken, time.monotonic() + self._patience()
            elif not done.waiting or time.monotonic() > until:
                break
            self.stop.wait(self._pause(done))
        self._folder.claims.close()
        return taken

    def scan(self) -> Pass:
        """Look at every wire once, the oldest file of each in turn, and take those that are ready."""
        self._keep_house()
        seen: dict[str, Look] = {}
        ready: list[Finished] = []
        taken = waiting = size = 0
        for file in _in_turn(self._folder.wires(self._aside.skips, self._unlisted)):
            verdict = self._judge(file, seen)
            if verdict is Readiness.WAIT:
                waiting += 1
                continue
            ready.append(Finished(file, verdict))
            size += file.look.size
            if len(ready) >= self._settings.batch_size or size >= _BATCH_BYTES:
                taken += self._intake.take(ready)
                ready, size = [], 0
            if self.stop.is_set():
                return Pass(taken, waiting)
        taken += self._intake.take(ready) if ready else 0
        self._looks = seen
        self._aside.forget_gone()
        return Pass(taken, waiting)

    def _judge(self, file: Waiting, seen: dict[str, Look]) -> Readiness:
        """Judge a file by the first look that saw it as it is now, which is noted in `seen`."""
        first = self._looks.get(file.path)
        first = first if first is not None and same(first, file.look) else None
        seen[file.path] = first or file.look
        packed = looks_packed(file.path, b"")
        limit = self._settings.unpack.max_total_bytes if packed else self._settings.max_article_bytes
        settle_s, empty_wait_s = self._settings.settle_s, self._settings.empty_wait_s
        return readiness(first, file.look, settle_s=settle_s, empty_wait_s=empty_wait_s, max_bytes=limit)

    def _turn(self) -> float:
        """Scan once and return how long to wait before the next scan."""
        try:
            done = self.scan()
        except (QueueFull, RedisUnavailable, OSError) as error:
            return self._hold(error)
        if self._hold_s:
            self._hold_s = 0.0
            _log.info(Event.INBOX_RESUMED)
        return self._pause(done)

    def _hold(self, error: Exception) -> float:
        self._hold_s = min(_HOLD_S[1], max(_HOLD_S[0], self._hold_s * 2))
        self._complaints.say(Event.INBOX_HOLDING, type(error).__name__, detail=str(error))
        return self._hold_s

    def _pause(self, done: Pass) -> float:
        """Return how long to wait: not at all where more may lie there, a settle time where something settles."""
        if done.taken:
            return 0.0
        settle_s = max(_SETTLE_LEAST_S, self._settings.settle_s)
        return min(self._settings.scan_interval_s, settle_s) if done.waiting else self._settings.scan_interval_s

    def _rest(self, pause: float, took: float) -> None:
        """Wait for the next scan. Events end the wait, but never a hold, and never so that scans take half the time."""
        if self._hold_s:
            self.stop.wait(pause)
        elif pause:
            self.stop.wait(took)
            self._wake.wait(max(0.0, pause - took))
        self._wake.clear()

    def _patience(self) -> float:
        return self._settings.empty_wait_s + 2 * max(_SETTLE_LEAST_S, self._settings.settle_s)

    def _keep_house(self) -> None:
        """Hold the lock, put back what dead watchers held, and let the oldest filed originals go."""
        now = time.monotonic()
        if not self._folder.claims.intact():
            self._reopen()
        if now >= self._rescue_at:
            put_back = self._folder.claims.rescue()
            self._rescue_at = now + EVERY_S
            if put_back:
                _log.warning(Event.INBOX_PUT_BACK, files=put_back)
        if now >= self._retention_at:
            filed, today = self._folder.root / ".filed", datetime.now(UTC).date()
            day = remove_oldest(filed, today, self._settings.filed_days)
            self._retention_at = now + (_RETENTION_S if day is None else 0.0)
            if day is not None:
                _log.info(Event.INBOX_EXPIRED, day=day)

    def _reopen(self) -> None:
        """Open the folder, but do not make it anew: one that vanished may come back with all that lies in it."""
        if self._opened:
            self._folder.claims.close()
            if not self._folder.root.is_dir():
                raise FileNotFoundError(f"{self._folder.root} is gone; mount or make it again, it is waited for")
        self._folder.open()
        self._opened = True
        self._rescue_at = 0.0

    def _unlisted(self, folder: str, detail: str) -> None:
        wire = folder.partition("/")[0]
        self._complaints.say(Event.INBOX_UNREADABLE, folder, wire=shown(wire), name=shown(folder), detail=detail)


def _in_turn(wires: dict[str, list[Waiting]]) -> Iterator[Waiting]:
    """Yield the oldest file of each wire, then the second of each, so that a busy wire does not starve the others."""
    for row in zip_longest(*wires.values()):
        yield from (file for file in row if file is not None)
