"""The inbox as a folder: scan, claim, read, file, spike, put back. Every move is a rename or a link, never a copy.

inbox/<wire>/...           what senders drop; the first folder names the wire
inbox/.claimed/<watcher>/  what one watcher has in hand, with a lock that dies with the watcher
inbox/.filed/YYYY-MM-DD/   accepted originals
inbox/.spiked/YYYY-MM-DD/  what could not be enqueued, each with NAME.why.json
"""

import errno
import fcntl
import hashlib
import heapq
import itertools
import os
import re
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import orjson

from producer.ready import Look, is_temporary
from schemas.verdict import Refusal

LOCAL_WIRE = "local"  # files that lie in the inbox itself, in no wire's folder
_PAGE = 256  # files of one wire considered in one pass: what bounds memory when 100,000 wait
_NAME_MAX = 255  # bytes of a file's name on every file system we know


class Waiting(NamedTuple):
    """A file in the inbox: its path below the inbox, and what it looks like now."""

    path: str
    look: Look


class Claimed(NamedTuple):
    """A file in a watcher's hand: where it is, and its path below the inbox where it was."""

    at: Path
    path: str


class Folder:
    """One watcher's view of the inbox. Several watchers may share the folder; a file is claimed by exactly one."""

    def __init__(self, root: Path, watcher: str) -> None:
        self.root = root
        self.watcher = watcher
        self._claims = root / ".claimed" / watcher
        self._count = itertools.count(1)
        self._lock: int | None = None

    def open(self) -> int:
        """Make the folders, take this watcher's lock, put back what dead watchers held; return how many files."""
        self._claims.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self._claims / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return sum(
            self._put_back_all(claims) for claims in (self.root / ".claimed").iterdir() if claims != self._claims
        )

    def close(self) -> None:
        """Let go of the lock and of the empty claims folder."""
        if self._lock is not None:
            self._put_back_all(self._claims)
            os.close(self._lock)
            self._lock = None

    def wires(self) -> dict[str, list[Waiting]]:
        """Scan all: the oldest files of each wire, oldest first; temporary names and other watchers' left out."""
        found: dict[str, list[Waiting]] = {LOCAL_WIRE: self._oldest(self.root, deep=False)}
        with os.scandir(self.root) as entries:
            folders = sorted(e.name for e in entries if e.is_dir(follow_symlinks=False) and not is_temporary(e.name))
        for name in folders:
            found.setdefault(wire_of(name), []).extend(self._oldest(self.root / name, deep=True))
        return found

    def claim(self, path: str) -> Claimed | None:
        """Take a file by renaming it; None when another watcher or its sender was faster."""
        at = self._claims / str(next(self._count)) / path
        at.parent.mkdir(parents=True)
        try:
            (self.root / path).rename(at)
        except FileNotFoundError:
            return None
        return Claimed(at, path)

    def read(self, claimed: Claimed, max_bytes: int) -> bytes:
        """Read a claimed file, following no link and blocking on no pipe. Raise OSError when it cannot be read."""
        descriptor = os.open(claimed.at, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > max_bytes:
                raise OSError(errno.EFBIG, "changed since it was looked at")
            return stream.read(max_bytes)

    def file(self, claimed: Claimed) -> Path:
        """Move an accepted file to .filed/, overwriting nothing."""
        return _move(claimed.at, self.root / ".filed" / _today() / claimed.path)

    def spike(self, claimed: Claimed, refusal: Refusal) -> Path:
        """Move a file that cannot be enqueued to .spiked/, with the reason beside it."""
        spiked = _move(claimed.at, self.root / ".spiked" / _today() / claimed.path)
        why = {"name": shown(claimed.path), "reason": refusal.reason, "detail": refusal.detail, "at": datetime.now(UTC)}
        _fitting(spiked, ".why.json").write_bytes(orjson.dumps(why, option=orjson.OPT_INDENT_2))
        return spiked

    def put_back(self, claimed: Claimed) -> None:
        """Return a claimed file to its place in the inbox, or beside it where a new one has taken the place."""
        _move(claimed.at, self.root / claimed.path)

    def _put_back_all(self, claims: Path) -> int:
        """Put back what a watcher held, unless it is alive and holds its lock."""
        try:
            lock = os.open(claims / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except (FileNotFoundError, NotADirectoryError):
            return 0
        try:
            if claims != self._claims:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            files = [path for path in claims.glob("*/**/*") if not path.is_dir() or path.is_symlink()]
            for path in files:
                self.put_back(
                    Claimed(path, str(path.relative_to(claims).relative_to(path.relative_to(claims).parts[0])))
                )
            for folder in sorted((path for path in claims.glob("**/*") if path.is_dir()), reverse=True):
                folder.rmdir()
            (claims / ".lock").unlink()
            claims.rmdir()
        except BlockingIOError:
            return 0
        finally:
            os.close(lock)
        return len(files)

    def _oldest(self, folder: Path, *, deep: bool) -> list[Waiting]:
        return heapq.nsmallest(_PAGE, self._walk(folder, deep=deep), key=lambda waiting: waiting.look.mtime_ns)

    def _walk(self, folder: Path, *, deep: bool) -> Iterator[Waiting]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_temporary(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if deep:
                        yield from self._walk(Path(entry.path), deep=True)
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # another watcher claimed it between the listing and the look
                    continue
                look = Look(status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode, time.monotonic())
                yield Waiting(os.path.relpath(entry.path, self.root), look)


def wire_of(folder: str) -> str:
    """Return the wire that a folder's name stands for: lower case, of characters that are safe everywhere."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", folder.lower()).strip("-._")[:64]
    return slug or LOCAL_WIRE


def shown(path: str) -> str:
    """Return a path as text that can be logged and stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")[-1024:]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _fitting(path: Path, ending: str) -> Path:
    """Return the path with an ending added, its name shortened (and marked by a hash) where the two would not fit."""
    name = os.fsencode(path.name)
    if len(name) + len(ending) > _NAME_MAX:
        name = name[: _NAME_MAX - len(ending) - 9] + b"~" + hashlib.sha256(name).hexdigest()[:8].encode()
    return path.parent / (os.fsdecode(name) + ending)


def _move(source: Path, target: Path) -> Path:
    """Move without ever overwriting: a hard link under a free name, then the old name goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for attempt in itertools.count():
        free = target if attempt == 0 else _fitting(target, f"~{attempt}")
        try:
            os.link(source, free, follow_symlinks=False)
        except FileExistsError:
            continue
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
                raise
            os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))  # no hard links here
            source.replace(free)
            return free
        source.unlink()
        return free
    raise AssertionError("itertools.count has no end")
