"""Presence: a worker lives by its progress."""

from datetime import timedelta

import pytest

from ops.figures import WorkerState
from ops.presence import workers_of
from producer.ledger import Survey
from tests.support.articles import NOON

NOW_MS = 1_800_000_000_000
DAY_MS = 86_400_000


def state_of(*, seen_ago: int, progress_ago: int, in_hand: int = 0, oldest: int = 0) -> list[WorkerState]:
    survey = Survey(NOW_MS, in_hand, oldest, {"w": in_hand} if in_hand else {})
    notes = {b"w": f"{NOW_MS - progress_ago} 64".encode()}
    found = workers_of(NOON, survey, {b"w": str(NOW_MS - seen_ago).encode()}, notes, lease_s=60, sweep_s=10)
    return [one.state for one in found]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"seen_ago": 5_000, "progress_ago": 3_600_000}, WorkerState.IDLE),
        ({"seen_ago": 5_000, "progress_ago": 1_000, "in_hand": 64}, WorkerState.WORKING),
        # It was idle for an hour and has a young batch: nothing is stuck.
        ({"seen_ago": 5_000, "progress_ago": 3_600_000, "in_hand": 64, "oldest": 900}, WorkerState.WORKING),
        # It has just begun on an old backlog.
        ({"seen_ago": 5_000, "progress_ago": 2_000, "in_hand": 64, "oldest": 3_600_000}, WorkerState.WORKING),
        ({"seen_ago": 5_000, "progress_ago": 61_000, "in_hand": 64, "oldest": 61_000}, WorkerState.STUCK),
        ({"seen_ago": 31_000, "progress_ago": 40_000}, WorkerState.GONE),
        ({"seen_ago": 31_000, "progress_ago": 40_000, "in_hand": 3}, WorkerState.GONE),
    ],
)
def test_a_worker_is_judged_by_what_it_finishes(given: dict[str, int], state: WorkerState) -> None:
    """Not by an answer: a thread can answer for a worker that hangs."""
    assert state_of(**given) == [state]


def test_a_worker_gone_for_a_day_is_forgotten_unless_it_holds_something() -> None:
    """It was taken away on purpose; but what it holds must be seen."""
    assert state_of(seen_ago=DAY_MS + 1, progress_ago=DAY_MS + 1) == []
    assert state_of(seen_ago=DAY_MS + 1, progress_ago=DAY_MS + 1, in_hand=1) == [WorkerState.GONE]


def test_times_are_told_by_our_clock() -> None:
    """Redis' clock may be another; the age is the same."""
    survey = Survey(NOW_MS, 0, 0, {})
    (found,) = workers_of(NOON, survey, {b"w": str(NOW_MS - 3000).encode()}, {}, lease_s=60, sweep_s=10)
    assert (found.last_seen_at, found.last_progress_at) == (NOON - timedelta(seconds=3), None)
