"""Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, and WordPress exports: one take for each entry. Pure.

Read with lxml itself instead of a feed library: that takes a fraction of the time, and bodies keep the blank lines that
part WordPress paragraphs.
"""

import re

from lxml import etree

from schemas.article import Subject, Take
from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.feed_entry import FeedHead, Parts
from worker.readers.wordpress import (
    author_names,
    is_no_post,
    post_date,
    post_embargo,
    post_status,
    without_shortcodes,
)
from worker.readers.xml_fields import language_of, own, said, unique
from worker.readers.xml_prolog import root_tag
from worker.readers.xml_safe import check_count, parse_xml
from worker.readers.xml_text import body_of, line_of, local_name, plain_body, plain_line

FORMAT = "feed"

_ATOM = re.compile(r"w3\.org/2005/Atom|purl\.org/atom/ns", re.IGNORECASE)
_RDF_FEED = re.compile(r"purl\.org/rss/1|netscape\.com/rdf/simple|purl\.org/net/rss", re.IGNORECASE)


def claims(head: bytes) -> bool:
    """Whether the root element is a feed's."""
    name, tag = root_tag(head)
    if name in ("feed", "entry"):
        return bool(_ATOM.search(tag))
    return name.lower() == "rss" or (name == "RDF" and bool(_RDF_FEED.search(tag)))


def read(document: Document) -> list[Take | Refusal]:
    """Return one take for each entry in order; what a WordPress export holds besides posts is refused as no article.

    Raise Refusal when the document is not XML that can be read, or a feed without entries.
    """
    root = parse_xml(document)
    channel = next((part for part in root if local_name(part) == "channel"), root)
    entries = [part for part in (*channel, *(root if channel is not root else ())) if _is_entry(part)]
    if _is_entry(root):
        entries = [root]
    check_count(len(entries), "entries")
    if not entries:
        raise Refusal(Reason.NOT_AN_ARTICLE, "The feed carries no entries; nothing is to be done.")
    head = _head_of(root, channel)
    return [_entry(Parts(entry), index, head) for index, entry in enumerate(entries)]


def _is_entry(element: etree._Element) -> bool:
    return local_name(element) in ("item", "entry")


def _head_of(root: etree._Element, channel: etree._Element) -> FeedHead:
    parts = Parts(channel)
    return FeedHead(
        title=parts.line("title"),
        language=parts.line("language") or language_of(channel, root),
        author=", ".join(unique(Parts(author).line("name") for author in parts.every("author"))) or None,
        writers=author_names(parts),
    )


def _entry(parts: Parts, index: int, head: FeedHead) -> Take | Refusal:
    """Return the take of an entry: RSS 2.0 with its modules, RSS 1.0 with Dublin Core, or Atom (RFC 4287)."""
    no_post = is_no_post(parts)
    if no_post:
        return Refusal(Reason.NOT_AN_ARTICLE, f"Entry {index} is a WordPress {no_post}, not a post.", item=index)
    creators = unique(head.writers.get(name, name) for name in _creators(parts))
    categories = _categories(parts)
    summary = _first_text(parts.every("description", "summary")) or _first_text(_excerpts(parts))
    source = _source(parts.first("source"))
    return Take(
        item=index,
        format=FORMAT,
        headline=parts.line("title"),
        body=_first_text(_full_texts(parts)) or summary,
        byline=", ".join(creators) or head.author,
        authors=creators if len(creators) > 1 else (),
        guid=parts.line("guid", "id", "identifier") or _about(parts.element),
        published=post_date(parts) or parts.line("pubdate", "published", "issued", "date", "created", "updated"),
        updated=parts.line("updated", "modified"),
        embargo=post_embargo(parts),
        language=parts.line("language") or language_of(parts.element, parts.first("content")) or head.language,
        url=parts.address,
        publisher=source or parts.line("publisher") or head.title,
        credit=source or parts.line("credit"),
        summary=" ".join(summary.split()) or None,
        keywords=unique([*(term for term, scheme in categories if scheme != "category"), *_media_keywords(parts)]),
        subjects=tuple(Subject(name=term, scheme=scheme) for term, scheme in categories if scheme != "post_tag"),
        pub_status=post_status(parts),
    )


def _full_texts(parts: Parts) -> list[etree._Element]:
    """Return the elements that hold a whole text: `content:encoded` or Atom's `content`, never the synopsis."""
    return [part for part in parts.every("encoded", "full-text", "content", "body") if "excerpt" not in part.tag]


def _excerpts(parts: Parts) -> list[etree._Element]:
    return [part for part in parts.every("encoded") if "excerpt" in part.tag]


def _first_text(elements: list[etree._Element]) -> str:
    for element in elements:
        text = body_of(element) if len(element) else plain_body(without_shortcodes(element.text or ""))
        if text:
            return text
    return ""


def _creators(parts: Parts) -> tuple[str, ...]:
    people = [Parts(author).first("name") if len(author) else author for author in parts.every("author")]
    return unique(said(line_of(maker)) for maker in parts.every("creator") or people)


def _about(entry: etree._Element) -> str | None:
    return next((plain_line(value) for name, value in entry.items() if name.endswith("}about")), None)


def _source(source: etree._Element | None) -> str | None:
    """Return the feed that an entry was taken from: RSS 2.0 names it, Atom 1.0 repeats its head."""
    if source is None:
        return None
    return Parts(source).line("title") if len(source) else said(line_of(source))


def _categories(parts: Parts) -> list[tuple[str, str | None]]:
    """Return the terms an entry is filed under, each with its scheme: RSS `domain`, Atom `scheme`, Dublin Core none."""
    found = []
    for part in parts.every("category", "subject"):
        term = own(part, "label") or own(part, "term") or said(line_of(part))
        if term:
            found.append((term, own(part, "domain") or own(part, "scheme")))
    return list(dict.fromkeys(found))


def _media_keywords(parts: Parts) -> tuple[str, ...]:
    stated = parts.line("keywords")
    return unique(word.strip() for word in stated.split(",")) if stated else ()
