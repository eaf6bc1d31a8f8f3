"""The parts of a feed's entry: address, text, by-line."""

import pytest

from schemas.article import Take
from schemas.verdict import Refusal
from worker.readers.document import Document
from worker.readers.feeds import read

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*entries: str, channel: str = "") -> str:
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return f"<rss {NAMESPACES}><channel>{channel}{items}</channel></rss>"


def entries(xml: str) -> list[Take | Refusal]:
    return read(Document(xml.encode()))


def take_of(xml: str) -> Take:
    (take,) = entries(xml)
    assert isinstance(take, Take)
    return take


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        (
            "<link>https://post.example/1</link><fb:origLink>https://origin.example/1</fb:origLink>",
            "https://origin.example/1",
        ),
        ("<guid>https://post.example/2</guid>", "https://post.example/2"),
        ("<guid isPermaLink='false'>https://post.example/2</guid>", None),
        ("<guid>17</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        (
            "<atom:link rel='replies' href='https://post.example/3#c'/><link>https://post.example/3</link>",
            "https://post.example/3",
        ),
    ],
)
def test_the_address_is_the_storys_own(entry: str, url: str | None) -> None:
    """FeedBurner's original first; a guid only where it is an address; nothing that runs."""
    assert url == take_of(rss(entry)).url


@pytest.mark.parametrize(
    ("entry", "body", "summary"),
    [
        ("<description>Short.</description>", "Short.", "Short."),
        ("<content:encoded/><description>Short.</description>", "Short.", "Short."),
        ("<content:encoded>&lt;img/&gt;</content:encoded><description>Short.</description>", "Short.", "Short."),
        ("<description>Short.</description><content:encoded>Long.</content:encoded>", "Long.", "Short."),
        ("<content:encoded>&lt;p&gt;Long.&lt;/p&gt;</content:encoded>", "Long.", None),
        ("<media:description>A caption</media:description>", "", None),
    ],
)
def test_the_fullest_text_is_the_body(entry: str, body: str, summary: str | None) -> None:
    """The synopsis stands in where there is no other."""
    take = take_of(rss(entry))
    assert (body, summary) == (take.body, take.summary)


@pytest.mark.parametrize(
    ("entry", "byline"),
    [
        ("<author>ana@post.example (Ana Doe)</author>", "ana@post.example (Ana Doe)"),
        ("<author>desk@post.example</author><dc:creator>Ana Doe</dc:creator>", "Ana Doe"),
        ("", None),
    ],
)
def test_the_byline_is_as_filed(entry: str, byline: str | None) -> None:
    """Dublin Core's creator before RSS's address of the author."""
    assert byline == take_of(rss(entry)).byline
