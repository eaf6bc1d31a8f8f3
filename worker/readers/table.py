"""The table of formats: one row for each reader, and how a document finds its own."""

import string
from collections.abc import Mapping

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers import (
    agency_xml,
    anpa1312,
    feeds,
    html_page,
    iptc7901,
    json_article,
    mail,
    newsml_1,
    newsml_g2,
    nitf,
    text,
)
from worker.readers.document import Document, Format
from worker.readers.sniff import binary_kind, head_of
from worker.readers.xml_prolog import XML_OPENS, root_tag

# An article has a few kilobytes and a feed of a thousand entries a few megabytes; an XML tree or a JSON value takes
# up to twenty times its source, and no document may take more than 200 MB.
MAX_DOCUMENT_BYTES = 8 * 1024 * 1024


def _read_mail(document: Document) -> list[Take | Refusal]:
    return mail.read(document, _read_inside)


def _read_inside(document: Document, depth: int) -> list[Take | Refusal]:
    """Read what lies inside a mail by its own format; a mail in it is one deeper."""
    row = format_of(document)
    return mail.read(document, _read_inside, depth) if row.read is _read_mail else row.read(document)


# Elements that a page's text may begin with when it was cut out of its page.
_HTML_ROOTS = frozenset(
    (
        *(
            "a",
            "article",
            "b",
            "blockquote",
            "body",
            "br",
            "div",
            "em",
            "figure",
            "h1",
            "h2",
            "h3",
            "head",
            "header",
            "i",
        ),
        *("img", "main", "meta", "p", "section", "span", "strong", "table", "title", "ul"),
    )
)
_TAG = XML_OPENS
_CONTROLS = b"\x00\x01\x16\x7f"  # the start of a header (SOH), and what lines send before it: NUL, SYN, DEL
# Asked in this order: what a format proves by its own control bytes or markup comes before what only looks like it.
FORMATS: tuple[Format, ...] = (
    Format(
        name="iptc7901",
        media_types=(),
        suffixes=(),
        opens=_CONTROLS + string.ascii_lowercase.encode(),
        claims=iptc7901.claims,
        read=iptc7901.read,
        about="IPTC 7901: the text transmission format of news agencies, control bytes and all",
    ),
    Format(
        name="anpa1312",
        media_types=(),
        suffixes=(".anpa",),
        opens=_CONTROLS,
        claims=anpa1312.claims,
        read=anpa1312.read,
        about="ANPA 1312: the wire format of North American agencies",
    ),
    Format(
        name="nitf",
        media_types=("text/vnd.iptc.nitf", "application/nitf+xml"),
        suffixes=(".nitf",),
        opens=_TAG,
        claims=nitf.claims,
        read=nitf.read,
        about="NITF 3.x: the News Industry Text Format",
    ),
    Format(
        name="newsml-g2",
        media_types=("application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.newsmessage+xml"),
        suffixes=(),
        opens=_TAG,
        claims=newsml_g2.claims,
        read=newsml_g2.read,
        about="NewsML-G2: news items, alone or several in a message",
    ),
    Format(
        name="newsml-1",
        media_types=("text/vnd.iptc.newsml",),
        suffixes=(),
        opens=_TAG,
        claims=newsml_1.claims,
        read=newsml_1.read,
        about="NewsML 1.0-1.2: news items and the components in them",
    ),
    Format(
        name="feed",
        media_types=("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        suffixes=(".rss", ".atom", ".rdf"),
        opens=_TAG,
        claims=feeds.claims,
        read=feeds.read,
        about="RSS 0.9-2.0, RSS 1.0, Atom and WordPress exports: one take for each entry",
    ),
    Format(
        name="html",
        media_types=("text/html", "application/xhtml+xml"),
        suffixes=(".html", ".htm", ".xhtml"),
        opens=_TAG,
        claims=html_page.claims,
        read=html_page.read,
        about="HTML: the article page of a publisher",
    ),
    Format(
        name="json",
        media_types=("application/json", "application/ld+json", "application/x-ndjson", "application/jsonl"),
        suffixes=(".json", ".jsonl", ".ndjson", ".jsonld", ".ninjs"),
        opens=b"{[",
        claims=json_article.claims,
        read=json_article.read,
        about="JSON and JSON Lines: IPTC ninjs 1.0-3.0, schema.org NewsArticle, and the plain names people send",
    ),
    Format(
        name="mail",
        media_types=("message/rfc822",),
        suffixes=(".eml", ".mail"),
        opens=string.ascii_letters.encode(),
        claims=mail.claims,
        read=_read_mail,
        about="E-mail (RFC 5322): the story in its body, and the articles attached to it",
    ),
    Format(
        name="agency-xml",
        media_types=(),
        suffixes=(),
        opens=_TAG,
        claims=agency_xml.claims,
        read=agency_xml.read,
        about="XML of an agency's own making, read by the names that such elements have",
    ),
    Format(
        name="text",
        media_types=("text/plain",),
        suffixes=(".txt", ".text", ".asc"),
        opens=b"",
        claims=text.claims,
        read=text.read,
        about="Plain-text wire copy",
    ),
)
_CLAIMANTS: Mapping[bytes, tuple[Format, ...]] = {
    bytes((first,)): tuple(row for row in FORMATS if first in row.opens) for first in range(256)
}
_BY_NAME: Mapping[str, Format] = {row.name: row for row in FORMATS}
_BY_TYPE: Mapping[str, Format] = {stated: row for row in FORMATS for stated in row.media_types}
_BY_SUFFIX: Mapping[str, Format] = {suffix: row for row in FORMATS for suffix in row.suffixes}
_NO_WORD = ("application/octet-stream", "binary/octet-stream", "text/plain")  # what a sender says who does not know


def format_of(document: Document) -> Format:
    """Return the row that reads this document: content where it is certain, then the sender's word, then the suffix.

    Text that nothing claims is plain text. Raise Refusal `too_large` above `MAX_DOCUMENT_BYTES`, `empty_body` for no
    bytes at all, and `unknown_media_type`, which says what the bytes look like and which formats are read.
    """
    _check_size(document)
    head = head_of(document.body)
    certain = next((row for row in _CLAIMANTS.get(head[:1], ()) if row.claims(head)), None)
    if certain:
        return certain
    kind = binary_kind(document.body)
    if kind:
        raise _unknown(document, f"is {kind}")
    root = root_tag(head)[0] if head[:1] in XML_OPENS else ""
    row = _by_word(document) or (_BY_NAME["html"] if root.lower() in _HTML_ROOTS else None)
    if row is None and root:
        raise _unknown(document, f"is XML whose first element is <{root[:60]}>")
    return row or _BY_NAME["text"]


def _check_size(document: Document) -> None:
    if len(document.body) > MAX_DOCUMENT_BYTES:
        raise Refusal(
            Reason.TOO_LARGE,
            f"{document.name} has {len(document.body):,} bytes and a document may have {MAX_DOCUMENT_BYTES:,}: "
            "send its articles one by one, or as a container.",
        )
    if not document.body.strip(b" \t\r\n\0"):
        raise Refusal(Reason.EMPTY_BODY, f"{document.name} holds no text at all: send the article again.")


def _by_word(document: Document) -> Format | None:
    """Return the row that the sender's media type points to, else the name's suffix."""
    media_type = (document.media_type or "").partition(";")[0].strip().lower()
    by_type = None if media_type in _NO_WORD else _BY_TYPE.get(media_type)
    _, dot, suffix = document.name.lower().rpartition(".")
    return by_type or _BY_SUFFIX.get(dot + suffix)


def _unknown(document: Document, what: str) -> Refusal:
    known = "; ".join(row.name for row in FORMATS)
    said = f" (sent as {document.media_type[:80]})" if document.media_type else ""
    return Refusal(
        Reason.UNKNOWN_MEDIA_TYPE,
        f"{document.name}{said} {what}; the formats read are {known}: send the article in one of them.",
    )
