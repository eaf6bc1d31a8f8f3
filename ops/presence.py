"""Presence: what each worker is at, by what it has in hand, when it was seen, when it last finished a batch. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from ops.figures import WorkerFigures, WorkerState
from producer.ledger import Survey

_SWEEPS_MISSED = 3  # a sweep may wait for Redis; three in a row mean that nobody is there
_LEAST_ABSENCE_S = 15.0  # a call to Redis may take five seconds, and a worker at its start some more
_FORGOTTEN = timedelta(days=1)  # a worker that is gone for longer was taken away on purpose
_NEVER = 0


def workers_of(
    now: datetime,
    survey: Survey,
    seen: Mapping[bytes, bytes],
    progress: Mapping[bytes, bytes],
    *,
    lease_s: float,
    sweep_s: float,
) -> tuple[WorkerFigures, ...]:
    """Return every worker of the last day by name. `seen` and `progress` are as `worker.progress` keeps them."""
    seen_ms = {name.decode(): int(at) for name, at in seen.items()}
    notes = {name.decode(): tuple(map(int, note.split())) for name, note in progress.items()}
    at = _clock(now, survey.now_ms)
    judge = partial(_state, survey, lease_s=lease_s, sweep_s=sweep_s)
    found = []
    for name in sorted(seen_ms.keys() | notes.keys() | survey.in_hand.keys()):
        progress_ms, articles = notes.get(name, (_NEVER, 0))
        last_ms = max(seen_ms.get(name, _NEVER), progress_ms)
        in_hand = survey.in_hand.get(name, 0)
        if not in_hand and survey.now_ms - last_ms > _FORGOTTEN / timedelta(milliseconds=1):
            continue
        state = judge(last_ms, progress_ms, in_hand)
        found.append(WorkerFigures(name, state, in_hand, articles, at(progress_ms), at(last_ms)))
    return tuple(found)


def _state(
    survey: Survey, last_ms: int, progress_ms: int, in_hand: int, *, lease_s: float, sweep_s: float
) -> WorkerState:
    """Judge one worker. A batch is not stuck when it is young or its worker has just begun, however old the rest is."""
    if sweep_s and survey.now_ms - last_ms > max(_LEAST_ABSENCE_S, _SWEEPS_MISSED * sweep_s) * 1000:
        return WorkerState.GONE
    lease_ms = lease_s * 1000
    if in_hand and survey.oldest_ms > lease_ms and survey.now_ms - progress_ms > lease_ms:
        return WorkerState.STUCK
    return WorkerState.WORKING if in_hand else WorkerState.IDLE


def _clock(now: datetime, now_ms: int) -> Callable[[int], datetime | None]:
    """Return what puts a time of Redis' clock on ours."""

    def at(moment_ms: int) -> datetime | None:
        return now - timedelta(milliseconds=now_ms - moment_ms) if moment_ms else None

    return at
