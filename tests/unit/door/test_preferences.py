"""Preferences: what a client says of waiting, by the rules of RFC 7240."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.http.preferences import seconds_to_wait


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        (None, None), ("", None), ("respond-async", None), ("wait=0", 0), ("Wait = 5", 5), ('wait="7"', 7),
        ("respond-async, wait=5; x=1", 5), ("wait=-1", None), ("wait=x", None), ("await=5", None), ("wait=9999", 30),
    ],
)  # fmt: skip
def test_the_seconds_are_read_and_capped(prefer: str | None, seconds: float | None) -> None:
    """Where nothing is said, or nothing that can be meant, nobody waits."""
    assert seconds == seconds_to_wait(prefer, 30)


@given(prefer=st.text(), most=st.floats(0, 300))
def test_nobody_waits_longer_than_the_desk_allows(prefer: str, most: float) -> None:
    """Whatever is sent."""
    assert (seconds_to_wait(prefer, most) or 0) <= most
