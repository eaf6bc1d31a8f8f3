"""Stated times: what is read, in whose zone, and what is left out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.dates import embargo_of, moment_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("20131020T082751+1100", "2013-10-19T21:27:51"),
        ("2013-10-20T08:27:51Z", "2013-10-20T08:27:51"),
        ("2018-04-04 14:58:59 +0000", "2018-04-04T14:58:59"),
        ("2018-04-04T 14:58:59 Z", "2018-04-04T14:58:59"),
        ("Fri, 08 May 2020 12:30:00 +0200", "2020-05-08T10:30:00"),
        ("8 May 20 12:30 EST", "2020-05-08T17:30:00"),
        ("Tue Jul 14 10:00:00 CEST 2020", "2020-07-14T08:00:00"),
        ("1588939200", "2020-05-08T12:00:00"),
        ("1588939200000", "2020-05-08T12:00:00"),
        ("Friday, May 8, 2020 5:30 PM EDT", "2020-05-08T21:30:00"),
        ("Donnerstag, 8. Mai 2020, 17:30 Uhr MESZ", "2020-05-08T15:30:00"),
        ("Wed, 03 Jul 2019 04:05:12 -0500 (EST)", "2019-07-03T09:05:12"),
    ],
)
def test_times_with_a_zone_are_read_as_stated(stated: str, expected: str) -> None:
    """Each style gives the same instant, and its zone counts as stated."""
    moment = moment_of(stated, "Asia/Tokyo", NOW)
    assert moment is not None
    assert (expected, True) == (moment.time.replace(tzinfo=None).isoformat(), moment.zone_stated)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2014-11-26 15:27:03", "2014-11-26T14:27:03"),
        ("2014-07-26T15:27", "2014-07-26T13:27:00"),
        ("8 mai 2020 à 17h30", "2020-05-08T15:30:00"),
        ("08.05.2020 17:30 Uhr", "2020-05-08T15:30:00"),
        ("25/05/2020 17:30", "2020-05-25T15:30:00"),
        ("2018年4月4日 12:30", "2018-04-04T10:30:00"),
        ("201804041459", "2018-04-04T12:59:00"),
    ],
)
def test_times_without_a_zone_are_read_in_the_wires_zone(stated: str, expected: str) -> None:
    """The wire's zone is assumed, summer time and all, and marked as assumed."""
    moment = moment_of(stated, "Europe/Paris", NOW)
    assert moment is not None
    assert (expected, False) == (moment.time.replace(tzinfo=None).isoformat(), moment.zone_stated)


@pytest.mark.parametrize("stated", ["2020-05-08", "20200508", "May 8, 2020", "8. Mai 2020", "08.05.2020"])
def test_a_day_stays_that_day_in_every_zone(stated: str) -> None:
    """Without a time it is noon in UTC, which is on the same day nearly everywhere, whatever the wire's zone."""
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        assert (datetime(2020, 5, 8, 12, tzinfo=UTC), False, True) == moment_of(stated, zone, NOW)


def test_a_day_that_is_today_lies_not_after_its_receipt() -> None:
    """What arrived in the morning was not published at noon."""
    received = datetime(2020, 5, 8, 7, 30, tzinfo=UTC)
    assert (received, False, True) == moment_of("2020-05-08", "UTC", received)


def test_a_day_that_is_not_yet_here_begins_with_its_first_minute() -> None:
    """East of the date line it is tomorrow already."""
    received = datetime(2020, 5, 7, 22, tzinfo=UTC)
    assert (datetime(2020, 5, 8, tzinfo=UTC), False, True) == moment_of("2020-05-08", "UTC", received)


def test_an_embargo_until_a_day_ends_with_its_first_minute() -> None:
    """Noon would keep a text half a day longer than its sender asked."""
    assert (datetime(2020, 5, 8, tzinfo=UTC), False, True) == embargo_of("2020-05-08", "UTC", NOW)


@pytest.mark.parametrize(
    "stated",
    [
        *("", "{{date}}", "No-Data-Available", "2020", "99999999", "Version 2020-05-08 draft", "2020-05-08T25:00:00"),
        *(
            "3013-01-01T10:00:00Z",
            "2026-12-24T00:00:00Z",
            "5/8/2020 at 10pm",
            "0001-01-01T00:00:00Z",
            "8 May",
            "x" * 200,
        ),
    ],
)
def test_what_cannot_be_read_or_be_true_is_left_out(stated: str) -> None:
    """Templates, ambiguous figures, the year 3013 and a time ahead of receipt give no date."""
    assert moment_of(stated, "UTC", NOW) is None


def test_an_embargo_may_lie_ahead() -> None:
    """What is wrong for a publication is the point of an embargo, and its words are read."""
    embargo = embargo_of("Embargoed until 0001 GMT", "UTC", NOW), embargo_of("2026-12-01T00:01:00Z", "UTC", NOW)
    assert embargo[0] is None
    assert embargo[1] is not None
    assert datetime(2026, 12, 1, 0, 1, tzinfo=UTC) == embargo[1].time


@given(st.text(max_size=120))
def test_any_text_is_a_moment_or_none(stated: str) -> None:
    """No text raises, and no moment is without a zone."""
    moment = moment_of(stated, "Europe/Berlin", NOW)
    assert moment is None or moment.time.tzinfo is UTC
