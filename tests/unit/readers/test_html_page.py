"""The HTML reader: a whole page to its take or its refusal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.html_page import claims, read

FIRST = "The ferry Northern Light ran aground on a sandbank off Port Elan early on Tuesday, the harbour office said."
SECOND = "All 212 passengers were taken ashore by lifeboats within three hours, and nobody was hurt, it added."
THIRD = "The captain told the Harbour Post that fog had hidden the light at the end of the pier until it was too late."
STANDFIRST = "Fog hid the pier's light from the captain, who has steered the Northern Light for twenty years."
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head>
<title>Ferry runs aground off Port Elan | Harbour Post</title>
<link rel="canonical" href="https://harbourpost.example/region/ferry-aground">
<meta property="og:title" content="Ferry runs aground off Port Elan">
<meta property="og:site_name" content="Harbour Post">
<meta property="og:type" content="article">
<meta name="description" content="{STANDFIRST}">
<meta name="news_keywords" content="ferry, Port Elan">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry runs aground off Port Elan",
 "datePublished": "2026-03-03T08:15:00+00:00", "dateModified": "2026-03-03T10:40:00+00:00",
 "author": [{{"@type": "Person", "name": "Maren Oltmann"}}, {{"@type": "Person", "name": "Tomas Quill"}}],
 "publisher": {{"@type": "Organization", "name": "Harbour Post"}}}}
</script></head><body>
<nav><a href="/">Home</a> <a href="/region">Region</a></nav>
<article><h1>Ferry runs aground off Port Elan</h1><p class="standfirst">{STANDFIRST}</p>
<div class="article-body"><p>{FIRST}</p><p>{SECOND}</p>
<ul><li><a href="/a">Pier light fails again</a></li><li><a href="/b">Ferry lines to merge</a></li></ul>
<figure><img src="x.jpg"><figcaption>The Northern Light in 2019. Photo: Port office</figcaption></figure>
<p>{THIRD}</p></div></article>
<footer>All rights reserved</footer></body></html>"""


def take_of(page: str | bytes) -> Take:
    body = page.encode() if isinstance(page, str) else page
    (take,) = read(Document(body=body, name="page.html"))
    assert isinstance(take, Take)
    return take


def refusal_of(page: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(Document(body=page.encode(), name="page.html"))
    return caught.value


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><html>",
        b"\n<html lang=de>",
        b"<?xml version='1.0'?>\n<!DOCTYPE HTML PUBLIC 'x'>",
        b"<!-- a --><HTML>",
    ],
)
def test_a_page_is_known_by_its_opening(head: bytes) -> None:
    """The doctype or the html element prove the format, whatever stands before them of prologue and comments."""
    assert claims(head)


@pytest.mark.parametrize("head", [b"<nitf>", b"<rss version='2.0'>", b'{"html": 1}', b"html", b"<htmlfoo>", b""])
def test_other_openings_are_left_to_other_readers(head: bytes) -> None:
    """XML that is no HTML, JSON and text are not claimed."""
    assert not claims(head)


def test_every_field_is_read_from_a_full_page() -> None:
    """JSON-LD, meta elements and the printed page together make the take."""
    assert Take(
        format="html",
        headline="Ferry runs aground off Port Elan",
        body=f"{STANDFIRST}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}",
        authors=("Maren Oltmann", "Tomas Quill"),
        published="2026-03-03T08:15:00+00:00",
        updated="2026-03-03T10:40:00+00:00",
        language="en-GB",
        url="https://harbourpost.example/region/ferry-aground",
        publisher="Harbour Post",
        summary=STANDFIRST,
        keywords=("ferry", "Port Elan"),
    ) == take_of(PAGE)


def test_a_page_without_metadata_still_has_headline_and_body() -> None:
    """The h1 and the paragraphs are enough; what is not stated stays empty."""
    take = take_of(f"<html><body><h1>Ferry aground</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></body></html>")
    assert ("Ferry aground", f"{FIRST}\n\n{SECOND}\n\n{THIRD}") == (take.headline, take.body)
    assert (take.authors, take.publisher, take.url, take.keywords) == ((), None, None, ())


def test_an_article_behind_a_wall_is_refused_as_empty() -> None:
    """The page names an article and shows none of it."""
    wall = PAGE[: PAGE.index("<article>")] + "<div><button>Log in</button></div></body></html>"
    assert refusal_of(wall).reason is Reason.EMPTY_BODY


def test_a_page_that_is_no_article_is_refused_as_such() -> None:
    """A list of links is a front page."""
    links = "".join(f"<li><a href='/{n}'>Story number {n} of the day</a></li>" for n in range(40))
    assert refusal_of(f"<html><body><ul>{links}</ul></body></html>").reason is Reason.NOT_AN_ARTICLE


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_nothing_but_a_refusal_comes_of_arbitrary_bytes(noise: bytes) -> None:
    """Whatever the bytes are, they end in a take or a stated refusal."""
    try:
        assert read(Document(body=b"<html>" + noise))
    except Refusal as refusal:
        assert refusal.detail  # noqa: PT017 - both ends are right; a third would escape


@settings(max_examples=100)
@given(st.integers(0, len(PAGE)), st.integers(0, 200), st.binary(max_size=20))
def test_nothing_but_a_refusal_comes_of_a_damaged_page(start: int, length: int, patch: bytes) -> None:
    """A page with a piece cut out and noise in its place ends in a take or a stated refusal."""
    page = PAGE.encode()
    try:
        assert read(Document(body=page[:start] + patch + page[start + length :]))
    except Refusal as refusal:
        assert refusal.detail  # noqa: PT017
