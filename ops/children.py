"""Children: how a process of ours is started, as a command line or as a copy of this one, and ends with its parent."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NoReturn

_PR_SET_PDEATHSIG = 1  # prctl(2)
_POLL_S = 0.02


class Copy:
    """A child that is a copy of this process and runs one function: its exit code is what the function returns.

    It has all that was loaded, and its own group; threads and connections would not survive in it, so make it before
    there are any.
    """

    def __init__(self, run: Callable[[], int], dies_by: signal.Signals) -> None:
        self.returncode: int | None = None
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _be(run, dies_by, parent)

    def poll(self) -> int | None:
        """Return the exit code, minus a signal's number when one ended it; None while it lives."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code. Raise subprocess.TimeoutExpired when it lives longer than that."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("a copy of this process", timeout or 0.0)
            time.sleep(_POLL_S)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:  # until it was waited for, nobody else has its number
            os.kill(self.pid, number)


Child = subprocess.Popen[bytes] | Copy


def _be(run: Callable[[], int], dies_by: signal.Signals, parent: int) -> NoReturn:
    """Be the child to its end: nothing of the parent's stack may go on in it."""
    code = 1
    try:
        os.setpgid(0, 0)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(dies_by, parent)
        code = run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        if (error := sys.exception()) is not None:
            sys.excepthook(type(error), error, error.__traceback__)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def die_with_parent(by: signal.Signals, parent: int) -> None:
    """Ask the kernel to end this process with its parent: a killed supervisor leaves no process behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:  # it was killed before the kernel knew
            os.kill(os.getpid(), signal.SIGKILL)
