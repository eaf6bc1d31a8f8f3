"""Moments: what a person types for a point in time."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.moments import moment

NOW = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("90s", NOW - timedelta(seconds=90)),
        ("30m", NOW - timedelta(minutes=30)),
        ("2h", NOW - timedelta(hours=2)),
        ("1 d", NOW - timedelta(days=1)),
        ("06:00", datetime(2026, 3, 1, 6, tzinfo=UTC)),
        ("22:00", datetime(2026, 2, 28, 22, tzinfo=UTC)),  # the last one: it is not ten in the evening yet
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-02-01T06:00", datetime(2026, 2, 1, 6, tzinfo=UTC)),
        ("2026-02-01T06:00+02:00", datetime(2026, 2, 1, 4, tzinfo=UTC)),
    ],
)
def test_a_moment_is_ago_a_clock_or_a_date(text: str, at: datetime) -> None:
    """In UTC, as every time of this service."""
    assert moment(text, NOW) == at


@pytest.mark.parametrize(
    "text", ["", "yesterday", "25:00", "2026-13-01", "5x", "-2h", "999999d", "0001-01-01T00:00+02:00"]
)
def test_what_names_no_moment_is_refused_with_what_may_be_written(text: str) -> None:
    """A typing error must not select another span of time."""
    with pytest.raises(ValueError, match="write 30m, 2h, 06:00"):
        moment(text, NOW)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_value_error(text: str) -> None:
    """And a moment is aware."""
    with contextlib.suppress(ValueError):
        assert moment(text, NOW).tzinfo is UTC
