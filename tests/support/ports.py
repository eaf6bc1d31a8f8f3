"""Ports of this machine at which nothing listens, for processes that must be told one before they start."""

import socket
from contextlib import ExitStack


def free_ports(count: int) -> list[int]:
    """Return so many ports, all different."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(one.getsockname()[1]) for one in listeners]


def free_port() -> int:
    """Return one port."""
    return free_ports(1)[0]
