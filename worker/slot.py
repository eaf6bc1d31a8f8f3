"""Slot: a worker's name, taken by a lock that dies with it, so that whoever has the name next knows what it left."""

import fcntl
import hashlib
import itertools
import os
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


class Slot(NamedTuple):
    """A name that no other living process has, and the descriptor that holds its lock."""

    name: str
    lock: int


def take_slot(home: Path) -> Slot:
    """Take the first name of this host and HOME that no living process has. Raise OSError when HOME cannot be written.

    The kernel lets go of the lock when the process ends, however it ends. A worker that is started after another was
    killed therefore has the dead one's name, and may announce again at once what the ledger says that name had in hand.
    """
    folder = _folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    place = hashlib.sha256(os.fsencode(folder)).hexdigest()[:4]  # two services of one host may share a Redis
    for number in itertools.count(1):
        name = f"{socket.gethostname()}-{place}-{number}"
        lock = os.open(folder / f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        return Slot(name, lock)
    raise AssertionError("itertools.count has no end")


def dead(home: Path, names: Iterable[str]) -> Iterator[str]:
    """Yield those of the names whose workers were of this HOME and live no more. Nobody takes a name meanwhile."""
    for name in names:
        try:
            lock = os.open(_folder(home) / f"{name}.lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:  # a name of another host or HOME: only the lease tells
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield name
        except BlockingIOError:
            continue
        finally:
            os.close(lock)


def _folder(home: Path) -> Path:
    return home.absolute() / "workers"
