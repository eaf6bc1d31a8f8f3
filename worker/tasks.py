"""The Celery task: bind the context, call the straight line, map the outcome. Nothing is decided here."""

import os
import signal
import socket
from functools import lru_cache
from importlib import import_module
from types import FrameType
from typing import Any, NamedTuple

import structlog
from celery import signals
from celery.platforms import EX_OK
from celery.worker import state

from producer.enqueue import INGEST, Door
from producer.ledger import connect
from schemas.errors import DatabaseUnavailable, RedisUnavailable, SchemaBehind
from schemas.log_events import Event
from schemas.logging_setup import configure_logging
from schemas.sentry_setup import end_reporting, report_faults
from schemas.tracing_setup import end_tracing
from worker.app import app, settings
from worker.batch import Taster
from worker.database import engine_of
from worker.deadline import limit_memory
from worker.migrate import require_schema
from worker.progress import Progress
from worker.slot import take_slot
from worker.store import Store
from worker.sweep import Sweep, reclaim
from worker.warm_up import settle, warm_up

_log = structlog.get_logger(__name__)
# What Celery imports only when a worker starts.
_LOADED_LATE = (
    *("celery.apps.worker", "celery.concurrency.solo", "celery.worker.components", "celery.worker.consumer"),
    *("celery.worker.autoscale", "celery.app.log", "celery.events.state", "kombu.transport.redis"),
)


_HEARTBEAT_S = 10.0  # Flower holds a worker for gone after twice that; without, Celery would give it no tasks to show


class Bench(NamedTuple):
    """What one worker process works with."""

    name: str
    door: Door
    taster: Taster
    sweep: Sweep
    progress: Progress


@lru_cache(maxsize=1)
def _bench(pid: int) -> Bench:
    """Return this process's connections; the argument keeps a forked child from using its parent's."""
    limit_memory(settings.worker_memory_mb)
    door = Door(settings)
    name = _name(pid)
    report_faults(settings, name)
    store = Store(engine_of(settings), settings)
    progress = Progress(connect(settings), settings, name)
    taster = Taster(settings, door, store, name, lambda: state.should_stop is not None, finished=progress.finished)
    return Bench(name, door, taster, Sweep(settings, door, progress.seen), progress)


def _name(pid: int) -> str:
    """Return a name that nobody else has: its slot's, or one of this process alone where HOME is read-only."""
    try:
        return take_slot(settings.home).name
    except OSError as error:
        _log.warning(Event.WORKER_NAMELESS, detail=f"{error}; what it has in hand when it is killed comes back later")
        return f"{socket.gethostname()}:{pid}"


def preload() -> None:
    """Check the schema and load all that a worker needs, before it is copied. Raise SystemExit for an old schema."""
    _refuse_old_schema()
    warm_up()
    for module in _LOADED_LATE:
        import_module(module)
    settle()


def work(number: int) -> int:
    """Be a Celery worker until told to stop, and return its exit code. Node names must differ on one host."""
    part = f"worker-{number}"
    hostname = f"{part}@{socket.gethostname()}"
    worker = app.Worker(
        hostname=hostname, quiet=True, without_gossip=True, without_mingle=True, heartbeat_interval=_HEARTBEAT_S
    )
    configure_logging(settings.log_level, settings.log_format, part=part)
    worker.start()
    return int(worker.exitcode or 0)


@app.task(name=INGEST, ignore_result=True)  # type: ignore[untyped-decorator]
def ingest(raw_ids: list[str]) -> None:
    """Take a batch of accepted articles down the straight line."""
    structlog.contextvars.clear_contextvars()
    try:
        _bench(os.getpid()).taster.ingest(raw_ids)
    except RedisUnavailable as error:
        _log.warning(Event.LEDGER_UNREACHABLE, detail=str(error))


def _end_quietly(_signal: int, _frame: FrameType | None) -> None:
    """Ask for the same warm shutdown as Celery's own answer to SIGTERM, which prints a line that is not JSON."""
    state.should_stop = EX_OK


@signals.worker_init.connect  # type: ignore[untyped-decorator]
def _prepare(**_: Any) -> None:
    """Check the schema and load what reading needs, before a pool forks: its children share the memory."""
    _refuse_old_schema()
    warm_up()
    settle()


def _refuse_old_schema() -> None:
    """End with exit code 5 where the schema is behind; a database that is away is waited for, batch in hand."""
    engine = engine_of(settings)
    try:
        require_schema(engine)
    except SchemaBehind as error:
        _log.error(Event.WORKER_REFUSED, detail=str(error))
        raise SystemExit(error.exit_code) from error
    except DatabaseUnavailable as error:
        _log.warning(Event.DATABASE_WAITING, attempt=0, detail=str(error))
    finally:
        engine.dispose()  # a child of a prefork pool must not inherit its connection


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]
def _begin_in_pool(**_: Any) -> None:
    """Let a new child of a prefork pool take the name of the one that died, and bring back what that had in hand."""
    bench = _bench(os.getpid())
    reclaim(bench.door, bench.name)


@signals.worker_ready.connect  # type: ignore[untyped-decorator]
def _begin(**_: Any) -> None:
    signal.signal(signal.SIGTERM, _end_quietly)
    bench = _bench(os.getpid())
    reclaim(bench.door, bench.name)
    bench.progress.finished(0)
    if settings.sweep_interval_s:
        bench.sweep.start()
    _log.info(Event.WORKER_READY, worker=bench.name)


@signals.worker_shutdown.connect  # type: ignore[untyped-decorator]
def _end(**_: Any) -> None:
    bench = _bench(os.getpid())
    if settings.sweep_interval_s:
        bench.sweep.stop()
    bench.progress.gone()
    _log.info(Event.WORKER_STOPPED, worker=bench.name)
    end_tracing(settings)
    end_reporting(settings)
