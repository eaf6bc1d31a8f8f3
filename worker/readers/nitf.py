"""NITF, the News Industry Text Format of the IPTC: one article in XML (versions 2.5 to 3.6). Pure."""

import re
from datetime import datetime

from lxml import etree

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Refusal, Signal
from worker.readers.document import Document
from worker.readers.notebook import published_part
from worker.readers.xml_fields import (
    attribute,
    every,
    first,
    language_of,
    line,
    lines,
    own,
    said,
    unique,
    whole_number,
)
from worker.readers.xml_prolog import root_tag
from worker.readers.xml_safe import parse_xml
from worker.readers.xml_text import body_of, line_of, local_name, notes_in, plain_body, plain_line

FORMAT = "nitf"

_STATUSES = {
    "usable": PubStatus.USABLE,
    "embargoed": PubStatus.WITHHELD,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_SLUG_NAMES = ("slug", "slugline", "anpa-keyword")  # `meta` names: ANPA 1312 calls its slug the keyword
_TIMESTAMP = re.compile(r"\b\d{8}T\d{4,6}\S*|\b\d{4}-\d\d-\d\d\S*(?:\s\d\d:\d\d\S*)?(?:\s(?:GMT|UTC)\S*)?")


def claims(head: bytes) -> bool:
    """Whether the root element is NITF's."""
    return root_tag(head)[0].lower() == "nitf"


def read(document: Document) -> list[Take | Refusal]:
    """Return the one take of an NITF document. Raise Refusal when it is not XML that can be read."""
    return [take_of(parse_xml(document))]


def take_of(nitf: etree._Element) -> Take:
    """Return the take that an `nitf` element states, on its own or embedded in NewsML.

    Where NITF 3.6 has several places for a fact: `date.issue` is when the document was issued and counts before
    `pubdata` (one publication of it) and `story.date`; `date.release` is an embargo where it lies behind the issue;
    `evloc` is where the event took place, so it is a place but no dateline.
    """
    head, docdata = first(nitf, "head"), first(nitf, "head/docdata")
    body, body_head = first(nitf, "body"), first(nitf, "body/body.head")
    content = first(body, "body.content")
    text, note = published_part(_body(body))
    status = _STATUSES.get((own(docdata, "management-status") or "").lower())
    return Take(
        format=FORMAT,
        headline=line(body_head, "hedline/hl1", "hedline", "headline/hl1", "headline") or line(head, "title"),
        body=text.strip(),
        byline=_byline(body),
        authors=lines(body_head, "byline/person"),
        dateline=_dateline(first(body_head, "dateline")),
        slug=_slug(head),
        guid=_guid(docdata),
        version=whole_number(attribute(docdata, "du-key", "version")),
        published=_published(nitf),
        updated=next(reversed([own(step, "norm") for step in every(head, "revision-history")]), None),
        embargo=_embargo(docdata),
        language=language_of(nitf, body) or own(nitf, "baselang") or _meta(head, "language", "lang"),
        url=attribute(head, "pubdata", "ex-ref"),
        publisher=_publisher(nitf),
        credit=line(body_head, "distributor", "byline/byttl/org") or attribute(docdata, "doc.copyright", "holder"),
        summary=line(body_head, "abstract"),
        keywords=unique(own(word, "key") or line_of(word) for word in every(docdata, "key-list/keyword")),
        subjects=_subjects(head),
        places=_places(nitf),
        people=lines(nitf, "head/docdata/identified-content/person") or lines(content, "//person"),
        organisations=lines(nitf, "head/docdata/identified-content/org") or lines(content, "//org"),
        urgency=whole_number(attribute(docdata, "urgency", "ed-urg")),
        pub_status=status,
        signal=_signal(docdata, status),
        ed_note=_ed_note(nitf, note),
    )


def _meta(head: etree._Element | None, *names: str) -> str | None:
    wanted = {(own(meta, "name") or "").lower(): own(meta, "content") for meta in every(head, "meta")}
    return next((wanted[name] for name in names if wanted.get(name)), None)


def _body(body: etree._Element | None) -> str:
    content = body_of(first(body, "body.content"))
    if content or body is None:
        return content
    loose = [body.text or ""]
    for part in body:
        if local_name(part) not in ("body.head", "body.content", "body.end"):
            loose.append(body_of(part))
        loose.append(part.tail or "")
    return plain_body("\n\n".join(loose))


def _byline(body: etree._Element | None) -> str | None:
    """Return the by-lines, without the writers' titles; the tag line at the story's end where there are none."""
    bylines = unique(said(_words(byline, without="byttl")) for byline in every(body, "body.head/byline"))
    if bylines:
        return ", ".join(bylines)
    tagline = line(body, "body.head/bytag", "body.end/tagline")
    return None if tagline is None or "@" in tagline else tagline


def _dateline(dateline: etree._Element | None) -> str | None:
    """Return the dateline's words without timestamps, which some systems write in `story.date`; None without words."""
    words = None if dateline is None else said(_words(dateline))
    printed = _TIMESTAMP.sub("", words or "").strip()
    return printed if re.search(r"[^\W\d_]", printed) else None


def _words(element: etree._Element, without: str = "") -> str | None:
    """Return an element's line, its locations parted by commas, without the children of one name."""
    parts = [element.text or ""]
    for child in element:
        if local_name(child) != without:
            parts.append(_location_line(child) or "")
        parts.append(child.tail or "")
    return plain_line(re.sub(r"\s([,.])", r"\1", " ".join(parts)))


def _location_line(element: etree._Element) -> str | None:
    """Return a location's parts, parted by commas, or the line of any other element."""
    if local_name(element) != "location" or not len(element) or (element.text or "").strip():
        return line_of(element)
    return ", ".join(unique(line_of(part) for part in element)) or None


def _slug(head: etree._Element | None) -> str | None:
    stated = _meta(head, *_SLUG_NAMES)
    return stated or attribute(head, "docdata/du-key", "key") or attribute(head, "docdata/fixture", "fix-id")


def _published(nitf: etree._Element) -> str | None:
    issue = first(nitf, "head/docdata/date.issue")
    return (
        own(issue, "norm")
        or said(line_of(issue))
        or attribute(nitf, "head/pubdata", "date.publication")
        or attribute(nitf, "head/docdata/date.release", "norm")
        or attribute(nitf, "body/body.head/dateline/story.date", "norm")
    )


def _embargo(docdata: etree._Element | None) -> str | None:
    release, issue = attribute(docdata, "date.release", "norm"), attribute(docdata, "date.issue", "norm")
    if release is None or issue is None:
        return None
    try:
        return release if datetime.fromisoformat(release) > datetime.fromisoformat(issue) else None
    except (ValueError, TypeError):  # no ISO 8601, or only one of them has a zone
        return release if release[:8] > issue[:8] else None


def _publisher(nitf: etree._Element) -> str | None:
    return (
        attribute(nitf, "head/pubdata", "name")
        or line(nitf, "body/body.head/distributor", "body/body.head/rights/rights.owner")
        or attribute(nitf, "head/docdata/doc.copyright", "holder")
        or attribute(nitf, "head/docdata/doc-id", "regsrc")
    )


def _subjects(head: etree._Element | None) -> tuple[Subject, ...]:
    found = [
        Subject(
            name=own(topic, "tobject.subject.detail")
            or own(topic, "tobject.subject.matter")
            or own(topic, "tobject.subject.type"),
            code=own(topic, "tobject.subject.refnum"),
            scheme=own(topic, "tobject.subject.ipr") or "IPTC",  # NITF's default for this attribute
        )
        for topic in every(head, "tobject/tobject.subject")
    ]
    found += [
        Subject(name=line_of(mark), code=own(mark, "value"), scheme=own(mark, "idsrc") or own(mark, "type"))
        for mark in every(head, "docdata/identified-content/classifier")
    ]
    return tuple(dict.fromkeys(subject for subject in found if subject.name or subject.code))


def _places(nitf: etree._Element) -> tuple[str, ...]:
    docdata = first(nitf, "head/docdata")
    stated = [_location_line(place) for place in every(docdata, "identified-content/location")]
    event = [own(evloc, name) for evloc in every(docdata, "evloc") for name in ("city", "state-prov")]
    return unique([*stated, *event])


def _guid(docdata: etree._Element | None) -> str | None:
    """Return the document's identity; of an order to cancel another document, that one's, by which it is found."""
    return _canceled(docdata) or attribute(docdata, "doc-id", "id-string")


def _canceled(docdata: etree._Element | None) -> str | None:
    """Return the document that this one cancels: the one whose status `management-idref-status` states."""
    referenced = _STATUSES.get((own(docdata, "management-idref-status") or "").lower())
    return own(docdata, "management-doc-idref") if referenced is PubStatus.CANCELED else None


def _signal(docdata: etree._Element | None, status: PubStatus | None) -> Signal | None:
    """Return what the document does to an earlier one: `management-idref-status` is that one's new status."""
    referenced = _STATUSES.get((own(docdata, "management-idref-status") or "").lower())
    if PubStatus.CANCELED in (status, referenced):
        return Signal.KILL
    if first(docdata, "correction") is not None:
        return Signal.CORRECTION
    return Signal.UPDATE if own(docdata, "management-doc-idref") else None


def _ed_note(nitf: etree._Element, note: str | None) -> str | None:
    docdata = first(nitf, "head/docdata")
    stated = [attribute(docdata, "correction", "info"), attribute(docdata, "ed-msg", "info"), line(docdata, "ed-msg")]
    return "\n".join(unique([*stated, note, *notes_in(first(nitf, "body/body.content"))])) or None
