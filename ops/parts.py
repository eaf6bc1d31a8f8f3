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


def worker_parts(settings: Settings) -> list[Part]:
    """Return the workers: each a Celery worker of one process."""
    return [Part(f"worker-{number}", celery_command(number)) for number in range(1, settings.workers + 1)]


def inbox_part() -> Part:
    """Return the inbox watcher."""
    return Part("inbox", [sys.executable, "-m", "ops.cli", "inbox"])


def celery_command(number: int) -> list[str]:
    """Return the command line of one worker process. Celery wants node names to differ, across supervisors too."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "worker.app", "worker"),
        *("--hostname", f"worker-{number}@%h", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
