"""Ports of this machine at which nothing listens, for processes that must be told one before they start."""

import errno
import random
import socket
from contextlib import ExitStack

# Below those that Linux gives to connections by itself (ip_local_port_range, from 32768 on): no connection of another
# process takes a port between its choice here and the start of who was told it.
_CHOICE = range(15_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Return so many ports, all different."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(_listening()) for _ in range(count)]
        return [int(one.getsockname()[1]) for one in listeners]


def free_port() -> int:
    """Return one port."""
    return free_ports(1)[0]


def _listening() -> socket.socket:
    """Return a listener at a port of our choice that was free."""
    while True:
        try:
            return socket.create_server(("127.0.0.1", random.choice(_CHOICE)))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
