"""NewsML-G2 of the IPTC: a message of news items, or one item by itself (versions 2.0 to 2.34). Pure."""

import re

from lxml import etree

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.g2_meta import (
    authors_of,
    headline_of,
    named,
    note_of,
    organisations_of,
    party,
    people_of,
    places_of,
    signal_of,
    status_of,
    subjects_of,
)
from worker.readers.xml_fields import (
    attribute,
    every,
    filled,
    first,
    language_of,
    line,
    lines,
    own,
    said,
    whole_number,
    worded,
)
from worker.readers.xml_inner import decoded, inner_take
from worker.readers.xml_prolog import root_tag
from worker.readers.xml_safe import check_count, parse_xml
from worker.readers.xml_text import body_of, line_of, local_name

FORMAT = "newsml-g2"

_KINDS = {
    "newsitem": "a news item",
    "packageitem": "a package: it lists other items, which must be sent themselves",
    "conceptitem": "a concept: a person, a place, an event or a term",
    "knowledgeitem": "a set of concepts",
    "planningitem": "a plan of coverage",
    "catalogitem": "a catalogue of schemes",
}
_SIGNS = re.compile(r"iptc\.org/std/nar|NewsML-G2|\bguid\s*=|\bstandardversion\s*=|\bconformance\s*=", re.IGNORECASE)
_PICTURES = ("picture", "photo", "graphic", "video", "audio", "animation", "image", "still")


def claims(head: bytes) -> bool:
    """Whether the root element is a NewsML-G2 message or item."""
    name, tag = root_tag(head)
    return name.lower() == "newsmessage" or (name.lower() in _KINDS and bool(_SIGNS.search(tag)))


def read(document: Document) -> list[Take | Refusal]:
    """Return one take for each text item in order; packages, concepts and plans are refused as no articles.

    Pictures beside a text illustrate it and are refused; one filed by itself is read for its caption.
    Raise Refusal when the document is not XML that can be read, or a message without items.
    """
    root = parse_xml(document)
    items = [root] if local_name(root) in _KINDS else _items_of(root)
    check_count(len(items), "items")
    if not items:
        raise Refusal(Reason.NOT_AN_ARTICLE, "The message carries no items; nothing is to be done.")
    has_text = any(local_name(item) == "newsitem" and not _is_picture(item) for item in items)
    return [_entry(item, index, beside_text=has_text) for index, item in enumerate(items)]


def _items_of(message: etree._Element) -> list[etree._Element]:
    """Return the items of a message, which stand in its `itemSet`."""
    parts = [
        part for around in (message, *message.iterfind("{*}itemSet")) for part in around.iterchildren(etree.Element)
    ]
    return [part for part in parts if local_name(part) in _KINDS]


def _entry(item: etree._Element, index: int, *, beside_text: bool) -> Take | Refusal:
    kind = local_name(item)
    if kind != "newsitem":
        return Refusal(Reason.NOT_AN_ARTICLE, f"Item {index} is not a story but {_KINDS[kind]}.", item=index)
    if beside_text and _is_picture(item):
        return Refusal(
            Reason.NOT_AN_ARTICLE, f"Item {index} is a picture beside a text; its caption is not a story.", item=index
        )
    return _take(item, index)


def _is_picture(item: etree._Element) -> bool:
    kind = attribute(first(item, "itemMeta"), "itemClass", "qcode", "uri", "literal") or ""
    return kind.lower().endswith(_PICTURES) and first(item, "contentSet/inlineXML", "contentSet/inlineData") is None


def _take(item: etree._Element, index: int) -> Take:
    """Return the take of a `newsItem`.

    Of the specification's dates, `firstCreated` (of the item) is when it was published and `versionCreated` when this
    version was; those of `contentMeta` tell the age of the content, which may be a picture's.
    """
    meta, content_meta = first(item, "itemMeta"), first(item, "contentMeta")
    status = status_of(meta)
    content = _content(item)
    stated = Take(
        item=index,
        format=FORMAT,
        headline=headline_of(content_meta) or line(meta, "title"),
        body=content.body or _caption(item, content_meta),
        byline=line(content_meta, "by"),
        authors=authors_of(content_meta),
        dateline=worded(line(content_meta, "dateline")),
        located=_located(content_meta),
        slug=line(content_meta, "slugline"),
        guid=own(item, "guid"),
        version=whole_number(own(item, "version")),
        published=line(meta, "firstCreated") or line(meta, "versionCreated"),
        updated=line(meta, "versionCreated"),
        embargo=line(meta, "embargoed"),
        language=attribute(content_meta, "language", "tag")
        or language_of(first(item, "contentSet/inlineXML"), item, item.getroottree().getroot()),
        publisher=party(first(meta, "provider")),
        credit=line(content_meta, "creditline") or _source(content_meta),
        summary=_summary(content_meta),
        keywords=lines(content_meta, "keyword"),
        subjects=subjects_of(content_meta),
        places=places_of(item, content_meta),
        people=people_of(content_meta),
        organisations=organisations_of(content_meta),
        urgency=whole_number(line(content_meta, "urgency")),
        pub_status=status,
        signal=signal_of(meta, status),
        ed_note=note_of(meta),
    )
    return filled(stated, content)


def _content(item: etree._Element) -> Take:
    """Return what the content states: renditions are alternatives, so the first that has words is read."""
    takes = [inner_take(content) for content in every(item, "contentSet/inlineXML")]
    takes += [_inline_data(content) for content in every(item, "contentSet/inlineData")]
    return next((take for take in takes if take.body), takes[0] if takes else inner_take(None))


def _inline_data(content: etree._Element) -> Take:
    """Return what `inlineData` states, which its `encoding` may say is base64; other than text is no body."""
    kind = own(content, "contenttype") or "text/plain"
    if (own(content, "encoding") or "").lower().endswith("base64"):
        return decoded("".join(content.itertext()), kind)
    return inner_take(content)


def _caption(item: etree._Element, content_meta: etree._Element | None) -> str:
    """Return the caption of a picture: the words of an item that has no other."""
    if not _is_picture(item):
        return ""
    stated = list(every(content_meta, "description"))
    captions = [one for one in stated if "caption" in (own(one, "role") or "").lower()]
    return next((body for one in [*captions, *stated] if (body := body_of(one))), "")


def _located(content_meta: etree._Element | None) -> str | None:
    """Return where the content was made, which is often a desk and not the story's place."""
    return next(filter(None, map(named, every(content_meta, "located"))), None)


def _source(content_meta: etree._Element | None) -> str | None:
    sources = [(own(e, "role") or "", party(e)) for e in every(content_meta, "infoSource")]
    origins = (":source", ":origprov", "provider")
    return next((name for role, name in sources if name and role.lower().endswith(origins)), None)


def _summary(content_meta: etree._Element | None) -> str | None:
    """Return the description that sums the text up; Reuters' captions of texts repeat slug and headline."""
    found = [((own(e, "role") or "").lower(), said(line_of(e))) for e in every(content_meta, "description")]
    return next((text for role, text in found if text and "caption" not in role), None)
