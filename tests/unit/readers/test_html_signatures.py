"""Signatures as the templates of news sites print and declare them."""

import pytest

from worker.readers.html_authors import authors_of
from worker.readers.html_jsonld import Graph
from worker.readers.html_meta import head_of
from worker.readers.html_tree import tree_of

JANE, ROLF, ANA = "Jane Doering", "Rolf Roemer", "Ana Reis"


def signed(markup: str = "", declared: str = "") -> tuple[str, ...]:
    graph = Graph([f'{{"@type": "NewsArticle", "headline": "x" {declared}}}'])
    tree = tree_of(f"<html><body>{markup}<p>x</p></body></html>".encode(), "page")
    return authors_of(graph, graph.article(set(), set()), head_of(tree), tree, ["Harbour Post"])


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doering | March 3, 2026 4:05 pm",
        "By Jane Doering Monday, March 3, 2026",
        "By Jane Doering Updated March 3, 2026",
        "Jane Doering Published: 3 March 2026",
        "By Jane Doering jane@harbourpost.example",
        "Von Jane Doering, aktualisiert am 3.3.2026",
        "Jane Doering Special to the Harbour Post",
    ],
)
def test_a_printed_signature_ends_before_time_and_address(line: str) -> None:
    """Templates set the time, the address and the occasion in the same line."""
    assert signed(f'<p class="byline">{line}</p>') == (JANE,)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doering, Political Correspondent",
        "Jane Doering Political Correspondent",
        "By JANE DOERING, Staff Writer",
        "Jane Doering, Harbour Post",
        "Jane Doering | Harbour Post",
        "Jane Doering, Reporter",
    ],
)
def test_an_office_or_the_house_behind_a_name_is_no_author(line: str) -> None:
    """What she is, and for whom she writes, is no second person."""
    assert JANE.casefold() == ", ".join(signed(f'<p class="byline">{line}</p>')).casefold()


def test_an_office_that_holds_no_name_stays_whole() -> None:
    """Without its office nothing is left that could be a person."""
    assert signed(declared=', "author": {"@type": "Organization", "name": "Harbour Post Staff"}') == (
        "Harbour Post Staff",
    )


@pytest.mark.parametrize(
    "line",
    ["Jane Doering, Rolf Roemer, and Ana Reis", "By Jane Doering, Rolf Roemer & Ana Reis", f"{JANE}; {ROLF}; {ANA}"],
)
def test_the_last_of_a_list_is_joined_by_and(line: str) -> None:
    """With the comma before it or without, the joint belongs to no name."""
    assert signed(declared=f', "author": "{line}"') == (JANE, ROLF, ANA)


def test_a_junior_is_one_person() -> None:
    """The comma before it parts no two names."""
    assert signed(declared=', "author": "John Smith, Jr."') == ("John Smith Jr.",)


@pytest.mark.parametrize("name", ["author", "parsely-author", "dc.creator"])
def test_a_meta_element_for_each_author_names_them_all(name: str) -> None:
    """Some sites repeat the element, others fill one of them with a list."""
    elements = "".join(f'<meta name="{name}" content="{author}">' for author in (JANE, ROLF))
    assert (JANE, ROLF) == signed(elements) == signed(f'<meta name="{name}" content="{JANE}, {ROLF}">')


def test_the_creator_of_json_ld_is_its_author() -> None:
    """Analytics of some houses ask for that name instead."""
    assert signed(declared=f', "creator": ["{JANE}", "{ROLF}"]') == (JANE, ROLF)


@pytest.mark.parametrize(
    "markup",
    [
        f'<div itemprop="author" itemscope>By <span itemprop="name">{JANE}</span><span>Senior Reporter</span></div>',
        f'<div itemprop="author" itemscope><meta itemprop="name" content="{JANE}"></div>',
        f'<div class="byline">By <a rel="author" href="/people/jane">{JANE}</a></div>',
        f'<span class="author vcard"><a class="url fn n" href="/author/jane/">{JANE}</a></span>',
        f'<div data-testid="byline">By <span>{JANE}</span></div>',
        f'<address>By <a href="/people/jane">{JANE}</a></address>',
        f'<div class="contributor"><a href="/contributor/jane">{JANE}</a></div>',
    ],
)
def test_a_signature_is_found_by_its_markup(markup: str) -> None:
    """Microdata, link types, classes, addresses and the word "By" each show it."""
    assert signed(markup) == (JANE,)


def test_two_links_in_one_line_are_two_authors() -> None:
    """The word between the links is theirs, too."""
    links = f'<a rel="author" href="/jane">{JANE}</a> and <a rel="author" href="/rolf">{ROLF}</a>'
    assert signed(f'<div class="byline">By {links}</div>') == (JANE, ROLF)
