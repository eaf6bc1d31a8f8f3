"""Tail: the newest lines of HOME's log, read once for all who watch. It reads only while somebody does."""

import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ops.log_files import files_in
from ops.log_lines import Line, Wanted, line_of, time_of
from ops.log_tail import coming_lines

KEPT = 5_000  # lines in memory: ten seconds of 500 a second, so that a slow reader loses nothing in a hiccup
_UNWATCHED_S = 30.0  # without a reader; then the thread ends
_BACK_BYTES = 2 << 20  # of each file, read for what was there before: some 5,000 lines


class Batch(NamedTuple):
    """What a reader gets: the lines it wants, how many of those were left out, and where it goes on."""

    lines: list[Line]
    dropped: int
    at: int


class Tail:
    """The last lines by number; the first of all has number 0."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: deque[Line] = deque(maxlen=KEPT)
        self._next = 0
        self._asked = 0.0
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def now(self) -> int:
        """Return the number that the next line will have; begin to read."""
        with self._guard:
            self._watch()
            return self._next

    def since(self, at: int, wanted: Wanted, most: int) -> Batch:
        """Return the newest lines from a number on that are wanted, `most` at most."""
        with self._guard:
            self._watch()
            missed = max(0, self._next - len(self._lines) - at)
            fresh = list(self._lines)[max(0, len(self._lines) - (self._next - at)) :] if at < self._next else []
            following = self._next
        lines = [line for line in fresh if wanted.wants(line)]
        return Batch(lines[-most:], missed + max(0, len(lines) - most), following)

    def close(self) -> None:
        """Stop reading, and wait until the files are closed."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        self._asked = time.monotonic()
        if self._thread is None or self._stop.is_set() or not self._thread.is_alive():
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._read, args=(self._stop,), name="desk-tail", daemon=True)
            self._thread.start()
            threading.Thread(target=self._tire, args=(self._stop,), name="desk-tail-end", daemon=True).start()

    def _read(self, stop: threading.Event) -> None:
        with suppress(OSError):  # a folder that cannot be read now: who asks next begins anew
            for line in coming_lines(self._folder, stop):
                with self._guard:
                    self._lines.append(line)
                    self._next += 1

    def _tire(self, stop: threading.Event) -> None:
        """Stop the reading once nobody has asked for a while."""
        while not stop.wait(_UNWATCHED_S / 2):
            if time.monotonic() - self._asked > _UNWATCHED_S:
                stop.set()


def recent(folder: Path, wanted: Wanted, most: int) -> list[Line]:
    """Return the last wanted lines that were written, from the end of each file, by time."""
    found: list[Line] = []
    for path in files_in(folder):
        if path.name.count(".") > 2 or _is_older(path):
            continue
        found += [line for line in map(line_of, _end_of(path)) if line is not None and wanted.wants(line)]
    return sorted(found, key=time_of)[-most:]


def _is_older(path: Path) -> bool:
    """Return whether a file is older than the one before the one that is written now: `run.2.jsonl` and on."""
    number = path.name.removesuffix(".jsonl").rpartition(".")[2]
    return number.isdigit() and int(number) > 1


def _end_of(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _BACK_BYTES))
            lines = file.read(_BACK_BYTES).split(b"\n")
    except FileNotFoundError:  # removed since it was listed
        return []
    return lines[1:-1] if size > _BACK_BYTES else lines[:-1]
