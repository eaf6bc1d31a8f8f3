"""The last hour by minute."""

from datetime import UTC, datetime, timedelta

from ops.console.minutes import SHOWN, Decided, Minutes

NOON = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)


def test_an_hour_is_shown_whether_anything_happened_or_not() -> None:
    """Sixty minutes, the oldest first, this one last."""
    shown = Minutes().shown(NOON)

    assert len(shown) == SHOWN
    assert shown[-1].start == NOON.replace(second=0)
    assert shown[0].start == NOON.replace(second=0) - timedelta(minutes=59)
    assert sum(minute.verdicts.total() for minute in shown) == 0


def test_decisions_are_counted_in_their_minute_with_the_longest_wait() -> None:
    """What was decided a minute ago stands there, however late it is counted."""
    minutes = Minutes()
    minutes.add([Decided(NOON, "copy", 0.5), Decided(NOON - timedelta(minutes=1), "stored", 2.0)])
    minutes.add([Decided(NOON - timedelta(minutes=1), "stored", 1.0), Decided(NOON, "quarantined", None)])
    before, now = minutes.shown(NOON)[-2:]

    assert (dict(before.verdicts), before.longest_s) == ({"stored": 2}, 2.0)
    assert (dict(now.verdicts), now.longest_s) == ({"copy": 1, "quarantined": 1}, 0.5)


def test_what_is_older_than_an_hour_is_forgotten() -> None:
    """Memory does not grow with the days."""
    minutes = Minutes()
    minutes.add(Decided(NOON - timedelta(hours=hours), "stored", 0.1) for hours in range(100))

    assert sum(minute.verdicts.total() for minute in minutes.shown(NOON)) == 1
    assert len(minutes._minutes) == 1
