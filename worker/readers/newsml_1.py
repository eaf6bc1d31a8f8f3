"""NewsML 1 of the IPTC: news items as trees of components (versions 1.0 to 1.2). Pure."""

import re
from itertools import islice, takewhile
from typing import NamedTuple

from lxml import etree

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.newsml_1_meta import (
    Components,
    embargo_of,
    guid_of,
    keywords_of,
    language_of_content,
    located_of,
    note_of,
    party,
    places_of,
    signal_of,
    stated_line,
    status_of,
    subjects_of,
    topics_of,
)
from worker.readers.xml_fields import attribute, every, filled, first, language_of, line, whole_number, worded
from worker.readers.xml_inner import decoded, inner_take
from worker.readers.xml_prolog import root_tag
from worker.readers.xml_safe import check_count, parse_xml
from worker.readers.xml_text import local_name

FORMAT = "newsml-1"

_NOT_TEXT = re.compile(r"photo|picture|image|graphic|video|audio|sound|animation|binary", re.IGNORECASE)
_CAPTION = re.compile(r"caption|preview|thumb|photo|picture|image|graphic|video|audio|sound|clip|logo", re.IGNORECASE)
_MAIN = re.compile(r"^(?:main|body|text|story|article|news)|text$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|headline)$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:lead|intro|introduction|abstract|summary)$", re.IGNORECASE)


_DEPTH = 12  # components around a text that are looked at; real trees have two or three levels


class Text(NamedTuple):
    """One text of an item: the role of its component, the components around it, and what it states."""

    role: str
    components: Components
    take: Take


def claims(head: bytes) -> bool:
    """Whether the root element is NewsML 1's, or one of its items."""
    name = root_tag(head)[0]
    return name == "NewsML" or (name == "NewsItem" and b"NewsIdentifier" in head)


def read(document: Document) -> list[Take | Refusal]:
    """Return one take for each news item in order; those that hold other items or topics are no articles.

    Captions are no stories either, but a picture's item that stands alone is read for its caption.
    Raise Refusal when the document is not XML that can be read, or holds no item at all.
    """
    root = parse_xml(document)
    contents = _contents_by_item(root)
    if not contents:
        raise Refusal(Reason.NOT_AN_ARTICLE, "The NewsML document carries no NewsItem; nothing is to be done.")
    alone = len(contents) == 1
    return [_entry(root, item, index, contents[item], alone=alone) for index, item in enumerate(contents)]


def _contents_by_item(root: etree._Element) -> dict[etree._Element, list[etree._Element]]:
    """Return each item of a document, in order, with the content items that are its own, not those of items within."""
    found: dict[etree._Element, list[etree._Element]] = {item: [] for item in root.iter("{*}NewsItem")}
    check_count(len(found), "items")
    contents = list(root.iter("{*}ContentItem"))
    check_count(len(contents), "content items")
    for content in contents:
        owner = next(content.iterancestors("{*}NewsItem"), None)
        if owner is not None:
            found[owner].append(content)
    return found


def _entry(
    root: etree._Element, item: etree._Element, index: int, contents: list[etree._Element], *, alone: bool
) -> Take | Refusal:
    texts = _texts_of(contents) or (_texts_of(contents, captions=True) if alone else [])
    if not texts and first(item, "NewsComponent") is None:
        what = "an update of parts" if first(item, "Update") is not None else "a set of topics"
        return Refusal(Reason.NOT_AN_ARTICLE, f"Item {index} is {what}, not a story; send the story.", item=index)
    if not texts and next(item.iterdescendants("{*}NewsItem"), None) is not None:
        return Refusal(Reason.NOT_AN_ARTICLE, f"Item {index} only holds other items, which are read.", item=index)
    return _take(root, item, index, texts)


def _take(root: etree._Element, item: etree._Element, index: int, texts: list[Text]) -> Take:
    """Return the take of a `NewsItem`: `NewsLines` and descriptions of the component that holds its main text.

    `FirstCreated` is when the item was published and `ThisRevisionCreated` when this revision was; `DateId` is part of
    the identifier and no date of anything.
    """
    main = _main_text(texts)
    components = main.components if main else list(every(item, "NewsComponent"))
    management = first(item, "NewsManagement")
    status = status_of(management)
    stated = Take(
        item=index,
        format=FORMAT,
        headline=stated_line(components, "HeadLine") or _words(texts, _TITLE) or _any_headline(item),
        body=_body(texts, main),
        byline=stated_line(components, "ByLine"),
        dateline=worded(stated_line(components, "DateLine")),
        located=located_of(components),
        slug=stated_line(components, "SlugLine") or line(item, "Identification/NameLabel"),
        guid=guid_of(item),
        version=whole_number(line(item, "Identification/NewsIdentifier/RevisionId")),
        published=line(management, "FirstCreated", "ThisRevisionCreated") or line(root, "NewsEnvelope/DateAndTime"),
        updated=line(management, "ThisRevisionCreated"),
        embargo=embargo_of(management),
        language=language_of_content(components) or language_of(*components, item, root),
        publisher=party(components, "Provider", "Source") or line(item, "Identification/NewsIdentifier/ProviderId"),
        credit=stated_line(components, "CreditLine") or party(components, "Source", "Provider"),
        summary=_words(texts, _LEAD) or stated_line(components, "SubHeadLine"),
        keywords=keywords_of(components),
        subjects=subjects_of(item, components),
        places=places_of(item, components),
        people=topics_of(item, "person"),
        organisations=topics_of(item, "organisation", "organization", "company"),
        urgency=whole_number(attribute(management, "Urgency", "FormalName")),
        pub_status=status,
        signal=signal_of(management, status),
        ed_note=note_of(components),
    )
    return filled(stated, main.take) if main else stated


def _texts_of(contents: list[etree._Element], *, captions: bool = False) -> list[Text]:
    """Return the texts among content items in order, or else the captions."""
    found = []
    for content in contents:
        around = islice(content.iterancestors("{*}NewsComponent", "{*}NewsItem"), _DEPTH)
        components = list(takewhile(_is_component, around))
        roles = [attribute(component, "Role", "FormalName") or "" for component in components]
        kind = attribute(content, "MediaType", "FormalName") or ""
        if not _NOT_TEXT.search(kind) and any(map(_CAPTION.search, roles)) is captions:
            take = _content_take(content)
            if take.body:
                found.append(Text(roles[0] if roles else "", components, take))
    return found


def _is_component(element: etree._Element) -> bool:
    return local_name(element) == "newscomponent"


def _content_take(content: etree._Element) -> Take:
    data = first(content, "DataContent", "Encoding/DataContent")
    notation = attribute(content, "Encoding", "Notation") or ""
    if data is not None and "base64" in notation.lower():
        return decoded("".join(data.itertext()), attribute(content, "MimeType", "FormalName") or "text/plain")
    return inner_take(data)


def _main_text(texts: list[Text]) -> Text | None:
    """Return the text whose role says that it is the story, or else the longest that is neither title nor lead."""
    bodies = [text for text in texts if not _TITLE.match(text.role) and not _LEAD.match(text.role)] or texts
    return max(bodies, key=lambda text: (bool(_MAIN.search(text.role)), len(text.take.body)), default=None)


def _body(texts: list[Text], main: Text | None) -> str:
    """Return the main text, with the lead before it where that is a component of its own that it does not repeat."""
    if main is None:
        return ""
    lead = next((text.take.body for text in texts if text is not main and _LEAD.match(text.role)), "")
    return main.take.body if not lead or lead in main.take.body else f"{lead}\n\n{main.take.body}"


def _words(texts: list[Text], role: re.Pattern[str]) -> str | None:
    return next((" ".join(text.take.body.split()) for text in texts if role.match(text.role)), None)


def _any_headline(item: etree._Element) -> str | None:
    """Return a headline of any component that is not a picture's."""
    components = (
        c for c in every(item, "//NewsComponent") if not _CAPTION.search(attribute(c, "Role", "FormalName") or "")
    )
    return next((text for component in components if (text := line(component, "NewsLines/HeadLine"))), None)
