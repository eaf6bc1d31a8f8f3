"""The authors that a page lists."""

import json

import pytest

from worker.readers.html_authors import authors_of, names_of
from worker.readers.html_jsonld import Graph
from worker.readers.html_meta import head_of
from worker.readers.html_tree import tree_of


def authors(declared: object = None, markup: str = "") -> tuple[str, ...]:
    graph = Graph([json.dumps({"@type": "NewsArticle", "headline": "x", "author": declared})])
    tree = tree_of(f"<html>{markup}<p>x</p></html>".encode(), "page")
    return authors_of(graph, graph.article(set(), set()), head_of(tree), tree, ["Harbour Post", "harbourpost.example"])


@pytest.mark.parametrize(
    "declared",
    [
        [{"@type": "Person", "name": "Maren Oltmann"}, {"@type": "Person", "name": "Tomas Quill"}],
        {"@type": "Person", "name": ["Maren Oltmann", "Tomas Quill"]},
        {"@type": "Person", "name": "By Maren Oltmann and Tomas Quill"},
        "Maren Oltmann, Tomas Quill",
        ["Maren Oltmann", "MAREN OLTMANN", "Tomas Quill", "https://harbourpost.example/tomas"],
        [{"givenName": "Maren", "familyName": "Oltmann"}, {"name": "Tomas Quill"}],
    ],
)
def test_declared_authors_are_read_in_every_shape(declared: object) -> None:
    """Nodes, strings, lists, one name for several; each once, and no address."""
    assert authors(declared) == ("Maren Oltmann", "Tomas Quill")


def test_a_person_in_the_meta_elements_is_better_than_the_house() -> None:
    """Templates often declare the publisher as author of everything."""
    house = {"@type": "Organization", "name": "Harbour Post"}
    assert authors(house, '<meta name="author" content="Maren Oltmann">') == ("Maren Oltmann",)


def test_a_printed_byline_is_better_than_the_house() -> None:
    """The name stands on the page for everyone to see."""
    house = {"@type": "Person", "name": "Harbour Post"}
    assert authors(house, '<p class="article-byline">By Maren Oltmann and Tomas Quill</p>') == (
        "Maren Oltmann",
        "Tomas Quill",
    )


def test_a_story_without_a_person_is_signed_by_its_desk() -> None:
    """What the page states is kept."""
    assert authors({"@type": "Organization", "name": "Harbour Post"}) == ("Harbour Post",)


def test_an_address_in_the_meta_elements_is_no_name() -> None:
    """Networks want the address of a profile there."""
    assert authors(None, '<meta property="article:author" content="https://net.example/harbourpost">') == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Maren Oltmann und Tomas Quill", ("Maren Oltmann", "Tomas Quill")),
        ("Par Jean Ricot et Anne Lavoie", ("Jean Ricot", "Anne Lavoie")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Maren Oltmann; Tomas Quill | Ana Reis", ("Maren Oltmann", "Tomas Quill", "Ana Reis")),
        ("Harbour Post and Newswire", ("Harbour Post and Newswire",)),
        ("By Oltmann", ("By Oltmann",)),
        (" , ", ()),
    ],
)
def test_a_line_is_parted_into_names(line: str, names: tuple[str, ...]) -> None:
    """Words that also stand inside names part only full names; a desk's signature stays whole."""
    assert names == names_of([line], {"harbourpost"})
