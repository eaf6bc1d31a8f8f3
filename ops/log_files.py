"""Log files: what the parts of a supervised service say, in HOME/log, bounded in size and number.

    HOME/log/run.jsonl      written now      HOME/log/run.1.jsonl ... run.7.jsonl      older, the highest the oldest

Several supervisors may share a HOME: the second of one command writes to `run-2.jsonl`, and so on.
"""

import contextlib
import errno
import fcntl
import itertools
import os
import threading
from pathlib import Path
from typing import BinaryIO, NamedTuple


class Limits(NamedTuple):
    """How large a file may grow, and how many there may be, the one written now among them."""

    most_bytes: int
    most_files: int


def log_folder(home: Path) -> Path:
    """Return where a HOME's log files lie."""
    return home.absolute() / "log"


def files_in(folder: Path) -> list[Path]:
    """Return the log files of a folder, the oldest first as far as their names tell."""
    return sorted(folder.glob("*.jsonl"), key=lambda path: (_stem(path), -_number(path)))


class LogFile:
    """One file, its predecessors, and the lock that says whose it is. Every write is of whole lines."""

    def __init__(self, folder: Path, command: str, limits: Limits) -> None:
        """Open the first file of a command that no living process has. Raise OSError where none can be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._limits = limits
        self._guard = threading.Lock()
        self._torn = False
        for number in itertools.count(1):
            stem = command if number == 1 else f"{command}-{number}"
            self._lock = os.open(folder / f".{stem}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._lock)
                continue
            self.path = folder / f"{stem}.jsonl"
            break
        self._file: BinaryIO = self.path.open("ab", buffering=0)

    def write(self, lines: bytes) -> None:
        """Append lines, beginning a new file when this one is full. Raise OSError when not all of them could be."""
        with self._guard:
            if self._file.tell() + len(lines) > self._limits.most_bytes and self._file.tell():
                self._turn()
            whole = b"\n" + lines if self._torn else lines  # a line that a full disk cut off stays a line of its own
            written = self._file.write(whole)
            self._torn = written != len(whole)
            if self._torn:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        """Close the file and let go of its lock."""
        self._file.close()
        os.close(self._lock)

    def _turn(self) -> None:
        self._file.close()
        try:
            for number in range(self._limits.most_files - 1, 0, -1):
                with contextlib.suppress(FileNotFoundError):
                    self._older(number - 1).replace(self._older(number))
            if self._limits.most_files == 1:
                self.path.unlink()
        finally:
            self._file = self.path.open("ab", buffering=0)

    def _older(self, number: int) -> Path:
        return self.path.with_suffix(f".{number}.jsonl") if number else self.path


def _number(path: Path) -> int:
    number = path.name.removesuffix(".jsonl").rpartition(".")[2]
    return int(number) if number.isdigit() else 0


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]
