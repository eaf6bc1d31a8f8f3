"""Concerns: each thing that is the matter is said once, with what to type; a desk that is well says nothing."""

import pytest

from ops.concerns import Kind, concerns
from ops.figures import DiskFigures, InboxFigures, Loss, RedisFigures, WireState, WorkerState
from tests.support.figures import figures_of, wire_of, worker_of

GB = 1 << 30


def kinds(**fields: object) -> list[Kind]:
    return [one.kind for one in concerns(figures_of(**fields), least_free_bytes=GB)]


def test_a_desk_that_is_well_says_nothing() -> None:
    """Whoever looks sees at once that there is nothing to do."""
    assert kinds() == []


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"redis": RedisFigures(error="refused")}, Kind.REDIS),
        ({"redis": RedisFigures(memory_bytes=81, memory_limit_bytes=100)}, Kind.MEMORY),
        ({"redis": RedisFigures(pending=5, oldest_pending_ms=60_001)}, Kind.LAG),
        ({"database_error": "it does not answer"}, Kind.DATABASE),
        ({"workers": (worker_of(state=WorkerState.STUCK),)}, Kind.WORKERS),
        ({"workers": (worker_of(state=WorkerState.GONE),)}, Kind.WORKERS),
        ({"wires": (wire_of(state=WireState.QUIET),)}, Kind.WIRE_QUIET),
        ({"losses": (Loss("afp", "byline", 0.9, 0.1),)}, Kind.FIELD_LOST),
        ({"quarantined": {"attempts_exhausted": 1, "malformed": 4}}, Kind.POISON),
        ({"quarantined": {"crashed": 1}}, Kind.POISON),
        ({"inbox": InboxFigures(waiting=1001, limit=20_000)}, Kind.INBOX),
        ({"disk": DiskFigures(GB - 1, 100 * GB)}, Kind.DISK),
    ],
)
def test_what_is_the_matter_is_said_once_with_what_to_type(fields: dict[str, object], kind: Kind) -> None:
    """A command that can be typed as it stands."""
    (concern,) = concerns(figures_of(**fields), least_free_bytes=GB)
    assert concern.kind is kind
    assert concern.detail
    assert concern.mend.startswith(("copytaster ", "redis-cli "))


def test_at_the_limits_nothing_is_said() -> None:
    """A minute's lag, four fifths of memory, a thousand files, just enough disk."""
    redis = RedisFigures(pending=5, oldest_pending_ms=60_000, memory_bytes=80, memory_limit_bytes=100)
    assert kinds(redis=redis, inbox=InboxFigures(waiting=1000, limit=20_000), disk=DiskFigures(GB, GB)) == []


def test_a_schema_that_is_behind_is_mended_by_its_migration() -> None:
    """Not by looking for a database that is there."""
    error = "the database has revision 0001, this release needs 0002: copytaster migrate"
    (concern,) = concerns(figures_of(database_error=error), least_free_bytes=GB)
    assert concern.mend == "copytaster migrate"


def test_a_lag_without_workers_says_to_start_them() -> None:
    """And one with workers says to look what keeps them."""
    redis = RedisFigures(pending=5, oldest_pending_ms=99_000)
    (alone,) = concerns(figures_of(redis=redis, workers=()), least_free_bytes=GB)
    (busy,) = concerns(figures_of(redis=redis), least_free_bytes=GB)
    assert (alone.mend, busy.mend) == ("copytaster run", "copytaster doctor")
