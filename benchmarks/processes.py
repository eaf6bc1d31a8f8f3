"""Processes of a benchmark: started with their lines in a file, ended with it, however it is ended."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_GRACE_S = 30.0
_ROOT = Path(__file__).parents[1]


@contextmanager
def running(command: Sequence[str], environ: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process until the block ends."""
    with log.open("ab") as lines:
        child = subprocess.Popen(command, env=environ, stdout=lines, stderr=lines, stdin=subprocess.DEVNULL, cwd=_ROOT)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(_GRACE_S)


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as an error would: what it has started is stopped on the way."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # 128 and the signal's number, as a shell says it
