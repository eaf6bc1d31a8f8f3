"""Part log: the supervisor copies what its parts write, line by line, to the log's file and to standard error.

A part's lines are JSON; in the file each also says which part wrote it. A line that is no JSON, as a crash prints it,
is told as an event of its own, so that the file holds events alone. A file that cannot be written stops nothing.
"""

import contextlib
import fcntl
import io
import os
import sys
import threading
from datetime import UTC, datetime
from typing import IO, TextIO, cast

import orjson

from ops.log_files import LogFile
from schemas.log_events import Event
from schemas.ticker import ticker

_CHUNK = 1 << 16
_PIPE_BYTES = 1 << 20  # some thousand lines: a supervisor that is held up for a moment holds up no part
_F_SETPIPE_SZ = 1031  # fcntl(2), Linux
_LONGEST = 1 << 20  # bytes of one line: a longer one is cut into several
_PRINTED = 4096  # characters of a line that is no log line
_SIGNED = b'{"part":'  # how a line begins whose writer has named itself, see schemas.logging_setup


class PartLog:
    """Takes lines of any number of parts, each in its own thread, and writes them whole."""

    def __init__(self, file: LogFile, stream: TextIO | None = None, *, as_ticker: bool) -> None:
        self._file = file
        self._stream = stream or sys.stderr
        self._as_ticker = as_ticker
        self._guard = threading.Lock()
        self._unwritable = False
        self._threads: list[threading.Thread] = []

    def follow(self, part: str, stream: IO[bytes]) -> None:
        """Copy a part's lines in a thread of its own until the part closes the stream."""
        if sys.platform == "linux":
            fcntl.fcntl(stream.fileno(), _F_SETPIPE_SZ, _PIPE_BYTES)
        thread = threading.Thread(target=self._copy, args=(part, stream), name=f"log-{part}", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    def of(self, part: str) -> TextIO:
        """Return a stream for lines of this very process, under the name of a part."""
        return cast("TextIO", _Lines(self, part))

    def write(self, part: str, lines: list[bytes]) -> None:
        """Write whole lines, each without its newline."""
        told = [told_by(part, line) for line in lines if line.strip()]
        self._to_file(b"".join(told))
        shown = [ticker(orjson.loads(line)) if self._as_ticker else line[:-1].decode() for line in told]
        with self._guard, contextlib.suppress(OSError, ValueError):  # whoever read standard error has gone
            self._stream.write("".join(f"{line}\n" for line in shown))
            self._stream.flush()

    def close(self, patience_s: float = 5.0) -> None:
        """Wait until what the parts wrote is copied, then close the file."""
        for thread in self._threads:
            thread.join(patience_s)
        self._file.close()

    def _to_file(self, lines: bytes) -> None:
        try:
            self._file.write(lines)
        except OSError as error:
            if not self._unwritable:
                self._unwritable = True
                detail = f"{self._file.path}: {error.strerror}; make room or chmod it, lines go on to standard error"
                self.write("supervisor", [_event(Event.LOG_UNWRITABLE, detail)])
        else:
            self._unwritable = False

    def _copy(self, part: str, stream: IO[bytes]) -> None:
        rest = b""
        with stream:
            while chunk := os.read(stream.fileno(), _CHUNK):
                *lines, rest = (rest + chunk).split(b"\n")
                if len(rest) > _LONGEST:
                    lines, rest = [*lines, rest], b""
                if lines:
                    self.write(part, lines)
        if rest:  # a part that was killed in the middle of a line
            self.write(part, [rest])


def told_by(part: str, line: bytes) -> bytes:
    """Return a part's line for the file, newline included: with the part's name, and an event even if it was none.

    A worker signs its lines itself: what is followed is the nursery, whose copies write to the same stream.
    """
    if not is_event(line):
        line = _event(Event.PART_PRINTED, line.decode("utf-8", "replace")[:_PRINTED])
    if line.startswith(_SIGNED):
        return line + b"\n"
    return b'{"part":' + orjson.dumps(part) + b"," + line[1:] + b"\n"


def is_event(line: bytes) -> bool:
    """Return whether a line is a log line of ours: one JSON object that names its event."""
    if not line.startswith(b'{"') or b'"event":' not in line:
        return False
    try:
        return isinstance(orjson.loads(line)["event"], str)
    except (orjson.JSONDecodeError, KeyError):
        return False


class _Lines(io.TextIOBase):
    """A stream that gives whole lines to the log."""

    def __init__(self, log: PartLog, part: str) -> None:
        self._log = log
        self._part = part

    def write(self, text: str) -> int:
        self._log.write(self._part, text.encode("utf-8", "replace").splitlines())
        return len(text)


def _event(event: Event, detail: str) -> bytes:
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"event": event.value, "detail": detail, "level": "warning", "timestamp": now})
