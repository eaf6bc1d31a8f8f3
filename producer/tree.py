"""Moves below one folder: no link is followed on the way, and nothing is ever overwritten."""

import errno
import itertools
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from producer.names import marked

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)  # file systems, and files, without hard links
_COUNTED = 10  # free names tried in order; a sender that reuses one name all day gets random ones after that
_STEP = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC | getattr(os, "O_PATH", 0)


class Tree:
    """A folder and all below it. Paths are relative to it, their parts joined by "/".

    Every part is opened from the one before, refusing links, so that a folder that a sender swaps for a link between
    two steps leads nowhere. Errors are the system's own: FileNotFoundError, NotADirectoryError for a link, and so on.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def folder(self, path: str, *, make: bool = False) -> Iterator[int]:
        """Yield a descriptor of a folder; `make` what is missing on the way to it."""
        at = os.open(self.root, os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for part in filter(None, path.split("/")):
                if make:
                    _make(part, at)
                below = os.open(part, _STEP, dir_fd=at)
                os.close(at)
                at = below
            yield at
        finally:
            os.close(at)

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        """Open a file, following no link and waiting for no pipe; return its descriptor."""
        above, name = _split(path)
        with self.folder(above) as folder:
            return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode, dir_fd=folder)

    def rename(self, path: str, target: str) -> None:
        """Rename to a name that the caller knows to be free. Raise FileNotFoundError when the source is gone."""
        (above, name), (below, free) = _split(path), _split(target)
        with self.folder(above) as source, self.folder(below, make=True) as goal:
            os.rename(name, free, src_dir_fd=source, dst_dir_fd=goal)

    def move(self, path: str, target: str) -> str:
        """Move to `target`, or beside it where something has that name; return the new path."""
        (above, name), (below, wanted) = _split(path), _split(target)
        with self.folder(above) as source, self.folder(below, make=True) as goal:
            for free in _free_names(wanted):
                try:
                    _link_or_rename(name, source, free, goal)
                except FileExistsError:
                    continue
                return f"{below}/{free}" if below else free
        raise AssertionError("free names have no end")

    def write_new(self, path: str, body: bytes) -> None:
        """Write a new file, beside `path` where something has that name."""
        above, wanted = _split(path)
        with self.folder(above, make=True) as folder:
            for free in _free_names(wanted):
                try:
                    descriptor = os.open(
                        free, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o644, dir_fd=folder
                    )
                except FileExistsError:
                    continue
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(body)
                return


def _split(path: str) -> tuple[str, str]:
    above, _separator, name = path.rpartition("/")
    return above, name


def _make(part: str, at: int) -> None:
    try:
        os.mkdir(part, dir_fd=at)
    except FileExistsError:
        return


def _free_names(wanted: str) -> Iterator[str]:
    yield wanted
    for number in itertools.count(1):
        yield marked(wanted, f"~{number if number < _COUNTED else secrets.token_hex(4)}")


def _link_or_rename(name: str, source: int, free: str, goal: int) -> None:
    """Give a file a free name by a hard link, then take the old name away. Raise FileExistsError when it is not free.

    Where there are no hard links an empty file, or folder, is made under the free name first and renamed over.
    """
    try:
        os.link(name, free, src_dir_fd=source, dst_dir_fd=goal, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
    else:
        os.unlink(name, dir_fd=source)
        return
    if stat.S_ISDIR(os.stat(name, dir_fd=source, follow_symlinks=False).st_mode):
        os.mkdir(free, dir_fd=goal)
    else:
        os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600, dir_fd=goal))
    os.replace(name, free, src_dir_fd=source, dst_dir_fd=goal)
