"""The byline as it stands printed."""

import pytest

from worker.readers.html_byline import printed_byline
from worker.readers.html_tree import tree_of


def byline(markup: str) -> str | None:
    return printed_byline(
        tree_of(f"<html><body>{markup}</body></html>".encode(), "page"), lambda line: "Oltmann" in line
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<span itemprop="author">Maren Oltmann</span>',
        '<a rel="author" href="/x">Maren Oltmann</a>',
        '<p>From <a href="/author/maren">Maren Oltmann</a></p>',
        '<div class="ArticleAuthor">Maren Oltmann</div>',
    ],
)
def test_a_byline_is_known_by_its_markup(markup: str) -> None:
    """Microdata, a link to the author's page, or a class."""
    assert byline(markup) == "Maren Oltmann"


def test_a_byline_is_known_by_the_word_before_the_name() -> None:
    """Where no markup tells, "By" or "Autor" does, in an element of its own or in one around it."""
    assert byline("<div> <p> <b>By</b> Maren Oltmann</p></div>") == "By Maren Oltmann"
    assert byline("<ul><li><strong>Autorin/Autor</strong> Maren Oltmann</li></ul>") == "Autorin/Autor Maren Oltmann"


def test_names_that_stand_together_are_one_byline() -> None:
    """Two links to two authors in one place; a third far away is another story's."""
    markup = '<p><a href="/author/m">Maren Oltmann</a> and <a href="/author/t">Jan Oltmann</a></p><div><ul><li>'
    assert byline(markup + '<a href="/author/x">Ute Oltmann</a></li></ul></div>') == "Maren Oltmann, Jan Oltmann"


@pytest.mark.parametrize(
    "markup",
    [
        '<figure><span class="author">Maren Oltmann</span></figure>',
        '<footer><span class="author">Maren Oltmann</span></footer>',
        '<span class="author-photo">Maren Oltmann</span>',
        '<span class="author">Our authors</span>',
        "<p>Maren Oltmann was there.</p>",
        f'<div class="author-page"><p>Maren Oltmann</p>{"<p>The ferry sank.</p>" * 20}</div>',
        '<link rel="author" href="/maren" title="Maren Oltmann">',
        '<a href="/staffing">Maren Oltmann</a>',
    ],
)
def test_other_names_are_no_byline(markup: str) -> None:
    """Credits of pictures, furniture, labels, names in the text and frames around it all, and links elsewhere."""
    assert byline(markup) is None


def test_a_desk_marked_as_author_may_sign_with_initials() -> None:
    """What microdata marks needs no person in it."""
    assert byline('<span itemprop="author">hp/mo</span>') == "hp/mo"
