"""Fields of a tree by local names, and what says nothing."""

import pytest
from lxml import etree

from schemas.article import Take
from worker.readers.xml_fields import (
    attribute,
    every,
    filled,
    first,
    language_of,
    line,
    lines,
    own,
    whole_number,
    worded,
)

TREE = etree.fromstring(
    '<a xmlns="urn:one" xmlns:x="urn:two"><b/><b><c id=" 7 "> One </c></b><x:b><c id="8">Two</c></x:b>'
    "<d>No-Data-Available</d><d>n/a</d><d>Three</d><d>Three</d></a>"
)


def test_a_path_is_found_in_any_namespace() -> None:
    """Agencies bind the same element to different namespaces, or to none."""
    assert [element.get("id") for element in every(TREE, "b/c")] == [" 7 ", "8"]


def test_the_first_element_that_says_something_counts() -> None:
    """Empty elements and placeholders are passed over."""
    assert (line(TREE, "b", "b/c"), line(TREE, "d"), line(TREE, "e")) == ("One", "Three", None)


def test_what_is_said_twice_is_listed_once() -> None:
    """Lists keep the order of the document."""
    assert lines(TREE, "d", "b/c") == ("Three", "One", "Two")


def test_attributes_are_clean_lines() -> None:
    """The first of several names that is there is taken."""
    assert (attribute(TREE, "b/c", "qcode", "id"), own(TREE, "id")) == ("7", None)


def test_nothing_is_found_in_nothing() -> None:
    """Readers look into elements that may be missing without asking first."""
    assert (first(None, "b"), line(None, "b"), lines(None, "b"), attribute(None, "b", "id")) == (None, None, (), None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 4 ", 4),
        ("1542761538", 1542761538),
        ("", None),
        (None, None),
        ("4a", None),
        ("-1", None),
        ("٤", None),
        ("9" * 19, None),
    ],
)
def test_a_number_is_digits_and_nothing_else(text: str | None, number: int | None) -> None:
    """A version or an urgency that is anything else is none."""
    assert number == whole_number(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-01-05 10:15:00 GMT+00:00", None),
        ("2024-01-05T10:15:00Z", None),
        ("5/1/2024", None),
        (None, None),
        ("PORT ELLIS, Jan 5", "PORT ELLIS, Jan 5"),
        ("Αθήνα", "Αθήνα"),
        ("东京", "东京"),
    ],
)
def test_a_timestamp_has_no_words(text: str | None, words: str | None) -> None:
    """Letters of a clock are none."""
    assert words == worded(text)


def test_the_language_is_that_of_the_innermost_element_that_says_one() -> None:
    """NewsML 1's "x-default" names no language."""
    outer = etree.fromstring('<a xml:lang="el"><b xml:lang="x-default"/></a>')
    assert language_of(outer[0], outer) == "el"


def test_a_take_is_filled_only_where_it_is_empty() -> None:
    """What the outer document states stands; the inner one helps out."""
    outer = Take(format="newsml-g2", item=2, headline="Outer", keywords=())
    inner = Take(format="nitf", headline="Inner", byline="By Ana Doe", keywords=("ferry",))
    expected = Take(format="newsml-g2", item=2, headline="Outer", byline="By Ana Doe", keywords=("ferry",))
    assert expected == filled(outer, inner)
