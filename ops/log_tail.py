"""Log tail: the lines of HOME's log files in order of time, and those that are still to come."""

import heapq
import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ops.log_files import files_in
from ops.log_lines import Line, line_of, time_of

_POLL_S = 0.2


def past_lines(folder: Path, since: datetime | None = None) -> Iterator[Line]:
    """Yield what was written so far, by time; files last written before `since` are not opened."""
    stems: dict[str, list[Path]] = {}
    for path in files_in(folder):
        if since is None or path.stat().st_mtime >= since.timestamp():
            stems.setdefault(path.name.partition(".")[0], []).append(path)
    return heapq.merge(*(_lines_of(paths) for paths in stems.values()), key=time_of)


def coming_lines(folder: Path, stop: threading.Event) -> Iterator[Line]:
    """Yield lines as they are written, from now on, whatever files begin or are turned meanwhile, until stopped."""
    tails: dict[Path, _Tail] = {}
    try:
        _follow(tails, folder, at_end=True)
        while not stop.wait(_POLL_S):
            _follow(tails, folder, at_end=False)
            for tail in tails.values():
                yield from tail.read()
    finally:
        for tail in tails.values():
            tail.close()


def _follow(tails: dict[Path, "_Tail"], folder: Path, *, at_end: bool) -> None:
    """Open what is not followed yet."""
    for path in _written_now(folder):
        if path not in tails:
            with suppress(FileNotFoundError):  # between two names: it has its own at the next look
                tails[path] = _Tail(path, at_end=at_end)


class _Tail:
    """One file as it grows; when another takes its name, the rest of the old one, then the new one."""

    def __init__(self, path: Path, *, at_end: bool) -> None:
        self._path = path
        self._file: BinaryIO = path.open("rb")
        self._rest = b""
        if at_end:
            self._file.seek(0, os.SEEK_END)

    def read(self) -> Iterator[Line]:
        """Yield the whole lines that were added."""
        yield from self._added()
        try:
            turned = self._path.stat().st_ino != os.fstat(self._file.fileno()).st_ino
        except FileNotFoundError:  # between two names
            return
        if turned:
            yield from self._added()  # what was written between the look and the turn
            self._file.close()
            self._file, self._rest = self._path.open("rb"), b""
            yield from self._added()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _added(self) -> Iterator[Line]:
        *whole, self._rest = (self._rest + self._file.read()).split(b"\n")
        yield from (line for line in map(line_of, whole) if line is not None)


def _written_now(folder: Path) -> list[Path]:
    return [path for path in files_in(folder) if path.name.count(".") == 1]


def _lines_of(paths: list[Path]) -> Iterator[Line]:
    """Yield the lines of files that follow each other; one that is removed meanwhile was the oldest."""
    for path in paths:
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            found = map(line_of, file)
            yield from itertools.filterfalse(lambda line: line is None, found)
