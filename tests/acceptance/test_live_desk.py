"""The desk in a terminal: a real one, watched from its other side, and left as it was found."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from schemas.settings import Settings
from tests.acceptance.conftest import ROOT
from tests.support.databases import Database
from tests.support.desk_page import log_line, newsroom_day, write_log
from tests.support.environment import environment_of

pytestmark = [pytest.mark.acceptance, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
LINES, COLUMNS = 24, 100
ENTER, LEAVE, SHOW_CURSOR, HOME = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[H"  # xterm's control sequences
_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A pseudo-terminal with a command in it; what the command writes is kept."""

    def __init__(self, settings: Settings) -> None:
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.found_as = termios.tcgetattr(self.slave)
        self.written = b""
        self.command = subprocess.Popen(
            [sys.executable, "-m", "ops.cli", "desk", "--every", "0.2"],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={**environment_of(settings), "TERM": "xterm-256color"},
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - a system call, no lock is taken
        )

    def read_until(self, word: bytes, after: int = 0, within_s: float = 30.0) -> bytes:
        """Return what was written by the time a word stood in it, after so many bytes."""
        until = time.monotonic() + within_s
        while word not in self.written[after:]:
            assert time.monotonic() < until, f"there is no {word!r} in {self.written[-2000:]!r}"
            self._read()
        return self.written

    def end(self) -> int:
        """Wait for the end of the command; return its exit code."""
        until = time.monotonic() + 30
        while self.command.poll() is None and time.monotonic() < until:
            self._read()
        self._read()
        return self.command.wait(1)

    def picture_with(self, word: bytes) -> list[str]:
        """Wait for a picture in which a word stands, and for the next one; return its lines, without colours."""
        self.read_until(word)
        after = self.written.index(word)
        self.read_until(HOME, after=after)
        shown = self.written[self.written.rindex(HOME, 0, after) : self.written.index(HOME, after)]
        return _CONTROL.sub(b"", shown).decode().splitlines()

    def _read(self) -> None:
        if select.select([self.master], [], [], 0.1)[0]:
            with contextlib.suppress(OSError):
                self.written += os.read(self.master, 1 << 16)


@contextmanager
def terminal(settings: Settings) -> Iterator[Terminal]:
    """Run the desk in a terminal of 24 lines."""
    found = Terminal(settings)
    try:
        yield found
    finally:
        found.command.kill()
        found.command.wait()
        os.close(found.master)
        os.close(found.slave)


@pytest.mark.parametrize("how", ["ctrl-c", "sigterm"])
def test_the_terminal_is_left_as_it_was_found(database: Database, how: str) -> None:
    """The other screen is left, the cursor is back, the keys are read as before."""
    newsroom_day(database)
    with terminal(database.settings) as desk:
        assert ENTER in desk.read_until(b"lag ")
        if how == "ctrl-c":
            os.write(desk.master, b"\x03")
        else:
            desk.command.send_signal(signal.SIGTERM)
        assert desk.end() == 0
        assert desk.written.rindex(LEAVE) > desk.written.rindex(ENTER)
        assert SHOW_CURSOR in desk.written[desk.written.rindex(b"lag ") :]
        assert b"Traceback" not in desk.written
        assert termios.tcgetattr(desk.slave) == desk.found_as


def test_the_desk_shows_the_lag_first_and_the_newest_line_last(database: Database) -> None:
    """What comes while one looks is there at the next picture, and nothing falls off the terminal's edge."""
    newsroom_day(database)
    write_log(database.settings, *(log_line("article.stored", wire="ap", headline=f"Line {n}") for n in range(40)))
    with terminal(database.settings) as desk:
        desk.read_until(b"Line 39")
        write_log(database.settings, log_line("article.kill", wire="ap", headline="Kill the harbor story"))
        shown = desk.picture_with(b"Kill the harbor story")
    assert "lag" in shown[0]
    text = "\n".join(shown)
    assert all(word in text for word in ("lunde", "broken", "in quarantine 2", "Kill the harbor story"))
    assert len(shown) <= LINES
