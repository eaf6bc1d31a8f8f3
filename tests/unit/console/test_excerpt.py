"""The words around what was searched for."""

from hypothesis import given
from hypothesis import strategies as st

from ops.console.excerpt import Piece, excerpt

TEXT = "The bridge at Kessel Point was closed on Sunday after the river rose."


def test_each_word_is_marked_in_the_text_around_the_first() -> None:
    """Upper and lower case alike; the text keeps its own."""
    pieces = excerpt(TEXT, ["kessel", "CLOSED"])

    assert [piece.text for piece in pieces if piece.found] == ["Kessel", "closed"]
    assert "".join(piece.text for piece in pieces) == TEXT


def test_a_long_text_is_cut_on_both_sides_and_says_so() -> None:
    """Only what is near the first word is shown."""
    pieces = excerpt(f"{'before ' * 100}Kessel{' after' * 100}", ["kessel"])
    shown = "".join(piece.text for piece in pieces)

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 220


def test_no_word_is_cut_in_two() -> None:
    """Both ends lie between words; where a script has no gaps they lie where they fall."""
    shown = "".join(piece.text for piece in excerpt(f"{'before ' * 100}Kessel{' after' * 100}", ["kessel"]))
    assert set(shown.split()) == {"…", "before", "Kessel", "after"}
    unspaced = "".join(piece.text for piece in excerpt("水" * 200 + "火山" + "水" * 200, ["火山"]))
    assert unspaced == f"… {'水' * 90}火山{'水' * 90} …"


def test_there_is_no_excerpt_where_no_word_stands() -> None:
    """The headline may have had them all; no word asks for none."""
    assert excerpt(TEXT, ["volcano"]) == ()
    assert excerpt(TEXT, []) == ()


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4))
def test_words_are_text_and_no_pattern(text: str, words: list[str]) -> None:
    """Whatever is searched for, dots and brackets mean themselves."""
    folded = [word.casefold() for word in words]

    for piece in excerpt(text, words):
        assert isinstance(piece, Piece)
        assert not piece.found or any(piece.text.casefold() in word or word in piece.text.casefold() for word in folded)
