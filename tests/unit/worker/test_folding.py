"""Folding: a written word as every house would spell it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("harbour", "harbor"),
        ("organisation", "organization"),
        ("centre", "center"),
        ("our", "our"),
        ("rise", "rise"),
        ("seven", "7"),
        ("1,200.50", "1200.50"),
        ("sept", "september"),
        ("pct", "percent"),
        ("5%", "5 percent"),
        ("$3", "3"),
        ("dlrs", ""),
        ("reuters", ""),
        ("mayor's", "mayor"),
        ("mayor’s", "mayor"),
        ("o'clock", "oclock"),
        ("u.s", "u s"),
        ("&quot;quay", "quay"),
        ("&eacute;lan", "élan"),
        ("ÉLAN", "élan"),
        ("ｖｏｔｅ", "vote"),
        ("42\u00a0mln", "42 milion"),
    ],
)
def test_a_word_is_spelled_as_every_house_would(written: str, folded: str) -> None:
    """Spelling, units, numerals, entities, width, apostrophes and credits are matters of style."""
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("港务局", ["港务", "务局"]),
        ("港", ["港"]),
        ("2026年港务", ["2026", "年港", "港务"]),
        ("हिन्दी", ["हिन्दी"]),
        ("مُدُن", ["مُدُن"]),
    ],
)
def test_scripts_are_cut_where_their_words_end_or_into_pairs(written: str, folded: list[str]) -> None:
    """A run of a script without blanks is cut into pairs of characters; signs stay with the letters they stand on."""
    assert fold(written).split() == folded


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_whatever_is_folded_stays_small(written: str) -> None:
    """Folding raises nothing, and what it makes of a text is not much longer."""
    assert len(fold(written.lower())) <= 4 * 3 * len(written) + 10


def test_a_sign_that_stands_for_a_sentence_does_not_grow() -> None:
    """One character may stand for eighteen; a text of such takes no more room than any other."""
    assert len(fold("\ufdfa" * 1000)) <= 3 * 1000
