"""The tree of a page, and the text of an element."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import Reason, Refusal
from worker.readers.html_tree import MAX_DEPTH, fold, parts_of, text_of, tree_of


def test_lines_are_parted_where_a_browser_parts_them() -> None:
    """Blocks and breaks begin a line; spans and links do not."""
    tree = tree_of(b"<div>Port<span>Elan</span><br>Tuesday<p>fog</p>bank</div>", "page")
    assert text_of(tree) == "PortElan Tuesday fog bank"


def test_parts_are_the_runs_of_text() -> None:
    """A kicker in a span of its own is a part."""
    tree = tree_of(b"<h1><span>Shipping</span> Ferry aground</h1>", "page")
    assert list(parts_of(tree)) == ["Shipping", "Ferry aground"]


def test_comments_and_instructions_are_no_text() -> None:
    """They are not in the tree at all."""
    assert text_of(tree_of(b"<p>a<!-- b --><?php c ?>d</p>", "page")).replace("?>", "") == "ad"


def test_a_page_nested_too_deep_is_unsafe() -> None:
    """Extraction recurses: 100,000 nested elements would end its process."""
    with pytest.raises(Refusal) as caught:
        tree_of(b"<div>" * (MAX_DEPTH + 1) + b"x", "page")
    assert caught.value.reason is Reason.UNSAFE


@pytest.mark.parametrize("markup", [b"", b"  "])
def test_nothing_makes_no_tree(markup: bytes) -> None:
    """No element can be made of an empty page."""
    with pytest.raises(Refusal) as caught:
        tree_of(markup, "page")
    assert caught.value.reason is Reason.MALFORMED


def test_folding_leaves_letters_and_digits() -> None:
    """Case, quotes, spaces and compatibility forms do not tell two lines apart."""
    assert fold('"ferry" 12-aground') == fold("„Ferry”  １２ – A\u00a0GROUND")


@given(st.text(st.characters(max_codepoint=0x7F), max_size=40))
def test_folding_ascii_follows_the_same_rule(text: str) -> None:
    """The quick way for plain letters keeps what the long way keeps: a letter beyond them makes the text go it."""
    assert fold(text) + "é" == fold(f"{text}é")
