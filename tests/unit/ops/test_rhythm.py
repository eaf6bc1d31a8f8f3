"""Rhythm: a wire is quiet against what it did in the same hours of the weeks before, and against nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.figures import WireState
from ops.rhythm import (
    Hours,
    Past,
    articles_between,
    expected_of,
    judge,
    per_hour,
    spoken,
    usual_per_hour,
    weeks_known,
)
from schemas.tallies import hour_of

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 3, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def daytime(per_hour: int, weeks: int = 4, *, but: int | None = None) -> dict[int, int]:
    """A wire that sends from 6 to 22 o'clock, each day, and in the week `but` nothing."""
    hours = {}
    for ago in range(168, (weeks + 1) * 168):
        at = MONDAY - timedelta(hours=ago)
        if 6 <= at.hour < 22 and ago // 168 != but:
            hours[hour_of(at)] = per_hour
    return hours


def past_of(last_at: datetime, hours: Hours, *, weeks: float = 6, longest_gap_s: float = 60) -> Past:
    return Past(MONDAY - timedelta(weeks=weeks), last_at, longest_gap_s, 10_000, hours)


@pytest.mark.parametrize(("minutes", "state"), [(5, WireState.LIVELY), (8, WireState.LIVELY), (10, WireState.QUIET)])
def test_a_wire_is_quiet_when_the_same_stretch_brought_three_articles_each_week(minutes: int, state: WireState) -> None:
    """Twenty an hour are three in nine minutes."""
    past = past_of(MONDAY - timedelta(minutes=minutes), daytime(20))
    assert judge(past, MONDAY).state is state


def test_a_night_is_not_a_silence() -> None:
    """A wire that sends nothing at night is not quiet at three, five hours after its last article."""
    past = past_of(datetime(2026, 3, 1, 21, 58, tzinfo=UTC), daytime(20))
    assert judge(past, NIGHT).state is WireState.LIVELY


def test_one_poor_week_teaches_nothing() -> None:
    """A holiday or an outage in one of the weeks before neither rings nor mutes."""
    past = past_of(MONDAY - timedelta(minutes=30), daytime(20, but=2))
    assert judge(past, MONDAY).state is WireState.QUIET


def test_the_sentence_says_what_was_expected() -> None:
    """A person can judge the judgement."""
    judged = judge(past_of(MONDAY - timedelta(minutes=30), daytime(20)), MONDAY)
    assert judged.why == "silent for 30 min; the same stretch of the 4 weeks before brought 10, 10, 10, 10 articles"


def test_a_dead_wire_is_judged_by_three_days() -> None:
    """However long it is silent, it stays quiet, and no more than three days of each week are looked at."""
    past = past_of(MONDAY - timedelta(days=20), daytime(20))
    assert judge(past, MONDAY).state is WireState.QUIET


def test_a_lag_is_no_silence() -> None:
    """What was received since may be pending: the judgement ends where knowledge ends."""
    last = MONDAY - timedelta(minutes=30)
    assert judge(past_of(last, daytime(20)), last).state is WireState.LIVELY


@pytest.mark.parametrize(
    ("silent", "longest", "state"),
    [(4, 60, "lively"), (6, 60, "quiet"), (29, 600, "lively"), (31, 600, "quiet")],
)
def test_a_young_wire_is_quiet_when_silent_for_three_times_as_long_as_ever(
    silent: int, longest: int, state: str
) -> None:
    """And for five minutes: minutes of silence, the longest gap before in seconds."""
    past = past_of(MONDAY - timedelta(minutes=silent), {}, weeks=0.5, longest_gap_s=longest)
    assert judge(past, MONDAY).state == state


@pytest.mark.parametrize("change", [{"articles": 19}, {"first_at": MONDAY - timedelta(minutes=59)}])
def test_of_a_wire_hardly_known_nothing_is_said(change: dict[str, object]) -> None:
    """Neither quiet nor lively: with twenty articles and an hour its rhythm begins."""
    past = past_of(MONDAY - timedelta(minutes=50), {}, weeks=0.5)._replace(**change)  # type: ignore[arg-type]
    assert judge(past, MONDAY).state is WireState.UNKNOWN


@given(st.lists(st.floats(0, 1e6), max_size=4))
def test_expected_is_never_more_than_half_of_the_weeks_brought(brought: list[float]) -> None:
    """The alarm stays on the careful side, in whatever order the weeks come."""
    expected = expected_of(brought)
    assert expected == expected_of(brought[::-1])
    assert sum(one < expected for one in brought) <= 1
    assert not brought or expected <= sorted(brought)[len(brought) // 2]


@given(
    st.dictionaries(st.integers(490_000, 490_050), st.integers(0, 1000)),
    st.integers(0, 180_000),
    st.integers(0, 180_000),
)
def test_articles_between_adds_up(hours: dict[int, int], first: int, second: int) -> None:
    """Two stretches that meet bring as much as the whole, and all of time brings all."""
    start = datetime.fromtimestamp(490_000 * 3600, UTC)
    a, b = sorted((first, second))
    middle, end = start + timedelta(seconds=a), start + timedelta(seconds=b)
    whole = articles_between(hours, start, end)
    assert whole == pytest.approx(articles_between(hours, start, middle) + articles_between(hours, middle, end))
    assert articles_between(hours, start, start + timedelta(hours=51)) == pytest.approx(sum(hours.values()))


def test_the_rate_is_of_the_last_sixty_minutes() -> None:
    """Of the hour before, the part that lies in them."""
    now = MONDAY + timedelta(minutes=15)
    assert per_hour({hour_of(MONDAY): 10, hour_of(MONDAY) - 1: 40}, now) == 10 + 30


def test_the_usual_rate_is_the_median_of_the_weeks() -> None:
    """One odd week moves it little; a wire of a few days has none."""
    hours = {hour_of(MONDAY - WEEK * week) - 1: rate for week, rate in ((1, 10), (2, 500), (3, 14), (4, 12))}
    assert usual_per_hour(past_of(MONDAY, hours), MONDAY) == 13
    assert usual_per_hour(past_of(MONDAY, hours, weeks=0.9), MONDAY) is None


@pytest.mark.parametrize(("weeks", "known"), [(0.9, 0), (1, 1), (3.5, 3), (52, 4)])
def test_weeks_are_known_whole_and_at_most_four(weeks: float, known: int) -> None:
    """Older ones say less of how the wire is now."""
    assert weeks_known(MONDAY - timedelta(weeks=weeks), MONDAY) == known


@pytest.mark.parametrize(
    ("seconds", "said"), [(30, "30 s"), (119, "119 s"), (600, "10 min"), (7200, "2 h"), (500_000, "6 days")]
)
def test_a_span_is_told_as_a_person_says_it(seconds: int, said: str) -> None:
    """In the largest unit that still says something."""
    assert spoken(timedelta(seconds=seconds)) == said
