"""Offsets from UTC as dates state them."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.extract.zones import find_zone

MARCH = datetime(2026, 3, 3)  # noqa: DTZ001 - the zone under test is put to it
JULY = datetime(2026, 7, 3)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        *(("10:15 GMT", 0), ("10:15Z", 0), ("10:15 UTC", 0), ("10:15 BST", 1), ("10:15 CET", 1), ("10:15 MESZ", 2)),
        *(("10:15 MSK", 3), ("10:15 EST", -5), ("10:15 EDT", -4), ("10:15 PDT", -7), ("10:15 JST", 9), ("WIB", 7)),
        *(("10:15 +0200", 2), ("10:15 +02:00", 2), ("10:15 GMT+2", 2), ("10:15 UTC-5", -5), ("10:15 −0530", -5.5)),
        *(("10:15 +0545", 5.75), ("10:15 NPT", 5.75), ("10:15 -0500 (EST)", -5), ("10:15 ET", -5)),
    ],
)
def test_an_offset_is_read_by_figure_or_by_name(text: str, hours: float) -> None:
    """With a colon or without, behind GMT, with a sign of any kind, or by the zone's name."""
    found = find_zone(text)
    assert found is not None
    assert timedelta(hours=hours) == MARCH.replace(tzinfo=found.zone).utcoffset()


def test_eastern_time_is_that_of_the_season() -> None:
    """ET is EST in winter and EDT in summer."""
    found = find_zone("10:15 ET")
    assert found is not None
    assert MARCH.replace(tzinfo=found.zone).utcoffset() == timedelta(hours=-5)
    assert JULY.replace(tzinfo=found.zone).utcoffset() == timedelta(hours=-4)


def test_greenwich_is_utc_itself() -> None:
    """No second object means the same zone."""
    found = find_zone("GMT")
    assert found is not None
    assert found.zone in (UTC, find_zone("+0000").zone)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["10:15", "10:15 IST", "10:15 AST", "10:15 +2500", "gmtx", "best", "et", "petition", ""]
)
def test_what_is_no_offset_or_one_of_many_is_none(text: str) -> None:
    """Names of several usual zones are left to the wire; nobody is further from Greenwich than fourteen hours."""
    assert find_zone(text) is None
