"""HTML: an article page of a publisher to one take. Pure.

Source of the format: HTML Living Standard. What the page states of itself (schema.org in JSON-LD, OpenGraph, meta
elements) comes first; the text is found in the printed page.
"""

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers.decode import clean_line
from worker.readers.document import Document
from worker.readers.html_authors import authors_of
from worker.readers.html_body import story_of
from worker.readers.html_dates import published_of, updated_of
from worker.readers.html_headline import MAX_PRINTED, Titles, headline_of
from worker.readers.html_jsonld import Graph, Node, full_text, text
from worker.readers.html_meta import Head, head_of
from worker.readers.html_prune import prune
from worker.readers.html_source import markup_of
from worker.readers.html_tree import parts_of, text_of, tree_of

_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)
_SUMMARY = ("og:description", "description", "twitter:description")
_PUBLISHER = ("og:site_name", "application-name", "dc.publisher")
_MAX_KEYWORDS = 64
_WHOLE_STORY = 400  # characters from which on what JSON-LD holds is a story and not its first sentence
_NOTHING_OF_IT = 3


def claims(head: bytes) -> bool:
    """Whether these first bytes are certainly an HTML page: they open with its doctype or its `html` element."""
    return _OPENING.match(head) is not None


def read(document: Document) -> list[Take | Refusal]:
    """Return the one take of the page, its fields as filed.

    Raise Refusal `bad_encoding`, `unsafe` or `malformed` for what is no readable page, `empty_body` for an article
    without its text (a wall before it, a player), and `not_an_article` for any other page.
    """
    markup = markup_of(document)
    tree = tree_of(markup.html, document.name)
    page = _page_of(tree, Graph(markup.json_ld), document)
    titles = _titles(page)
    headline = headline_of(titles)
    authors = authors_of(page.graph, page.node, page.head, tree, titles.sites)
    published = published_of(page.node, page.head, tree)
    summary = text(page.node.get("description")) or page.head.first(*_SUMMARY)
    heads = [line for h1 in islice(tree.iter("h1"), MAX_PRINTED) for line in (text_of(h1), *parts_of(h1))]
    prune(tree)
    story = story_of(tree, [*heads, *([headline] if headline else [])], authors, summary)
    body = _fuller(story.text, full_text(page.node))
    if not body:
        raise _no_text(document.name, page)
    take = Take(
        format="html",
        headline=headline,
        body=body,
        authors=authors,
        published=published,
        updated=updated_of(page.node, page.head),
        language=page.head.language or text(page.node.get("inLanguage")),
        url=_url(page),
        publisher=page.publisher,
        summary=clean_line(story.standfirst or summary),
        keywords=_keywords(page),
    )
    return [take]


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page states of itself, and which node of its JSON-LD is its article (empty when none is)."""

    head: Head
    graph: Graph
    node: Node
    printed: tuple[str, ...]  # its h1 elements
    urls: tuple[str, ...]  # its own addresses, the best first
    publisher: str | None


def _page_of(tree: HtmlElement, graph: Graph, document: Document) -> _Page:
    head = head_of(tree)
    printed = tuple(line for h1 in islice(tree.iter("h1"), MAX_PRINTED) if (line := clean_line(text_of(h1))))
    stated = (head.canonical, head.first("og:url"), document.hints.get("url"))
    urls = tuple(url for url in stated if url)
    titles = {line for line in (*head.all("og:title", "twitter:title"), head.title, *printed) if line}
    node = graph.article(set(urls), titles)
    publisher = text(graph.resolve(node.get("publisher"))) or head.first(*_PUBLISHER)
    return _Page(head, graph, node, printed, urls, publisher)


def _titles(page: _Page) -> Titles:
    sites = (*page.head.all(*_PUBLISHER), page.publisher, *map(_host, page.urls))
    return Titles(
        declared=text(page.node.get("headline")) or text(page.node.get("name")),
        social=page.head.first("og:title"),
        twitter=page.head.first("twitter:title"),
        printed=page.printed,
        title=page.head.title,
        sites=tuple(site for site in sites if site),
    )


def _fuller(printed: str, declared: str) -> str:
    """Return the text that JSON-LD holds where the page prints next to nothing of it, as pages built by scripts do."""
    return declared if len(declared) >= _WHOLE_STORY and len(declared) > _NOTHING_OF_IT * len(printed) else printed


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _url(page: _Page) -> str | None:
    """Return the page's canonical address, made whole by another of its addresses where it is only a path."""
    try:
        joined = [urljoin(base, url) for url in page.urls[:1] for base in (*page.urls[1:], "")]
    except ValueError:
        return None
    return next((url for url in joined if url.startswith(("http://", "https://"))), next(iter(joined), None))


def _keywords(page: _Page) -> tuple[str, ...]:
    stated = page.node.get("keywords")
    lines = stated if isinstance(stated, list) else [stated] if stated else page.head.all("news_keywords", "keywords")
    words = [
        word.strip() for line in lines[:_MAX_KEYWORDS] if (whole := text(line)) for word in re.split("[,;]", whole)
    ]
    return tuple(dict.fromkeys(word for word in words if word))[:_MAX_KEYWORDS]


def _no_text(name: str, page: _Page) -> Refusal:
    if page.node or page.head.first("og:type") == "article":
        return Refusal(Reason.EMPTY_BODY, f"{name} names an article but holds none of its text: send the full article.")
    return Refusal(Reason.NOT_AN_ARTICLE, f"{name} is a web page without an article: send the page of one story.")
