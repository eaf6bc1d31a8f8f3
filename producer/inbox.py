"""The watched folder: a full scan is the truth, events only make it sooner."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

import structlog
import watchfiles

from producer.enqueue import Acceptance, Door, Receipt
from producer.folder import Claimed, Folder, Waiting, shown, wire_of
from producer.ready import Look, Readiness, readiness, same
from producer.unpack import looks_packed, unpack
from schemas.errors import QueueFull, RedisUnavailable
from schemas.log_events import Event
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal, Stage

_COMPLAIN_EVERY_S = 60.0  # what stays wrong is said once a minute, not at every scan
_HOLD_S = (0.5, 10.0)  # first and longest pause while Redis is away or full

_log = structlog.get_logger(__name__)


class Pass(NamedTuple):
    """What one scan did: files taken, and files that are not ready yet."""

    taken: int
    waiting: int


class Inbox:
    """Watches one folder and enqueues what is finished. `stop` ends it after the file in hand."""

    def __init__(self, settings: Settings, door: Door) -> None:
        self.stop = threading.Event()
        self._wake = threading.Event()
        self._settings = settings
        self._door = door
        self._folder = Folder(settings.inbox_folder, f"{socket.gethostname()}-{os.getpid()}")
        self._looks: dict[str, Look] = {}
        self._unreadable: dict[str, Look] = {}
        self._complained: dict[str, float] = {}

    def tell_to_stop(self) -> None:
        """Let the watcher end after the file in hand."""
        self.stop.set()
        self._wake.set()

    def run(self) -> None:
        """Watch until `stop` is set; a folder that vanishes is waited for."""
        self._open()
        _log.info(Event.INBOX_WATCHING, inbox=str(self._folder.root))
        watcher = threading.Thread(target=self._listen, daemon=True)
        watcher.start()
        hold = 0.0
        while not self.stop.is_set():
            try:
                self.scan()
                hold = 0.0
            except (QueueFull, RedisUnavailable, OSError) as error:
                hold = min(_HOLD_S[1], max(_HOLD_S[0], hold * 2))
                self._complain(Event.INBOX_HOLDING, detail=str(error))
            self._wake.wait(hold or self._pause())
            self._wake.clear()
        self._folder.close()
        _log.info(Event.INBOX_STOPPED)

    def drain(self) -> int:
        """Take everything that lies there, wait for what is not finished, and return how many files were taken."""
        self._open()
        taken = 0
        while not self.stop.is_set():
            done = self.scan()
            taken += done.taken
            if not done.waiting and not done.taken:
                break
            self.stop.wait(self._pause())
        self._folder.close()
        return taken

    def scan(self) -> Pass:
        """Look at every wire once, the oldest file of each in turn, and take those that are ready."""
        seen: dict[str, Look] = {}
        taken = waiting = 0
        for file in _in_turn(self._folder.wires()):
            first = self._looks.get(file.path)
            first = first if first is not None and same(first, file.look) else None
            seen[file.path] = first or file.look
            if self.stop.is_set():
                break
            if self._unreadable.get(file.path, file.look)[:4] != file.look[:4] or file.path not in self._unreadable:
                verdict = self._judge(first, file)
                if verdict is Readiness.WAIT:
                    waiting += 1
                else:
                    taken += self._take(file, verdict)
        self._looks = seen
        return Pass(taken, waiting)

    def _judge(self, first: Look | None, file: Waiting) -> Readiness:
        packed = looks_packed(file.path, b"")
        limit = self._settings.unpack.max_total_bytes if packed else self._settings.max_article_bytes
        return readiness(
            first,
            file.look,
            settle_s=self._settings.settle_s,
            empty_wait_s=self._settings.empty_wait_s,
            max_bytes=limit,
        )

    def _take(self, file: Waiting, verdict: Readiness) -> bool:
        """Claim one file and bring it to .filed/ or .spiked/; False when another was faster or it cannot be read."""
        self._door.ledger.pending()  # a Redis that is away is noticed before anything is claimed
        claimed = self._folder.claim(file.path)
        if claimed is None:
            return False
        try:
            if verdict is not Readiness.READY:
                raise _unfit(verdict, file)
            receipts = self._enqueue(claimed)
            self._folder.file(claimed)
            self._report(file.path, receipts)
        except Refusal as refusal:
            self._folder.spike(claimed, refusal)
            wire = _wire(file.path)
            _log.warning(
                Event.INBOX_SPIKED, wire=wire, name=shown(file.path), reason=refusal.reason, detail=refusal.detail
            )
        except PermissionError:
            self._folder.put_back(claimed)
            self._unreadable[file.path] = file.look
            _log.warning(Event.INBOX_UNREADABLE, wire=_wire(file.path), name=shown(file.path), detail=_mend(file.look))
            return False
        except (QueueFull, RedisUnavailable, OSError):
            self._folder.put_back(claimed)
            raise
        return True

    def _enqueue(self, claimed: Claimed) -> list[Receipt]:
        """Enqueue every document of a claimed file; a container's bad member is quarantined by the worker, not lost."""
        limits = self._settings.unpack
        body = self._folder.read(claimed, max(limits.max_total_bytes, self._settings.max_article_bytes))
        raws = self._documents(claimed.path, body)
        receipts: list[Receipt] = []
        while batch := list(islice(raws, self._settings.batch_size)):
            receipts += self._offer(batch)
        return receipts

    def _documents(self, path: str, body: bytes) -> Iterator[RawArticle]:
        for member in unpack(shown(path), body, self._settings.unpack):
            if isinstance(member, Refusal):
                if not looks_packed(path, body[:512]):
                    raise member
                _log.warning(
                    Event.INBOX_SPIKED, wire=_wire(path), name=shown(path), reason=member.reason, detail=member.detail
                )
                continue
            yield RawArticle(wire=_wire(path), name=member.name, body=member.body, received_at=received_now())

    def _offer(self, batch: list[RawArticle]) -> list[Receipt]:
        """Enqueue a batch, waiting while the queue is full: a container may hold more than the high-water mark."""
        while True:
            try:
                return self._door.enqueue_many(batch)
            except QueueFull as error:
                self._complain(Event.INBOX_HOLDING, detail=str(error))
                if self.stop.wait(_HOLD_S[0]):
                    raise

    def _report(self, path: str, receipts: list[Receipt]) -> None:
        pending = sum(receipt.acceptance is Acceptance.PENDING for receipt in receipts)
        _log.info(
            Event.INBOX_FILED, wire=_wire(path), name=shown(path), articles=len(receipts) - pending, pending=pending
        )

    def _open(self) -> None:
        put_back = self._folder.open()
        if put_back:
            _log.warning(Event.INBOX_PUT_BACK, files=put_back)

    def _pause(self) -> float:
        """Wait for the next scan; a file that only has to settle is looked at again as soon as it may be ready."""
        return (
            min(self._settings.scan_interval_s, max(0.05, self._settings.settle_s))
            if self._looks
            else (self._settings.scan_interval_s)
        )

    def _listen(self) -> None:
        """Wake the loop when the system reports a change; the scan finds out what it was."""
        with contextlib.suppress(FileNotFoundError, OSError):  # network mounts report nothing: the scans remain
            for changes in watchfiles.watch(self._folder.root, stop_event=self.stop, debounce=100, step=20):
                if any(not os.path.relpath(path, self._folder.root).startswith(".") for _, path in changes):
                    self._wake.set()

    def _complain(self, event: Event, detail: str) -> None:
        now = time.monotonic()
        if now - self._complained.get(detail, -_COMPLAIN_EVERY_S) >= _COMPLAIN_EVERY_S:
            self._complained = {detail: now}
            _log.warning(event, detail=detail)


def _in_turn(wires: dict[str, list[Waiting]]) -> Iterator[Waiting]:
    """Yield the oldest file of each wire, then the second of each, so that a busy wire does not starve the others."""
    for row in zip_longest(*wires.values()):
        yield from (file for file in row if file is not None)


def _wire(path: str) -> str:
    first, separator, _rest = path.partition(os.sep)
    return wire_of(first if separator else "")


def _unfit(verdict: Readiness, file: Waiting) -> Refusal:
    name, size = shown(file.path), file.look.size
    if verdict is Readiness.SPIKE_EMPTY:
        return Refusal(Reason.EMPTY_BODY, f"{name} stayed empty; send it again with its text.", stage=Stage.RECEIVE)
    if verdict is Readiness.SPIKE_TOO_LARGE:
        detail = f"{name} has {size} bytes, more than is taken (COPYTASTER_MAX_ARTICLE_BYTES); send it in parts."
        return Refusal(Reason.TOO_LARGE, detail, stage=Stage.RECEIVE)
    detail = f"{name} is a link, pipe, socket or device; only regular files are taken. Send the file itself."
    return Refusal(Reason.UNSAFE, detail, stage=Stage.RECEIVE)


def _mend(look: Look) -> str:
    return f"mode {look.mode & 0o777:04o} does not let uid {os.getuid()} read it; chmod a+r or chown the file"
