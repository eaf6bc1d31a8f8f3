"""Hosts for tests: network namespaces joined by a bridge, each of which can be cut off. Needs root and `ip`."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

# A network for each test process: two runs on one machine must not share addresses.
_NETWORK = f"10.{200 + os.getpid() // 250 % 50}.{os.getpid() % 250}"
BRIDGE_ADDRESS = f"{_NETWORK}.1"


class Host(NamedTuple):
    """A namespace with an address of its own behind the bridge."""

    name: str
    link: str  # the bridge's end of its cable

    def command(self, *words: str) -> list[str]:
        """Return a command line that runs on this host."""
        return ["ip", "netns", "exec", self.name, *words]

    def cut(self) -> None:
        """Pull the cable: packets vanish, nobody is told."""
        _ip("link", "set", self.link, "down")

    def join(self) -> None:
        """Plug the cable in again."""
        _ip("link", "set", self.link, "up")


def available() -> bool:
    """Return whether this process may make namespaces."""
    return os.geteuid() == 0 and shutil.which("ip") is not None


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """Yield so many hosts that reach this machine at BRIDGE_ADDRESS."""
    bridge = f"ct{os.getpid() % 100000}"
    made = [Host(f"{bridge}-{number}", f"{bridge}v{number}") for number in range(1, count + 1)]
    _ip("link", "add", bridge, "type", "bridge")
    try:
        _ip("address", "add", f"{BRIDGE_ADDRESS}/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for number, host in enumerate(made, start=2):
            _ip("netns", "add", host.name)
            _ip("link", "add", host.link, "type", "veth", "peer", "name", "eth0", "netns", host.name)
            _ip("link", "set", host.link, "master", bridge, "up")
            _ip("-n", host.name, "address", "add", f"{_NETWORK}.{number}/24", "dev", "eth0")
            _ip("-n", host.name, "link", "set", "eth0", "up")
            _ip("-n", host.name, "link", "set", "lo", "up")
        yield made
    finally:
        for host in made:
            subprocess.run(["ip", "netns", "del", host.name], check=False, capture_output=True)
        _ip("link", "del", bridge)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
