"""What a page's head says."""

from worker.readers.html_meta import MAX_VALUE_CHARS, head_of
from worker.readers.html_tree import tree_of


def test_values_are_found_under_every_kind_of_name() -> None:
    """`name`, `property` and `itemprop` serve alike, in either case, in the order of the page."""
    head = head_of(
        tree_of(b'<meta name=Author content=A><meta property="author" content=B><meta itemprop=author content=A>', "p")
    )
    assert head.all("author") == ("A", "B")
    assert head.first("byl", "author") == "A"
    assert head.first("byl") is None


def test_title_canonical_and_language_are_read() -> None:
    """Each from its own element."""
    page = b'<html lang="de-AT"><head><title> Fog\n bank </title><link rel="x canonical" href="/fog"></head><p>x</p>'
    head = head_of(tree_of(page, "p"))
    assert (head.title, head.canonical, head.language) == ("Fog bank", "/fog", "de-AT")


def test_an_endless_value_is_cut() -> None:
    """A megabyte in one attribute is not carried along."""
    head = head_of(tree_of(b'<meta name=description content="' + b"x" * 9_000 + b'">', "p"))
    assert len(head.first("description") or "") == MAX_VALUE_CHARS
