"""Parts: the command line of each process of the service, the same whether a person or the supervisor starts it."""

import signal
import sys

from ops.embedded import redis_command, wait_until_it_answers
from ops.supervisor import Part
from schemas.settings import Settings


def redis_part(settings: Settings) -> Part:
    """Return the embedded Redis as a part. Two of them must never write to one append-only file."""
    return Part(
        "redis",
        redis_command(settings),
        ready=lambda: wait_until_it_answers(settings),
        foundation=True,
        dies_by=signal.SIGTERM,  # it writes what it holds and ends
        lock=settings.home.absolute() / "redis" / "lock",
    )


def workers_part() -> Part:
    """Return the process that makes the workers. It has one thread: numpy's own would not survive in a copy."""
    return Part("workers", [sys.executable, "-m", "ops.nursery"], environ={"OPENBLAS_NUM_THREADS": "1"})


def inbox_part() -> Part:
    """Return the inbox watcher."""
    return Part("inbox", [sys.executable, "-m", "ops.watcher"])


def api_part() -> Part:
    """Return what serves HTTP."""
    return Part("api", [sys.executable, "-m", "ops.cli", "api"])
