"""Days of datelines: months of many languages, and the year that a day without one means."""

from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract import days
from worker.extract.days import MONTHS, find_day, resolve

_PIECES = [
    *("March", "mars", "Septiembre", "8", "08th", "1er", "31", "12", "100", "2026", "1,200", "Feb.", "of", "de", "del"),
    *(
        "d'agosto",
        "2026. ",
        "március",
        "-03-",
        "5月",
        "8日",
        "2026년 ",
        "5월 ",
        "8일",
        ". ",
        ".",
        ",",
        "-",
        "/",
        "%",
        " ",
        "  ",
    ),
    *("The ferry that sank off Port Ellis", "said", "x"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08th May, 2020", date(2020, 5, 8)),
        ("March 3", date(2026, 3, 3)),
        ("Feb. 01, 2018", date(2018, 2, 1)),
        ("8. Mai", date(2026, 5, 8)),
        ("1er août 2019", date(2019, 8, 1)),
        ("8 de mayo de 2020", date(2020, 5, 8)),
        ("1 LUG", date(2026, 7, 1)),
        ("3 de março", date(2026, 3, 3)),
        ("8 maart", date(2026, 3, 8)),
        ("8. marts", date(2026, 3, 8)),
        ("8 мая 2020", date(2020, 5, 8)),
        ("8 sierpnia", date(2026, 8, 8)),
        ("8 Ağustos", date(2026, 8, 8)),
        ("8 KASIM", date(2026, 11, 8)),
        ("8 Μαΐου", date(2026, 5, 8)),
        ("5月8日", date(2026, 5, 8)),
        ("2020-05-08", date(2020, 5, 8)),
    ],
)
def test_days_are_read_in_many_languages(text: str, expected: date) -> None:
    """Month first, day first, with ordinals and prepositions; a missing year is the last one that fits."""
    day = find_day(text)
    assert day is not None
    assert expected == resolve(day, date(2026, 11, 24))


@pytest.mark.parametrize("text", ["May", "March 2020", "Feb 30", "9 2020", "Boeing 737 March", "", "1,200 March"])
def test_what_is_no_day_is_not_made_one(text: str) -> None:
    """A month alone, a day that does not exist and a figure with thousands are no days."""
    assert find_day(text) is None


def test_a_day_without_year_lies_in_the_past() -> None:
    """What was filed on 2 January under "Dec. 31" is of last year, and tomorrow's date is a desk's further east."""
    day = find_day("Dec. 31")
    assert day is not None
    assert date(2025, 12, 31) == resolve(day, date(2026, 1, 2))
    assert date(2026, 12, 31) == resolve(day, date(2026, 12, 30))


def test_a_leap_day_without_year_is_the_last_one() -> None:
    """The 29th of February is looked for in leap years only."""
    day = find_day("Feb. 29")
    assert day is not None
    assert date(2024, 2, 29) == resolve(day, date(2026, 11, 24))


def test_a_stated_year_in_the_future_is_not_believed() -> None:
    """Nobody files from the year 3013."""
    day = find_day("May 8, 2031")
    assert day is not None
    assert resolve(day, date(2026, 11, 24)) is None


def test_every_month_has_names() -> None:
    """The table has twelve lines, and each name is of one month."""
    assert set(range(1, 13)) == set(MONTHS.values())


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_a_day_is_found_beside_its_figures(text: str) -> None:
    """To look around the figures, as far as a month and a year reach, finds what a search of the whole text finds."""
    with patch.object(days, "_BEFORE", len(text)), patch.object(days, "_BEHIND", len(text)):
        anywhere = find_day(text)
    assert anywhere == find_day(text)
