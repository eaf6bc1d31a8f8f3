"""Whether words can be the place of a dateline."""

import pytest

from worker.extract.place_words import is_acronym, is_capitals, is_label, is_place, place_of


@pytest.mark.parametrize(
    "phrase",
    [
        *("LONDON", "London", "NEW YORK", "Frankfurt/Main", "Frankfurt am Main", "Rio de Janeiro", "Port of Spain"),
        *("MEMPHIS, Tenn.", "WASHINGTON, D.C.", "MOSCOW/KYIV", "'s-Hertogenbosch", "COEUR d'ALENE, Idaho", "L'Aquila"),
        *("ABOARD AIR FORCE ONE", "Москва", "東京", "القاهرة", "St. John's", "Winston-Salem, N.C."),
    ],
)
def test_a_few_words_with_capitals_can_be_a_place(phrase: str) -> None:
    """With its region, two cities, particles, apostrophes, in scripts with capitals or without."""
    assert place_of(phrase) == phrase


@pytest.mark.parametrize(
    "phrase",
    [
        *("the city", "London 2012", "Who is next?", "By Jane Doering", "a", "", "London; Paris", "$100"),
        *("Police In The Old Town Of Alder Said", "London (again)", "LONDON, said the mayor", "x" * 61),
    ],
)
def test_what_no_place_is_printed_like_is_none(phrase: str) -> None:
    """Figures, other marks, small words, by-lines, sentences and long phrases."""
    assert place_of(phrase) is None


def test_a_full_stop_is_kept_for_abbreviations_alone() -> None:
    """`Tenn.` ends with its own, a city before Interfax's with the line's."""
    assert place_of("MEMPHIS, Tenn.") == "MEMPHIS, Tenn."
    assert place_of("MOSCOW.") == "MOSCOW"


@pytest.mark.parametrize("label", ["ANALYSIS", "UPDATE 1", "Update", "LIVE", "Monday", "LE POINT SUR LA SITUATION"])
def test_rubrics_days_and_phrases_are_labels(label: str) -> None:
    """They stand where a place does, and are none."""
    assert is_label(label)


@pytest.mark.parametrize("place", ["LONDON", "BRUSSELS AND BERLIN", "Rio de Janeiro", "ABOARD AIR FORCE ONE", "Kessel"])
def test_places_are_no_labels(place: str) -> None:
    """Nor are two cities with an "and" between them, or a ship."""
    assert not is_label(place)


def test_capitals_are_the_citys_alone() -> None:
    """The region behind it may be printed as it is spelled."""
    assert is_capitals("MEMPHIS, Tenn.")
    assert is_capitals("McALLEN")
    assert not is_capitals("Memphis, TENN.")


def test_a_short_unknown_word_is_an_acronym() -> None:
    """`ROME` is a city, and nobody knows a town of the name of `XQTZ`."""
    assert is_acronym("XQTZ")
    assert not is_acronym("ROME")
    assert not is_acronym("VARNHOLM")


def test_a_particle_cannot_begin_a_place() -> None:
    """Small words stand within a name, not before it."""
    assert is_place("Rio de Janeiro")
    assert not is_place("de Janeiro")
