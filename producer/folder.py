"""The inbox as a folder: scan, read, file, spike. Every move is a rename or a link, never a copy.

inbox/<wire>/...           what senders drop; the first folder names the wire
inbox/.claimed/<watcher>/  what one watcher has in hand (see `producer.claims`)
inbox/.filed/YYYY-MM-DD/   accepted originals
inbox/.spiked/YYYY-MM-DD/  what could not be enqueued, each with NAME.why.json
"""

import heapq
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import orjson

from producer.claims import CLAIMED, Claimed, Claims
from producer.names import LOCAL_WIRE, fitting, shown, wire_of
from producer.ready import Look, is_temporary
from producer.tree import Tree
from schemas.errors import SettingsError
from schemas.verdict import Refusal

FILED, SPIKED = ".filed", ".spiked"
_PAGE = 2048  # oldest files considered in one pass, of all wires: what bounds memory when 100,000 wait
_LEAST = 64  # of each wire, however many wires there are
_DEPTH = 16  # folders below a wire's: deeper ones are a mistake or a trick


class Waiting(NamedTuple):
    """A file in the inbox: its path below the inbox, and what it looks like now."""

    path: str
    look: Look


class Unsettled(Exception):
    """The file is not the one that was looked at, or was written to since: it has to settle again."""


Skips = Callable[[str, Look], bool]
Unlisted = Callable[[str, str], None]  # called with a folder that cannot be listed, and why with the way to mend it


class Folder:
    """One watcher's view of the inbox."""

    def __init__(self, root: Path, watcher: str) -> None:
        self.root = root
        self.tree = Tree(root)
        self.claims = Claims(self.tree, watcher)

    def open(self) -> None:
        """Make the folders and take the lock. Raise SettingsError where files could not be moved between them."""
        self.root.mkdir(parents=True, exist_ok=True)
        here = self.root.stat().st_dev
        for name in (CLAIMED, FILED, SPIKED):
            with self.tree.folder(name, make=True) as folder:
                if os.fstat(folder).st_dev != here:
                    raise SettingsError(
                        f"COPYTASTER_INBOX: {self.root / name} lies on another file system than {self.root}; files are "
                        "claimed by renaming, so mount the inbox as a whole"
                    )
        self.claims.open()

    def wires(self, skips: Skips, unlisted: Unlisted) -> dict[str, list[Waiting]]:
        """Scan all: the oldest files of each wire, oldest first; temporary names and what `skips` says left out."""
        with os.scandir(self.root) as entries:
            names = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
        folders = [name for name in names if not is_temporary(name)]
        page = max(_LEAST, _PAGE // (len(folders) + 1))
        found: dict[str, list[Waiting]] = {LOCAL_WIRE: self._oldest("", page, skips, unlisted)}
        for name in folders:
            files = self._oldest(name, page, skips, unlisted)
            before = found.get(wire := wire_of(name))
            found[wire] = files if before is None else heapq.nsmallest(page, before + files, key=_age)
        return found

    def read(self, claimed: Claimed, look: Look) -> bytes:
        """Read a claimed file. Raise Unsettled when it is not as it was looked at, OSError when it cannot be read."""
        descriptor = self.tree.open(claimed.at, os.O_RDONLY)
        with os.fdopen(descriptor, "rb") as stream:
            if not _is_still(descriptor, look):
                raise Unsettled
            body = stream.read(look.size + 1)
            if len(body) != look.size or not _is_still(descriptor, look):
                raise Unsettled
            return body

    def file(self, claimed: Claimed) -> str:
        """Move an accepted file to .filed/, overwriting nothing; return where it lies."""
        return self.tree.move(claimed.at, f"{FILED}/{_today()}/{claimed.path}")

    def spike(self, claimed: Claimed, refusal: Refusal) -> None:
        """Move a file that cannot be enqueued to .spiked/, with the reason beside it."""
        spiked = self.tree.move(claimed.at, f"{SPIKED}/{_today()}/{claimed.path}")
        self._explain(spiked, claimed.path, {"reason": refusal.reason, "detail": refusal.detail})

    def note_refused(self, claimed: Claimed, filed: str, refused: Sequence[Refusal], count: int) -> None:
        """Say in .spiked/ which members of a filed container could not be taken: the first of them, and how many."""
        members = [{"reason": one.reason, "detail": one.detail} for one in refused]
        beside = f"{SPIKED}/{_today()}/{claimed.path}"
        self._explain(beside, claimed.path, {"filed": shown(filed), "refused": count, "members": members})

    def _explain(self, path: str, name: str, why: dict[str, object]) -> None:
        above, _separator, last = path.rpartition("/")
        body = orjson.dumps({"name": shown(name), **why, "at": datetime.now(UTC)}, option=orjson.OPT_INDENT_2)
        self.tree.write_new(f"{above}/{fitting(last, '.why.json')}", body)

    def _oldest(self, top: str, page: int, skips: Skips, unlisted: Unlisted) -> list[Waiting]:
        files = (one for one in self._walk(top, unlisted) if not skips(one.path, one.look))
        return heapq.nsmallest(page, files, key=_age)

    def _walk(self, top: str, unlisted: Unlisted) -> Iterator[Waiting]:
        """Yield the files of one wire's folder and all below it; of the inbox itself only those that lie in it."""
        waiting = [top]
        here = self.root.stat().st_dev
        while waiting:
            folder = waiting.pop()
            try:
                entries = os.scandir(self.root / folder)
            except FileNotFoundError:  # removed since it was listed
                continue
            except OSError as error:
                if not folder:
                    raise
                unlisted(folder, f"cannot be listed ({error.strerror}); chmod a+rx or chown the folder")
                continue
            with entries:
                if folder and (self.root / folder).stat().st_dev != here:
                    unlisted(folder, "lies on another file system than the inbox; mount the inbox as a whole")
                    continue
                for entry in entries:
                    if is_temporary(entry.name):
                        continue
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if not entry.is_dir(follow_symlinks=False):
                        yield from _look(entry, path)
                    elif folder and folder.count("/") < _DEPTH:
                        waiting.append(path)


def _look(entry: "os.DirEntry[str]", path: str) -> Iterator[Waiting]:
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # another watcher claimed it between the listing and the look
        return
    yield Waiting(path, _look_of(status))


def _look_of(status: os.stat_result) -> Look:
    return Look(status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode, status.st_uid, time.monotonic())


def _is_still(descriptor: int, look: Look) -> bool:
    status = os.fstat(descriptor)
    return stat.S_ISREG(status.st_mode) and _look_of(status)[:3] == look[:3]


def _age(waiting: Waiting) -> int:
    return waiting.look.mtime_ns


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
