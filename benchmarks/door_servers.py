"""The servers of the door's benchmark: the door itself, a bare endpoint with a Redis of its own, and what they cost."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import running
from ops.embedded import redis_command
from schemas.settings import Settings
from tests.support.environment import environment_of
from tests.support.ports import free_port

API = (sys.executable, "-m", "ops.cli", "api")
WORKER = (sys.executable, "-m", "ops.cli", "worker")


class Server(NamedTuple):
    """One of those that take articles."""

    port: int
    pid: int


@contextmanager
def bare_endpoint(settings: Settings) -> Iterator[Server]:
    """Run what most people write, with a Redis as it comes: it writes to its disk now and then."""
    port, socket_ = free_port(), settings.home / "bare.sock"
    as_it_comes = ("--port", "0", "--unixsocket", str(socket_), "--dir", str(settings.home))
    redis_server = [redis_command(settings)[0], *as_it_comes]
    environ = {**os.environ, "BARE_BROKER": f"redis+socket://{socket_}"}
    bare = [sys.executable, "-m", "benchmarks.door_bare", str(port)]
    log = settings.home / "parts.log"
    with running(redis_server, environ, log), running(bare, environ, log) as process:
        yield Server(port, process.pid)


def started(command: Sequence[str], settings: Settings) -> "AbstractContextManager[subprocess.Popen[bytes]]":
    """Run a process of the service until the block ends."""
    return running(command, environment_of(settings), settings.home / "parts.log")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process so far: on a busy machine it says more than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    """Return when something listens at a port. Raise TimeoutError when nothing does for a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}; see parts.log in {os.environ.get('TMPDIR', '/tmp')}")
