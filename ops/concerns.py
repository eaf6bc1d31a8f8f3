"""Concerns: what the figures say that a person must know, each with the one command that mends it. Pure.

Status, the desk, the doctor and the handover show the same list; the alert rules in `ops/prometheus` watch the same
figures by the same limits.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from ops.figures import Figures, WorkerState
from ops.rhythm import spoken

LAG_S = 60.0  # a desk that is a minute behind is not one to publish from
MEMORY_SHARE = 0.8  # of maxmemory: from there on nothing more is accepted
INBOX_WAITING = 1000  # files: more lie there than a watcher takes within seconds


class Kind(StrEnum):
    """What a concern is about."""

    REDIS = "redis"
    DATABASE = "database"
    LAG = "lag"
    WORKERS = "workers"
    WIRE_QUIET = "wire quiet"
    FIELD_LOST = "field lost"
    POISON = "poison"
    DISK = "disk"
    MEMORY = "memory"
    INBOX = "inbox"


class Concern(NamedTuple):
    """One finding: what it is about, what is the matter, and what to type."""

    kind: Kind
    detail: str
    mend: str


def concerns(figures: Figures, *, least_free_bytes: int) -> tuple[Concern, ...]:
    """Return what is the matter, the worst first; nothing when all is well."""
    parts = (_redis, _database, _work, _wires, _quarantine, _inbox)
    found = [concern for part in parts for concern in part(figures)]
    return tuple(found + list(_disk(figures, least_free_bytes)))


def _redis(figures: Figures) -> Iterator[Concern]:
    redis = figures.redis
    if redis.error is not None:
        yield Concern(Kind.REDIS, redis.error, "copytaster doctor")
    elif redis.memory_limit_bytes and redis.memory_bytes > MEMORY_SHARE * redis.memory_limit_bytes:
        share = redis.memory_bytes / redis.memory_limit_bytes
        detail = f"Redis uses {share:.0%} of its maxmemory; from {MEMORY_SHARE:.0%} nothing more is accepted"
        yield Concern(Kind.MEMORY, detail, f"redis-cli CONFIG SET maxmemory {2 * redis.memory_limit_bytes}")


def _database(figures: Figures) -> Iterator[Concern]:
    if figures.database_error is not None:
        behind = "copytaster migrate" in figures.database_error
        yield Concern(Kind.DATABASE, figures.database_error, "copytaster migrate" if behind else "copytaster doctor")


def _work(figures: Figures) -> Iterator[Concern]:
    redis = figures.redis
    by_state = {state: [one.name for one in figures.workers if one.state is state] for state in WorkerState}
    busy = len(by_state[WorkerState.WORKING]) + len(by_state[WorkerState.IDLE])
    if redis.oldest_pending_ms > LAG_S * 1000:
        lag = spoken(timedelta(milliseconds=redis.oldest_pending_ms))
        mend = "copytaster doctor" if busy else "copytaster run"
        yield Concern(Kind.LAG, f"{redis.pending} articles wait, the oldest for {lag}; {busy} workers work", mend)
    for state, said in ((WorkerState.STUCK, "finishes nothing"), (WorkerState.GONE, "is gone without a word")):
        if by_state[state]:
            yield Concern(Kind.WORKERS, f"{', '.join(by_state[state])} {said}", "copytaster log --event worker")


def _wires(figures: Figures) -> Iterator[Concern]:
    for wire in figures.quiet_wires:
        yield Concern(Kind.WIRE_QUIET, f"{wire.wire}: {wire.why}", f"copytaster wires --wire {wire.wire}")
    for loss in figures.losses:
        shares = f"{loss.share:.0%} of its last articles lack the {loss.field}, before it was {loss.usual_share:.0%}"
        detail = f"{loss.wire}: {shares}"
        yield Concern(Kind.FIELD_LOST, detail, f"copytaster replay --since 3h --wire {loss.wire}")


def _quarantine(figures: Figures) -> Iterator[Concern]:
    for reason, about in (("attempts_exhausted", "killed their worker"), ("crashed", "raised an error of ours")):
        if count := figures.quarantined.get(reason, 0):
            detail = f"{count} articles in quarantine {about}"
            yield Concern(Kind.POISON, detail, f"copytaster quarantine release --reason {reason}")


def _inbox(figures: Figures) -> Iterator[Concern]:
    inbox = figures.inbox
    if inbox.waiting > INBOX_WAITING:
        count = f"{inbox.waiting}{'+' if inbox.waiting >= inbox.limit else ''}"
        yield Concern(Kind.INBOX, f"{count} files wait in the inbox", "copytaster log --event inbox")


def _disk(figures: Figures, least_free_bytes: int) -> Iterator[Concern]:
    disk = figures.disk
    if disk.free_bytes < least_free_bytes:
        detail = f"{disk.free_bytes >> 20} MB are free where HOME lies, of {disk.total_bytes >> 20} MB"
        yield Concern(Kind.DISK, detail, "copytaster doctor")
