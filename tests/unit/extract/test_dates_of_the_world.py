"""Times as the desks and pages of each language print them, to the minute in UTC."""

from datetime import UTC, datetime

import pytest

from worker.extract.dates import embargo_of, moment_of

RECEIVED = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = datetime(2026, 3, 3, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    [
        *("Tuesday, March 3, 2026 - 10:15", "Published March 3, 2026 10:15 AM", "3rd March 2026, 10.15am"),
        *("Dienstag, 03. März 2026 um 10.15 Uhr", "3.3.2026, 10:15 Uhr", "mardi 3 mars 2026 à 10h15"),
        *(
            "martes, 3 de marzo de 2026 a las 10:15",
            "terça-feira, 3 de março de 2026, 10h15",
            "3 marzo 2026 alle 10:15",
        ),
        *("dinsdag 3 maart 2026 om 10:15", "tirsdag 3. marts 2026 kl. 10.15", "tisdag 3 mars 2026 kl 10.15"),
        *("tiistai 3. maaliskuuta 2026 klo 10.15", "wtorek, 3 marca 2026, 10:15", "úterý 3. března 2026 10:15"),
        *("2026. március 3., kedd 10:15", "marți, 3 martie 2026, 10:15", "3 Mart 2026 Salı 10:15"),
        *("вторник, 3 марта 2026 г. 10:15", "вівторок, 3 березня 2026, 10:15", "Τρίτη, 3 Μαρτίου 2026, 10:15"),
        *("Selasa, 3 Maret 2026 pukul 10:15", "2026年3月3日 10:15", "2026년 3월 3일 10:15", "3 मार्च 2026 10:15"),
        *("Tue Mar  3 10:15:00 2026", "2026/3/3 10:15", "2026.03.03 10:15", "13/03/2026 10:15"),
    ],
)
def test_a_time_without_a_zone_is_read_in_any_language(stated: str) -> None:
    """Weekdays, "at" and "o'clock" of thirty languages change nothing; the zone is the wire's."""
    moment = moment_of(stated, "UTC", RECEIVED)
    assert moment is not None
    assert moment.time.replace(day=3) == MINUTE
    assert not moment.zone_stated


@pytest.mark.parametrize(
    ("stated", "minute"),
    [
        ("Mar. 3, 2026, 10:15 PM ET", datetime(2026, 3, 4, 3, 15, tzinfo=UTC)),
        ("July 3, 2026, 10:15 PM ET", datetime(2026, 7, 4, 2, 15, tzinfo=UTC)),
        ("July 3, 2026, 10:15 a.m. PT", datetime(2026, 7, 3, 17, 15, tzinfo=UTC)),
        ("3 Maret 2026, 10:15 WIB", datetime(2026, 3, 3, 3, 15, tzinfo=UTC)),
        ("1015 GMT March 3 2026", MINUTE),
        ("03.03.2026 | 11:15 Uhr MEZ", MINUTE),
    ],
)
def test_a_zone_by_name_is_heard(stated: str, minute: datetime) -> None:
    """Eastern time is another in summer; zones of one name alone are the wire's guess."""
    moment = moment_of(stated, "Asia/Tokyo", RECEIVED)
    assert moment is not None
    assert (minute, True) == (moment.time, moment.zone_stated)


def test_a_french_and_is_no_eastern_time() -> None:
    """The zone is written in capitals."""
    assert moment_of("3 mars 2026 et 10:15", "UTC", RECEIVED) is None


@pytest.mark.parametrize(
    ("stated", "until"),
    [
        ("Embargoed until 00:01 GMT, 25 November 2026", (25, 0, 1)),
        ("EMBARGOED FOR RELEASE UNTIL 0001 GMT WEDNESDAY 25 NOVEMBER 2026", (25, 0, 1)),
        ("Embargoed to 0001 Wednesday November 25 2026", (25, 0, 1)),
        ("STRICTLY EMBARGOED UNTIL 25 November 2026", (25, 0, 0)),
        ("NOT FOR RELEASE BEFORE 25 November 2026 at 10:15 GMT", (25, 10, 15)),
        ("HOLD FOR RELEASE 6 a.m. EST, November 25, 2026", (25, 11, 0)),
        ("Embargoed: 00:01 BST 25/11/2026", (24, 23, 1)),
        ("Sperrfrist: 25. November 2026, 10:15 Uhr", (25, 10, 15)),
        ("Sous embargo jusqu'au 25 novembre 2026 à 10h15", (25, 10, 15)),
        ("Embargo hasta el 25 de noviembre de 2026", (25, 0, 0)),
    ],
)
def test_an_embargo_is_read_as_desks_write_it(stated: str, until: tuple[int, int, int]) -> None:
    """In words around the time, with a military hour, or a day alone, which ends with its first minute."""
    moment = embargo_of(stated, "UTC", RECEIVED)
    assert moment is not None
    assert until == (moment.time.day, moment.time.hour, moment.time.minute)
