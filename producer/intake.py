"""Intake: finished files to the queue. Claim, read, enqueue, file: many in one batch, and each to its own end."""

import errno
import os
import threading
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from producer.claims import Claimed
from producer.container import say_filed, say_spiked, take_container
from producer.enqueue import Door, Receipt
from producer.folder import Folder, Unsettled, Waiting
from producer.names import shown, wire_of_path
from producer.ready import Look, Readiness
from producer.request_id import new_request_id
from producer.said import Aside, Complaints
from producer.unpack import looks_packed
from schemas.errors import QueueFull
from schemas.log_events import Event
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal, Stage

_FULL_WAIT_S = 0.5  # between offers of a container's next part while the queue is full
# Errors of the disk, the mount or this process: they would meet the next file too. All others belong to one file.
OF_ALL_FILES = frozenset(
    {
        *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM),
        *(errno.ENOTCONN, errno.ESHUTDOWN, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT),
    }
)

_log = structlog.get_logger(__name__)


class Finished(NamedTuple):
    """A file that has settled, and what is to be done with it."""

    file: Waiting
    verdict: Readiness


class InHand(NamedTuple):
    """A claimed file, and the raw article that it holds."""

    claimed: Claimed
    raw: RawArticle


class Intake:
    """Takes files from a folder through the door. `stop` ends a wait for room in the queue."""

    def __init__(
        self,
        settings: Settings,
        door: Door,
        folder: Folder,
        *,
        aside: Aside,
        complaints: Complaints,
        stop: threading.Event,
    ) -> None:
        self._settings = settings
        self._door = door
        self._folder = folder
        self._aside = aside
        self._complaints = complaints
        self._stop = stop

    def take(self, batch: Sequence[Finished]) -> int:
        """Bring finished files to .filed/ or .spiked/; return how many.

        Raise QueueFull, RedisUnavailable, or OSError where no file can be taken now: what was claimed is put back.
        """
        room = self._room()
        held: list[Claimed] = []
        plain: list[InHand] = []
        taken = 0
        try:
            for finished in batch[:room]:
                claimed = self._claim(finished.file)
                if claimed is not None:
                    held.append(claimed)
                    taken += self._open(claimed, finished, plain)
            return taken + self._enqueue(plain)
        except BaseException:
            for claimed in held:  # what was filed or spiked meanwhile stays where it is
                self._folder.claims.put_back(claimed)
            raise

    def _room(self) -> int:
        """Return how many articles the queue has room for, before anything is claimed. Raise QueueFull for none."""
        count, _age_ms = self._door.ledger.pending()
        if count >= self._settings.high_water:
            raise QueueFull(f"{count} articles are pending, as many as may be (COPYTASTER_HIGH_WATER)")
        return self._settings.high_water - count

    def _claim(self, file: Waiting) -> Claimed | None:
        """Claim a file; None when another was faster, or when it cannot be taken out of its folder."""
        try:
            return self._folder.claims.claim(file.path)
        except OSError as error:
            if error.errno in OF_ALL_FILES:
                raise
            self._aside.put(file.path, file.look)
            above, _separator, _name = file.path.rpartition("/")
            detail = f"{error.strerror}: files cannot be taken out of its folder; chmod u+rwx or chown the folder"
            wire, name = wire_of_path(file.path), shown(file.path)
            self._complaints.say(Event.INBOX_UNREADABLE, above, wire=wire, name=name, detail=detail)
            return None

    def _open(self, claimed: Claimed, finished: Finished, plain: list[InHand]) -> int:
        """Read a claimed file; add it to `plain` when it is to be enqueued with others, or return 1 when it is done."""
        path, look = finished.file
        if finished.verdict is not Readiness.READY:
            self._spike(claimed, _unfit(finished.verdict, shown(path), look.size))
            return 1
        body = self._read(claimed, look)
        if body is None:
            return 0
        if not looks_packed(path, body[:512]):
            plain.append(
                InHand(
                    claimed,
                    RawArticle(
                        wire=wire_of_path(path),
                        name=shown(path),
                        body=body,
                        received_at=received_now(),
                        request_id=new_request_id(),
                    ),
                )
            )
            return 0
        try:
            take_container(claimed, body, self._settings, self._folder, self._offer)
        except Refusal as refusal:
            self._spike(claimed, refusal)
        return 1

    def _read(self, claimed: Claimed, look: Look) -> bytes | None:
        """Read a claimed file; None, and it is back in the inbox, when it has to settle again or cannot be read."""
        try:
            return self._folder.read(claimed, look)
        except Unsettled:  # its writer came back, or another file took its place
            self._folder.claims.put_back(claimed)
        except OSError as error:
            if error.errno in OF_ALL_FILES:
                raise
            self._folder.claims.put_back(claimed)
            if self._aside.put(claimed.path, look):
                wire, name = wire_of_path(claimed.path), shown(claimed.path)
                _log.warning(Event.INBOX_UNREADABLE, wire=wire, name=name, detail=_mend(error, look))
        return None

    def _enqueue(self, plain: Sequence[InHand]) -> int:
        """Enqueue single articles, file their files and return how many."""
        receipts = self._door.enqueue_many([one.raw for one in plain])
        for one, receipt in zip(plain, receipts, strict=True):
            self._folder.file(one.claimed)
            say_filed(one.claimed.path, [receipt], one.raw.request_id)
        return len(plain)

    def _offer(self, raws: Sequence[RawArticle]) -> list[Receipt]:
        """Enqueue a part of a container, waiting while the queue is full: it may hold more than the high-water mark."""
        while True:
            try:
                return self._door.enqueue_many(raws)
            except QueueFull as full:
                self._complaints.say(Event.INBOX_HOLDING, type(full).__name__, detail=str(full))
                if self._stop.wait(_FULL_WAIT_S):
                    raise

    def _spike(self, claimed: Claimed, refusal: Refusal) -> None:
        self._folder.spike(claimed, refusal)
        say_spiked(claimed.path, refusal)


def _unfit(verdict: Readiness, name: str, size: int) -> Refusal:
    if verdict is Readiness.SPIKE_EMPTY:
        return Refusal(Reason.EMPTY_BODY, f"{name} stayed empty; send it again with its text.", stage=Stage.RECEIVE)
    if verdict is Readiness.SPIKE_TOO_LARGE:
        detail = f"{name} has {size} bytes, more than is taken (COPYTASTER_MAX_ARTICLE_BYTES); send it in parts."
        return Refusal(Reason.TOO_LARGE, detail, stage=Stage.RECEIVE)
    detail = f"{name} is a link, pipe, socket or device; only regular files are taken. Send the file itself."
    return Refusal(Reason.UNSAFE, detail, stage=Stage.RECEIVE)


def _mend(error: OSError, look: Look) -> str:
    if isinstance(error, PermissionError):
        return (
            f"owner uid {look.owner}, mode {look.mode & 0o7777:04o}: uid {os.geteuid()} may not read it; "
            f"chmod a+r it, or chown it to uid {os.geteuid()}"
        )
    return f"it cannot be read ({error.strerror}); put a good copy in its place"
