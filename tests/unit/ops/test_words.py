"""Words: what a text is found by, in scripts with spaces between words and without, whatever is asked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.words import MOST_WORDS, Term, asked_of, folded, terms_of

TEXT = "L'École de Varnholm – straße 7, 火山が噴火した。 น้ำท่วมใหญ่ हिन्दी समाचार। Наводнение. הָעִיר ٣ 뉴스는"


def is_found(asked: str, text: str) -> bool:
    """Return whether a question finds a text, as the index and the look at its hits do it."""
    terms, question = terms_of(text), asked_of(asked)
    held = all(
        one.text in terms or (one.beginning and any(t.startswith(one.text) for t in terms)) for one in question.terms
    )
    return bool(question.terms) and held and question.stand_in(text)


@pytest.mark.parametrize(
    "asked",
    [
        "école", "ECOLE", "varnhol", "Strasse", "STRASSE", "7", "火山", "噴火", "火", "น้ำท่วม", "हिन्दी", "समाचार",
        "наводн", "העיר", "뉴스", "école varnholm 火山",
    ],
)  # fmt: skip
def test_a_word_is_found_in_any_script(asked: str) -> None:
    """By its beginning, without regard to case and accents; by any run of characters where nothing parts words."""
    assert is_found(asked, TEXT)


@pytest.mark.parametrize("asked", ["holm", "va", "山噴火が", "火噴", "paris", "école paris", "–", "", "%", "_"])
def test_what_does_not_stand_there_is_not_found(asked: str) -> None:
    """Nor the middle of a word, nor less than three letters of one, nor pairs of characters that stand apart."""
    assert not is_found(asked, TEXT)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_every_word_of_a_text_finds_it(before: str, asked: str, after: str) -> None:
    """Whatever it is made of and whatever stands around it."""
    if asked_of(asked).terms:
        assert is_found(asked, f"{before} {asked} {after}")


@given(st.text(max_size=200))
def test_terms_are_letters_and_digits(text: str) -> None:
    """So that no question can be anything else than a question."""
    terms = [*terms_of(text), *(one.text for one in asked_of(text).terms)]
    assert all(term and not set(term) & set(" \t\n\"'*()&|!:\\^-+{}\0") for term in terms)


def test_a_question_is_bounded() -> None:
    """However long it is."""
    assert len(asked_of("abc " * 3 + " ".join(f"word{n}" for n in range(50))).words) <= MOST_WORDS
    assert len(asked_of("火山噴火警報" * 100).terms) <= 24
    assert asked_of("x" * 500).terms == (Term("x" * 40, beginning=False),)


def test_the_largest_text_takes_no_longer_than_a_blink() -> None:
    """Each character is looked at once, in every script."""
    for letter in ("a", "é", "火", "_", "क्", "\u0301"):
        began = time.process_time()
        terms_of(letter * 200_000)
        assert time.process_time() - began < 1


def test_folding_is_stable() -> None:
    """What is folded already stays as it is."""
    assert folded(folded(TEXT)) == folded(TEXT)
