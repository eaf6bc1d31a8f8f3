"""Claims: what one watcher has in hand, under a lock that dies with it; and what dead watchers had, put back.

inbox/.claimed/<watcher>/.lock          held by the living watcher
inbox/.claimed/<watcher>/<slot>/<path>  a claimed file, with its path below the inbox
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from producer.tree import Tree

CLAIMED = ".claimed"
_LOCK = ".lock"


class Claimed(NamedTuple):
    """A file in a watcher's hand: where it is, and where in the inbox it was. Both below the inbox."""

    at: str
    path: str


class Claims:
    """One watcher's claims. Several watchers may share an inbox; a file is claimed by exactly one of them.

    `watcher` need not be unique (in a container host and process number are always the same): each life of a watcher
    adds a random word, so that what an earlier life held is never taken for its own.
    """

    def __init__(self, tree: Tree, watcher: str) -> None:
        self._tree = tree
        self._watcher = watcher
        self._own = ""
        self._lock = -1
        self._stuck = False  # something could not be put back when it had to be

    def open(self) -> None:
        """Make this watcher's folder and take its lock."""
        self._own = f"{CLAIMED}/{self._watcher}-{secrets.token_hex(4)}"
        while self._lock < 0:
            with self._tree.folder(self._own, make=True):
                pass
            # Between the two steps another watcher may take the folder for a dead one's and tidy it away.
            with contextlib.suppress(FileNotFoundError):
                self._lock = self._try_lock(self._own)

    def close(self) -> None:
        """Put back what is still in hand and let go of the lock."""
        if self._lock >= 0:
            with contextlib.suppress(OSError):
                self._empty(self._own)
            os.close(self._lock)
            self._lock = -1
        self._stuck = False

    def intact(self) -> bool:
        """Return whether all is well; if not, close and open again.

        All is not well when the folder was removed or its disk is another now, or when something is stuck in it.
        """
        if self._lock < 0 or self._stuck:
            return False
        try:
            return _is_at(self._tree, f"{self._own}/{_LOCK}", self._lock)
        except OSError:
            return False

    def claim(self, path: str) -> Claimed | None:
        """Take a file by renaming it; None when another watcher or its sender was faster."""
        at = next(at for slot in count() if not self._exists(at := f"{self._own}/{slot}/{path}"))
        try:
            self._tree.rename(path, at)
        except FileNotFoundError:
            return None
        return Claimed(at, path)

    def put_back(self, claimed: Claimed) -> None:
        """Return a claimed file to its place in the inbox, or beside it where a new one has taken the place.

        What cannot be put back now, because the disk is full or gone, is put back when the claims are opened again.
        """
        try:
            self._tree.move(claimed.at, claimed.path)
        except FileNotFoundError:
            # It was filed or spiked before the error came; or the whole folder is away, which a scan will find out.
            self._stuck = not self._tree.root.is_dir()
        except OSError:
            self._stuck = True

    def rescue(self) -> int:
        """Put back what dead watchers held; return how many files. A living one's lock cannot be taken."""
        with self._tree.folder(CLAIMED, make=True):
            folders = sorted(entry.name for entry in os.scandir(self._tree.root / CLAIMED) if entry.is_dir())
        return sum(self._rescue(f"{CLAIMED}/{name}") for name in folders if f"{CLAIMED}/{name}" != self._own)

    def _rescue(self, dead: str) -> int:
        try:
            lock = self._try_lock(dead)
        except FileNotFoundError:  # another watcher tidied it away
            return 0
        if lock < 0:
            return 0
        try:
            return self._empty(dead)
        finally:
            os.close(lock)

    def _try_lock(self, folder: str) -> int:
        """Return a descriptor that holds the folder's lock; -1 when another holds it, or when it is not there now."""
        descriptor = self._tree.open(f"{folder}/{_LOCK}", os.O_CREAT | os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(self._tree, f"{folder}/{_LOCK}", descriptor):
                return descriptor
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(descriptor)
        return -1

    def _empty(self, claims: str) -> int:
        """Put back all files of a claims folder and remove it; return how many. One that cannot be moved stays."""
        moved = 0
        for at, path in list(self._files(claims)):
            with contextlib.suppress(OSError):
                self._tree.move(at, path)
                moved += 1
        top = self._tree.root / claims
        for folder, _folders, _files in os.walk(top, topdown=False):
            with contextlib.suppress(OSError):
                if folder == str(top):
                    (top / _LOCK).unlink()
                Path(folder).rmdir()
        return moved

    def _files(self, claims: str) -> Iterator[Claimed]:
        top = self._tree.root / claims
        for folder, folders, names in os.walk(top):
            below = os.path.relpath(folder, top)
            if below == ".":  # the lock, and the slots
                continue
            _slot, _separator, path = below.partition("/")
            links = [name for name in folders if Path(folder, name).is_symlink()]
            for name in [*names, *links]:
                yield Claimed(f"{claims}/{below}/{name}", f"{path}/{name}" if path else name)

    def _exists(self, path: str) -> bool:
        return os.path.lexists(self._tree.root / path)


def _is_at(tree: Tree, path: str, descriptor: int) -> bool:
    above, _separator, name = path.rpartition("/")
    with tree.folder(above) as folder:
        return os.path.samestat(os.stat(name, dir_fd=folder, follow_symlinks=False), os.fstat(descriptor))
