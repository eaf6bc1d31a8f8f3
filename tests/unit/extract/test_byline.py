"""Persons of by-lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.byline import authors_of


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Nils Hale, Reuters", ("Nils Hale",)),
        ("by Cathrin Arn, Reuters", ("Cathrin Arn",)),
        ("By PAULA BYE and ALMA DE LA TORRE", ("Paula Bye", "Alma de la Torre")),
        ("ANTON AUT, HETA HASS", ("Anton Aut", "Heta Hass")),
        ("Paulo Sant and Frances d'Emil", ("Paulo Sant", "Frances d'Emil")),
        ("Tron Hus, The Rowing Database", ("Tron Hus",)),
        ("By JON SMYTH, Associated Press Writer", ("Jon Smyth",)),
        ("By Jane Dow in London and John Row in Paris", ("Jane Dow", "John Row")),
        ("Von Max Mull und Erika Mustermann, dpa", ("Max Mull", "Erika Mustermann")),
        ("Par Jean-Luc PICARDE", ("Jean-Luc Picarde",)),
        ("By Dr. John A. Smyth", ("John A. Smyth",)),
        ("Jane Dow (Image: Getty)", ("Jane Dow",)),
        ("Jane Dow jane.dow@example.org", ("Jane Dow",)),
        ("Smyth, John", ("John Smyth",)),
        ("By John Smyth, London", ("John Smyth",)),
        ("By BRAD McCOMB / Associated Press", ("Brad McComb",)),
        ("John Smyth | Chief Political Correspondent", ("John Smyth",)),
        ("By Ludwig van der Berg & Ana Cruz", ("Ludwig van der Berg", "Ana Cruz")),
        ("Jane Dow, PA Scotland", ("Jane Dow",)),
        ("Marion", ("Marion",)),
    ],
)
def test_persons_are_told_from_what_stands_around_them(byline: str, expected: tuple[str, ...]) -> None:
    """No "By", no title, agency, city, office or address is among the authors."""
    assert expected == authors_of(byline)


@pytest.mark.parametrize(
    "byline",
    ["By dpa correspondents", "NTB", "By The Associated Press", "By our foreign staff", "a@example.org", "", None],
)
def test_a_byline_without_persons_gives_none(byline: str | None) -> None:
    """Agencies and staffs are no persons."""
    assert authors_of(byline) == ()


def test_listed_persons_come_first() -> None:
    """What the format lists is believed before the by-line, and cleaned alike."""
    assert authors_of("By Somebody Else", ["By Ann Ahl", "BO BEK", "Ann Ahl"]) == ("Ann Ahl", "Bo Bek")
    assert authors_of("By Cy Cole", ["newsdesk@example.org"]) == ("Cy Cole",)


@given(st.text(max_size=300))
def test_any_text_gives_a_few_names(byline: str) -> None:
    """No text raises or gives more than twenty names, and none is empty."""
    authors = authors_of(byline)
    assert len(authors) <= 20
    assert all(authors)


def test_a_signature_that_begins_with_the_house_stays_as_filed() -> None:
    """It names the desk and its source, and no person is made of either."""
    assert authors_of(None, ["Le Matelot et AFP"], "Le Matelot") == ("Le Matelot et AFP",)


@pytest.mark.parametrize("listed", ["AP Auto Writer", "Political Correspondent", "admin"])
def test_an_office_or_an_account_beside_a_person_is_no_author(listed: str) -> None:
    """What she is, and under which account the page was put up, is no second person."""
    assert authors_of(None, ["Jane Doering", listed]) == ("Jane Doering",)


def test_an_account_alone_is_nobody() -> None:
    """Blogs sign with the account that put the page up."""
    assert authors_of(None, ["admin"]) == ()


def test_a_junior_is_one_person() -> None:
    """The comma before "Jr." parts no two names."""
    assert authors_of("By John Smith, Jr.") == ("John Smith Jr",)


@pytest.mark.parametrize("place", ["Berlin", "New Ellis", "Bad Varnheim", "Port Ellis", "St. Alder", "New York"])
def test_a_place_behind_a_name_is_no_second_author(place: str) -> None:
    """A known city, and a town that begins as no name of a person does."""
    assert authors_of(f"By Jane Doering, {place}") == ("Jane Doering",)


@pytest.mark.parametrize(
    "byline",
    [
        "By Jane Doering Reuters, Washington",
        "Jane Doering Associated Press",
        "By JANE DOERING Reuters",
        "Jane Doering Associated Press Writer",
        "By Jane Doering, Rolf Roemer dpa",
    ],
)
def test_an_agency_behind_a_name_is_cut_off_without_a_mark(byline: str) -> None:
    """Only behind a full name: two words and an agency are no name of one."""
    assert authors_of(byline)[0] == "Jane Doering"
    assert not any("Press" in author or "dpa" in author for author in authors_of(byline))


def test_a_family_name_that_is_an_agencys_stays() -> None:
    """Behind a given name alone it is the family's."""
    assert authors_of("By Paul Reuter") == ("Paul Reuter",)
