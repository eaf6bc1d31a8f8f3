"""Parts: the command line of each process of the service, the same whether a person or the supervisor starts it."""

import os
import signal
import socket
import sys

import structlog

from ops.embedded import redis_command, wait_until_it_answers
from ops.supervisor import Part
from producer.enqueue import Door
from schemas.errors import RedisUnavailable
from schemas.log_events import Event
from schemas.settings import WORKER_NAME, Settings

_log = structlog.get_logger(__name__)


def redis_part(settings: Settings) -> Part:
    """Return the embedded Redis as a part."""
    return Part(
        "redis",
        redis_command(settings),
        ready=lambda: wait_until_it_answers(settings),
        dies_by=signal.SIGTERM,  # it writes what it holds and ends
    )


def worker_parts(settings: Settings) -> list[Part]:
    """Return the workers: each a Celery worker of one process, with a name by which the ledger knows its articles."""
    door = Door(settings)
    return [
        _worker(door, f"{socket.gethostname()}-{os.getpid()}-{number}") for number in range(1, settings.workers + 1)
    ]


def inbox_part() -> Part:
    """Return the inbox watcher."""
    return Part("inbox", [sys.executable, "-m", "ops.cli", "inbox"])


def celery_command(name: str) -> list[str]:
    """Return the command line of one worker process."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "worker.app", "worker"),
        *("--hostname", f"{name}@%h", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def _worker(door: Door, name: str) -> Part:
    def reclaim() -> None:
        """Announce what the dead worker had in hand at once, each article alone: one of them may have killed it."""
        try:
            raw_ids = door.ledger.reclaim(name)
        except RedisUnavailable:  # the sweep will find them
            return
        door.announce(raw_ids, alone=True)
        if raw_ids:
            _log.warning(Event.LEDGER_RECLAIMED, worker=name, articles=len(raw_ids))

    return Part(f"worker-{name}", celery_command(name), environ={WORKER_NAME: name}, died=reclaim)
