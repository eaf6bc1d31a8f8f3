"""The Celery task: bind the context, call the straight line, map the outcome. Nothing is decided here."""

import os
import signal
import socket
from functools import lru_cache
from types import FrameType
from typing import Any, NamedTuple

import structlog
from celery import signals
from celery.platforms import EX_OK
from celery.worker import state

from producer.enqueue import INGEST, Door
from schemas.log_events import Event
from schemas.settings import WORKER_NAME
from worker.app import app, settings
from worker.batch import Taster
from worker.database import engine_of
from worker.deadline import limit_memory
from worker.store import Store
from worker.sweep import Sweep

_log = structlog.get_logger(__name__)


class Bench(NamedTuple):
    """What one worker process works with."""

    taster: Taster
    door: Door
    sweep: Sweep


@lru_cache(maxsize=1)
def _bench(pid: int) -> Bench:
    """Return this process's connections; the argument keeps a forked child from using its parent's."""
    limit_memory(settings.worker_memory_mb)
    door = Door(settings)
    name = os.environ.get(WORKER_NAME) or f"{socket.gethostname()}:{pid}"
    taster = Taster(
        settings, door, Store(engine_of(settings), settings), name, stopping=lambda: state.should_stop is not None
    )
    return Bench(taster, door, Sweep(settings, door))


@app.task(name=INGEST, ignore_result=True)  # type: ignore[untyped-decorator]
def ingest(raw_ids: list[str]) -> None:
    """Take a batch of accepted articles down the straight line."""
    structlog.contextvars.clear_contextvars()
    _bench(os.getpid()).taster.ingest(raw_ids)


def _end_quietly(_signal: int, _frame: FrameType | None) -> None:
    """Ask for the same warm shutdown as Celery's own answer to SIGTERM, which prints a line that is not JSON."""
    state.should_stop = EX_OK


@signals.worker_ready.connect  # type: ignore[untyped-decorator]
def _begin(**_: Any) -> None:
    signal.signal(signal.SIGTERM, _end_quietly)
    if settings.sweep_interval_s:
        _bench(os.getpid()).sweep.start()
    _log.info(Event.WORKER_READY, worker=os.environ.get(WORKER_NAME) or socket.gethostname())


@signals.worker_shutdown.connect  # type: ignore[untyped-decorator]
def _end(**_: Any) -> None:
    if settings.sweep_interval_s:
        _bench(os.getpid()).sweep.stop()
    _log.info(Event.WORKER_STOPPED, worker=os.environ.get(WORKER_NAME) or socket.gethostname())
