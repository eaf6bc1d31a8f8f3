"""Is this file finished? A function of two looks at it and the time between them. Pure."""

import stat
from enum import StrEnum
from typing import NamedTuple

# What partial writers call their files: browsers, download tools, ftp and sftp servers, editors, synchronisers.
_TEMPORARY_ENDINGS = (
    *(".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".opdownload", ".aria2"),
    *(".swp", ".swo", ".swx", "~", ".!sync", ".bts", ".incomplete", ".inprogress", ".uploading", ".writing"),
)
_TEMPORARY_STARTS = (".", "~$")
# What desktops, network disks and synchronisers put beside people's files, in lower case.
_NOT_OURS = frozenset(
    {
        *("thumbs.db", "desktop.ini", "@eadir", "#recycle", "#snapshot", "$recycle.bin", "lost+found", "__macosx"),
        *("system volume information", "@tmp", "@sharebin"),
    }
)


class Look(NamedTuple):
    """What one look at a file saw, and when by the watcher's own monotonic clock (seconds)."""

    size: int
    mtime_ns: int
    inode: int
    mode: int
    owner: int
    at: float


class Readiness(StrEnum):
    """What is to be done with a file now."""

    WAIT = "wait"
    READY = "ready"
    SPIKE_EMPTY = "spike_empty"
    SPIKE_TOO_LARGE = "spike_too_large"
    SPIKE_NOT_REGULAR = "spike_not_regular"


def is_temporary(name: str) -> bool:
    """Return whether a name says that its writer has not finished, or that it is no article at all."""
    lower = name.lower()
    autosave = len(name) > 1 and name.startswith("#") and name.endswith("#")
    return autosave or lower in _NOT_OURS or name.startswith(_TEMPORARY_STARTS) or lower.endswith(_TEMPORARY_ENDINGS)


def readiness(first: Look | None, latest: Look, *, settle_s: float, empty_wait_s: float, max_bytes: int) -> Readiness:
    """Judge a file by the first of the looks that saw it as it is now, and the latest.

    Stable means the same size, modification time and inode over `settle_s` seconds of our own clock: the file's times
    are only compared with one another, so a wrong clock on the sender's side changes nothing. An empty file is given
    `empty_wait_s` for its first byte. Symlinks, sockets, devices and pipes are no articles, however long they rest.
    """
    if not stat.S_ISREG(latest.mode):
        return Readiness.SPIKE_NOT_REGULAR
    if first is None or not same(first, latest):
        return Readiness.WAIT
    rested = latest.at - first.at
    if latest.size == 0:
        return Readiness.SPIKE_EMPTY if rested >= empty_wait_s else Readiness.WAIT
    if rested < settle_s:
        return Readiness.WAIT
    return Readiness.SPIKE_TOO_LARGE if latest.size > max_bytes else Readiness.READY


def same(first: Look, latest: Look) -> bool:
    """Return whether nothing about the file has changed between two looks."""
    return first[:-1] == latest[:-1]
