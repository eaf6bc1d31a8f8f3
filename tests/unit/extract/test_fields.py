"""The small fields: agencies, outlets, addresses, keywords, words, headlines, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Subject, Take
from worker.extract.addresses import canonical
from worker.extract.agency import agency_in, agency_named, agency_plainly_named, publisher_named
from worker.extract.credits import agency_of, publisher_of
from worker.extract.dateline import opening_of
from worker.extract.gazetteer import country_names, is_city, is_large_city, is_region
from worker.extract.headline import headline_of
from worker.extract.names import names_in
from worker.extract.tags import names_of, stated, subjects_of
from worker.extract.words import word_count


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("Reuter", "Reuters"),
        ("The Associated Press", "AP"),
        ("Agence France-Presse", "AFP"),
        ("AFP/Getty", "AFP"),
        ("DPA", "dpa"),
        ("/ritzau/", "Ritzau"),
        ("STT–", "STT"),
        ("ТАСС", "TASS"),
        ("新华社", "Xinhua"),
        ("Keystone-SDA", "SDA"),
        ("The Harbour Post", None),
        ("", None),
        (None, None),
    ],
)
def test_agencies_go_by_one_name(credit: str | None, expected: str | None) -> None:
    """Whatever the alias, script, case or strokes."""
    assert expected == agency_in(credit)


def test_short_names_count_only_where_a_credit_stands() -> None:
    """A short "Pa." is Pennsylvania, and a trend is no agency outside brackets."""
    assert agency_named("PA") == "PA"
    assert agency_plainly_named("Pa.") is None
    assert (agency_named("Trend"), agency_plainly_named("Trend")) == ("Trend", None)


def test_the_outlet_beside_an_agency_is_the_publisher() -> None:
    """In a bracket with two names the agency is credited and the other publishes."""
    opening = opening_of("VARNHOLM (Northern Post / AP - 12th November, 2026) The")
    assert publisher_of(None, opening) == "Northern Post"
    assert agency_of(Take(format="text"), opening, None, ()) == "AP"
    assert publisher_named("UrduPoint News") == "UrduPoint"
    assert publisher_of("Agence France Presse", None) == "AFP"
    assert publisher_of(None, opening_of("VARNHOLM (AP) - The")) is None


def test_an_unknown_credit_is_taken_as_printed() -> None:
    """A name that no table knows is still what the text says."""
    opening = opening_of("Harare, July 19 (The Harbour Desk) - The")
    assert agency_of(Take(format="text"), opening, None, ()) == "The Harbour Desk"
    assert agency_of(Take(format="text", credit="Harbour Data"), None, None, ()) == "Harbour Data"
    assert agency_of(Take(format="text"), None, "By Ann Ahl, Reuters", ()) == "Reuters"
    assert agency_of(Take(format="text"), None, "By Ann Ahl", ()) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://News.Example.org:443/a?id=7&utm_source=x&fbclid=y#top", "https://news.example.org/a?id=7"),
        ("//example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org/"),
        ("https://example.org/fähre", "https://example.org/f%C3%A4hre"),
        ("https://example.org:8443/a?p=1", "https://example.org:8443/a?p=1"),
        ("javascript:alert(1)", None),
        ("https://user@/a", None),
        ("not an address", None),
        ("https://[::1/a", None),
        (None, None),
    ],
)
def test_addresses_are_canonical(url: str | None, expected: str | None) -> None:
    """Tracking, fragments and default ports go; what chooses the page stays."""
    assert expected == canonical(url)


def test_keywords_and_subjects_stand_once() -> None:
    """Repetitions, blanks and placeholders go, in order."""
    assert names_of(["Ferry", " ferry ", "#harbour", "", "N/A"]) == ("Ferry", "harbour")
    assert (Subject(name="Sea", code="1"),) == subjects_of(
        [Subject(name="Sea", code="1"), Subject(), Subject(name=" Sea", code="1")]
    )
    assert stated("No-Data-Available") is None
    assert stated(" a\n b ") == "a b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The ferry — 40 years old — sank.", 6), ("渡轮沉没", 4), ("เรือข้ามฟาก", 3), ("", 0), ("-- --", 0)],
)
def test_words_are_counted_in_every_script(text: str, expected: int) -> None:
    """Dashes are no words, ideographs are one each, and Thai has four letters to a word."""
    assert expected == word_count(text)


@given(text=st.text(st.characters(codec="ascii") | st.characters(codec="cp1252"), max_size=60))
def test_western_text_has_as_many_words_as_beside_a_foreign_mark(text: str) -> None:
    """It is counted another way than the rest, and to the same number: a mark that no Western text has is no word."""
    assert word_count(f"{text} \u2610") == word_count(text)


def test_a_headline_is_stated_hinted_or_the_first_sentence() -> None:
    """By-lines and datelines are no headlines; a long sentence is cut at a word."""
    assert headline_of("Stated", "Hinted", ["Text."], fallback=None) == "Stated"
    assert headline_of("By Ann Ahl", "Hinted", ["Text."], fallback=None) == "Hinted"
    assert headline_of(None, None, ["The ferry sank at sea. All were saved."], fallback=None) == "The ferry sank at sea"
    cut = headline_of(None, None, ["word " * 60], fallback=None)
    assert cut is not None
    assert cut.endswith("word …")
    assert headline_of(None, None, [], fallback="SLUG") == "SLUG"
    assert headline_of(None, None, ["***"], fallback=None) is None


def test_the_gazetteer_knows_cities_regions_and_countries() -> None:
    """Names in capitals and in other languages are found; invented ones are not."""
    assert is_city("MEMPHIS")
    assert is_city("Roma")
    assert not is_city("Varnholm")
    assert is_large_city("New Delhi")
    assert is_region("Tenn.")
    assert "Norwegen" in country_names("de")
    assert country_names("xx") == ()


def test_names_are_found_by_cues() -> None:
    """Countries by table, persons by title, office or speech, organisations by their form; all few."""
    body = (
        "President Ada Lind met Bo Hall, the chief economist, in Norway. Halden Rail Corp said that Norway and Sweden "
        "agree. "
        "“We agree,” said Cy Cole. Chief Executive Officer was his title. Mr X left."
    )
    names = names_in(Take(format="text"), body, "en")
    assert names.places == ("Norway", "Sweden")
    assert {"Ada Lind", "Bo Hall", "Cy Cole"} == set(names.people)
    assert names.organisations == ("Halden Rail Corp",)
