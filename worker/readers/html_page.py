"""HTML: an article page of a publisher to one take. Pure.

Source of the format: HTML Living Standard. What the page states of itself (schema.org in JSON-LD, OpenGraph, meta
elements) comes first; the text is found in the printed page.
"""

import re
from urllib.parse import urlsplit

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers.decode import clean_line
from worker.readers.document import Document
from worker.readers.html_authors import authors_of
from worker.readers.html_body import body_of
from worker.readers.html_dates import published_of, updated_of
from worker.readers.html_headline import Titles, headline_of
from worker.readers.html_jsonld import Graph, Node, text
from worker.readers.html_meta import Head, head_of
from worker.readers.html_prune import prune
from worker.readers.html_source import markup_of
from worker.readers.html_tree import parts_of, text_of, tree_of

_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)
_MAX_KEYWORDS = 64


def claims(head: bytes) -> bool:
    """Whether these first bytes are certainly an HTML page: they open with its doctype or its `html` element."""
    return _OPENING.match(head) is not None


def read(document: Document) -> list[Take | Refusal]:
    """Return the one take of the page, its fields as filed.

    Raise Refusal `bad_encoding`, `unsafe` or `malformed` for what is no readable page, `empty_body` for an article
    without its text (a paywall, a player), and `not_an_article` for any other page.
    """
    markup = markup_of(document)
    tree = tree_of(markup.html, document.name)
    head = head_of(tree)
    graph = Graph(markup.json_ld)
    printed = [line for h1 in tree.iter("h1") if (line := clean_line(text_of(h1)))]
    urls = {url for url in (head.canonical, *head.all("og:url"), document.hints.get("url")) if url}
    node = graph.article(
        urls, {line for line in (*head.all("og:title", "twitter:title"), head.title, *printed) if line}
    )
    publisher = _publisher(graph, node, head)
    sites = [site for site in (*head.all("og:site_name", "application-name"), publisher, *map(_host, urls)) if site]
    headline = headline_of(
        Titles(
            declared=text(node.get("headline")) or text(node.get("name")),
            social=head.first("og:title"),
            twitter=head.first("twitter:title"),
            printed=printed,
            title=head.title,
            sites=sites,
        )
    )
    summary = text(node.get("description")) or head.first("og:description", "description", "twitter:description")
    authors = authors_of(graph, node, head, tree, sites)
    published = published_of(node, head, tree)
    titles = [line for h1 in tree.iter("h1") for line in (text_of(h1), *parts_of(h1))] + (
        [headline] if headline else []
    )
    prune(tree)
    body = body_of(tree, titles, summary)
    if not body:
        raise _no_text(document, node, head)
    return [
        Take(
            format="html",
            headline=clean_line(headline),
            body=body,
            authors=authors,
            published=published,
            updated=updated_of(node, head),
            language=head.language or clean_line(text(node.get("inLanguage"))),
            url=next(
                iter([url for url in (head.canonical, head.first("og:url"), document.hints.get("url")) if url]), None
            ),
            publisher=publisher,
            summary=clean_line(summary),
            keywords=_keywords(node, head),
        )
    ]


def _publisher(graph: Graph, node: Node, head: Head) -> str | None:
    return text(graph.resolve(node.get("publisher"))) or head.first("og:site_name", "application-name", "dc.publisher")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _keywords(node: Node, head: Head) -> tuple[str, ...]:
    stated = node.get("keywords")
    lines = stated if isinstance(stated, list) else [stated] if stated else head.all("news_keywords", "keywords")
    words = [word.strip() for line in lines if (whole := text(line)) for word in re.split("[,;]", whole)]
    return tuple(dict.fromkeys(word for word in words if word))[:_MAX_KEYWORDS]


def _no_text(document: Document, node: Node, head: Head) -> Refusal:
    if node or head.first("og:type") == "article":
        return Refusal(
            Reason.EMPTY_BODY, f"{document.name} names an article but holds none of its text: send the full article."
        )
    return Refusal(
        Reason.NOT_AN_ARTICLE, f"{document.name} is a web page without an article: send the page of one story."
    )
