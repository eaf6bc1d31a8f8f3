"""Numbers and times as the page says them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.console import wording

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0, "0.0 s"),
        (0.84, "0.8 s"),
        (12, "12 s"),
        (60, "1 min"),
        (252, "4 min 12 s"),
        (3600, "1 h"),
        (11_100, "3 h 5 min"),
        (187_200, "2 d 4 h"),
    ],
)
def test_a_span_has_at_most_two_units(seconds: float | None, said: str) -> None:
    """A person reads how long without counting."""
    assert said == wording.lasting(seconds)


@pytest.mark.parametrize(
    ("value", "said"), [(None, "–"), (0, "0"), (3, "3"), (3.25, "3.2"), (12.6, "13"), (1234567, "1,234,567")]
)
def test_a_number_keeps_its_thousands_apart(value: float | None, said: str) -> None:
    """Large numbers are grouped, small ones keep a place."""
    assert said == wording.number(value)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2_500_000, "2.5 MB"), (3e9, "3.0 GB")]
)
def test_a_size_has_the_unit_that_suits_it(count: float, said: str) -> None:
    """Bytes become kB, MB or GB of a thousand."""
    assert said == wording.size(count)


def test_times_are_told_in_utc() -> None:
    """Whatever zone a time comes in, the page speaks one."""
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert wording.stamp(there) == "01 Mar 12:00"
    assert wording.clock(there) == "12:00:00"
    assert wording.iso(there) == "2026-03-01T12:00:00Z"
    assert (wording.stamp(None), wording.clock(None)) == ("–", "–")


def test_how_long_ago_is_never_negative() -> None:
    """A clock that is ahead of ours says now."""
    assert wording.ago(NOON - timedelta(minutes=5), NOON) == "5 min ago"
    assert wording.ago(NOON + timedelta(minutes=5), NOON) == "0.0 s ago"
    assert wording.ago(None, NOON) == "never"


def test_a_share_is_told_in_per_cent() -> None:
    """And an unknown one as unknown."""
    assert (wording.percent(0.256), wording.percent(None)) == ("26%", "–")


def test_a_count_has_its_noun() -> None:
    """One article, two articles, no articles; irregular ones are given."""
    assert [wording.plural(n, "article") for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
    assert wording.plural(2, "story", "stories") == "2 stories"


@given(st.floats(0, 1e9))
def test_any_span_can_be_told(seconds: float) -> None:
    """Every span of time has words, and no more than four."""
    assert 2 <= len(wording.lasting(seconds).split()) <= 4
