"""Places, people and organisations in a text: a name counts only where the text gives a reason."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Take
from worker.extract.names import names_in


def people(text: str) -> tuple[str, ...]:
    return names_in(Take(format="text", body=text), text, "en").people


def organisations(text: str) -> tuple[str, ...]:
    return names_in(Take(format="text", body=text), text, "en").organisations


@pytest.mark.parametrize(
    "text",
    [
        "The ferry was safe, President Ana Doerwald said.",
        "Ana Doerwald, a spokeswoman for the harbour, spoke at noon.",
        "Ana Doerwald, 54, the harbour's director, spoke at noon.",
        'It was luck. "We were lucky," Ana Doerwald said.',
        "The ferry was safe, said Ana Doerwald.",
        "The report was read by Dr. Ana Doerwald on Friday.",
        "President Ana Doerwald denied that the ferry was late.",
        "President Ana Doerwald's ferry was late.",
    ],
)
def test_a_title_an_office_or_a_quotation_shows_a_person(text: str) -> None:
    """Each of them stands beside a name in full."""
    assert people(text) == ("Ana Doerwald",)


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Ferry sank.",
        "They met in New York, a city of ferries.",
        "president ana doerwald",
        "The ferries were late, said Varnholm Corp's owners.",
    ],
)
def test_capitals_alone_show_no_person(text: str) -> None:
    """A ship, a city and small letters are no persons."""
    assert people(text) == ()


def test_the_paragraph_before_says_nothing_of_a_name() -> None:
    """What ends with "said" is a sentence of its own."""
    assert people("Nobody knew more, the harbour said\n\nHarbour Lights were out.") == ()


def test_the_first_five_persons_are_named() -> None:
    """In the order of the text, once each, though it names another."""
    named = ("Ana Doerwald", "Rolf Roemer", "Ida Quist", "Jon Falk", "Mia Thorsen", "Lee Varga")
    text = " ".join(f"It was late, said {name}." for name in (*named[:2], *named))
    assert named[:5] == people(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shares of Varnholm Shipping Corp fell.", "Varnholm Shipping Corp"),
        ("The Ministry of Transport opened an inquiry.", "Ministry of Transport"),
        ("She studied at the University of Port Ellis.", "University of Port Ellis"),
        ("Officials of the Bank of the Northern Isles met.", "Bank of the Northern Isles"),
        ("The Varnholm Pilots Association was silent.", "Varnholm Pilots Association"),
    ],
)
def test_an_organisation_is_known_by_its_kind(text: str, name: str) -> None:
    """A company's form, or what it is of, shows it; an article before it is no part of the name."""
    assert (name,) == organisations(text)


@pytest.mark.parametrize(
    "text", ["The union of all pilots met.", "He left McUnion of course.", "Corp was all it said."]
)
def test_words_of_a_kind_alone_show_no_organisation(text: str) -> None:
    """Small letters, the middle of a word and a form without a name prove nothing."""
    assert organisations(text) == ()


def test_countries_are_found_as_whole_words_the_most_frequent_first() -> None:
    """Romania within `Romanians` is no country of the text."""
    text = "Norway and Peru signed. Norway paid. Romanians and Omanis watched."
    assert names_in(Take(format="text", body=text), text, "en").places == ("Norway", "Peru")


@pytest.mark.parametrize(
    ("text", "language", "countries"),
    [
        ("In South Sudan, not Sudan, and in South Sudan", "en", ("South Sudan", "Sudan")),
        ("Überfahrt nach Österreich", "de", ("Österreich",)),
        ("Österreich, Norwegen", "de", ("Österreich", "Norwegen")),
        ("Norway", "zz", ()),
        ("", "en", ()),
    ],
)
def test_countries_go_by_their_names_in_the_texts_language(
    text: str, language: str, countries: tuple[str, ...]
) -> None:
    """The longest that stands there; none in a language of which no names are known."""
    assert countries == names_in(Take(format="text", body=text), text, language).places


@given(
    words=st.lists(
        st.sampled_from(("Norway", "Oman", "South Korea", "Korea", "Dominica", "n", "-", "_", "The")), max_size=9
    ),
    blank=st.sampled_from((" ", "")),
)
def test_countries_are_found_as_if_each_was_looked_for(words: list[str], blank: str) -> None:
    """Every one of them that stands in the text with neither a letter nor a figure beside it, and no other."""
    text = blank.join(words)
    known = ("Norway", "Oman", "South Korea", "Dominica")
    whole = {name for name in known if re.search(rf"(?<![^\W_]){name}(?![^\W_])", text)}
    assert whole == set(names_in(Take(format="text", body=text), text, "en").places)


def test_what_the_format_states_stands_alone() -> None:
    """An agency's own tags are better than any search."""
    take = Take(format="nitf", body="x", people=("Rolf Roemer",))
    assert names_in(take, "President Ana Doerwald spoke.", "en").people == ("Rolf Roemer",)
