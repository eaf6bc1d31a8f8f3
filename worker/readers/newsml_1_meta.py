"""What a NewsML 1 item says of itself and of its content: identity, management, subjects, places. Pure.

Terms and meanings are those of the IPTC's NewsML 1.2 functional specification (version 9, 2008).
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

from lxml import etree

from schemas.article import Subject
from schemas.verdict import PubStatus, Signal
from worker.readers.xml_fields import attribute, every, first, line, own, said, unique
from worker.readers.xml_text import line_of, local_name

# The component of a text and those around it, the innermost first. lxml has no public name for its elements.
Components: TypeAlias = "Sequence[etree._Element]"  # noqa: SLF001

_STATUSES = {
    "usable": PubStatus.USABLE,
    "embargoed": PubStatus.WITHHELD,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_SIGNALS = (  # words of Instruction and NewsItemType, the gravest first
    (re.compile(r"kill|delet|cancel|withdraw|retract", re.IGNORECASE), Signal.KILL),
    (re.compile(r"correct|rectif|errat", re.IGNORECASE), Signal.CORRECTION),
    (re.compile(r"updat|replac|rewrit|write-?thru", re.IGNORECASE), Signal.UPDATE),
)
_PARTIAL = ("A", "U")  # RevisionId's Update: an addition or a partial update, which the URN of a revision ends with
_NOTE_TYPE = re.compile(r"advis|note|editor|instruct", re.IGNORECASE)


def status_of(management: etree._Element | None) -> PubStatus | None:
    """Return the item's status."""
    return _STATUSES.get((attribute(management, "Status", "FormalName") or "").lower())


def signal_of(management: etree._Element | None, status: PubStatus | None) -> Signal | None:
    """Return what the item does to its earlier revisions, by its status, its type and its instructions."""
    if status is PubStatus.CANCELED:
        return Signal.KILL
    words = [own(e, "FormalName") or "" for path in ("NewsItemType", "Instruction") for e in every(management, path)]
    return next((signal for pattern, signal in _SIGNALS if any(map(pattern.search, words))), None)


def embargo_of(management: etree._Element | None) -> str | None:
    """Return when a withheld item becomes usable; a usable item's coming change is its expiry."""
    if status_of(management) is not PubStatus.WITHHELD:
        return None
    return line(management, "StatusWillChange/DateAndTime")


def guid_of(item: etree._Element) -> str | None:
    """Return the public identifier, or the URN that the specification (5.5.1.5) builds of its parts."""
    stated = line(item, "Identification/NewsIdentifier/PublicIdentifier")
    identifier = first(item, "Identification/NewsIdentifier")
    parts = [line(identifier, name) for name in ("ProviderId", "DateId", "NewsItemId", "RevisionId")]
    if all(parts) and attribute(identifier, "RevisionId", "Update") in _PARTIAL:
        parts[-1] = f"{parts[-1]}{attribute(identifier, 'RevisionId', 'Update')}"
    return stated or (":".join(["urn:newsml", *filter(None, parts)]) if all(parts) else None)


def stated_line(components: Components, name: str) -> str | None:
    """Return a line of `NewsLines` of the innermost component that has it."""
    return next((text for component in components if (text := line(component, f"NewsLines/{name}"))), None)


def note_of(components: Components) -> str | None:
    """Return the advisory lines, which are for editors."""
    notes = [
        line(one, "NewsLineText")
        for component in components
        for one in every(component, "NewsLines/NewsLine")
        if _NOTE_TYPE.search(attribute(one, "NewsLineType", "FormalName") or "")
    ]
    return "\n".join(unique(notes)) or None


def party(components: Components, *roles: str) -> str | None:
    """Return the first party with one of these roles: Provider, Source, Creator."""
    paths = [f"AdministrativeMetadata/{role}/Party" for role in roles]
    found = (attribute(component, path, "FormalName") for path in paths for component in components)
    return next((name for name in found if name), None)


def language_of_content(components: Components) -> str | None:
    """Return the language of the content."""
    path = "DescriptiveMetadata/Language"
    return next((tag for component in components if (tag := attribute(component, path, "FormalName"))), None)


def subjects_of(item: etree._Element, components: Components) -> tuple[Subject, ...]:
    """Return the subject codes with the names that the item's own topic sets give them."""
    names = {line(topic, "FormalName"): _topic_name(topic) for topic in every(item, "//Topic")}
    codes = [
        (own(subject, "FormalName"), own(subject, "Scheme"))
        for component in components
        for subject in every(component, "DescriptiveMetadata/SubjectCode/*")
        if local_name(subject) in ("subject", "subjectmatter", "subjectdetail")
    ]
    return tuple(
        Subject(name=names.get(code), code=code, scheme=scheme) for code, scheme in dict.fromkeys(codes) if code
    )


def keywords_of(components: Components) -> tuple[str, ...]:
    """Return the keywords, which NewsML 1 has no element for but `KeywordLine` and properties."""
    properties = _properties(components, "DescriptiveMetadata", "keyword", "keywords")
    stated = [text for c in components for text in map(line_of, every(c, "NewsLines/KeywordLine")) if text]
    return unique([*properties, *(word.strip() for text in stated for word in re.split("[,;/]", text))])


def located_of(components: Components) -> str | None:
    """Return the city where the story was written: the location of origin, or the city of the description."""
    for component in components:
        places = list(every(component, "DescriptiveMetadata/Location"))
        origin = [place for place in places if (own(place, "HowPresent") or "").lower() == "origin"]
        for place in origin or [place for place in places if not own(place, "HowPresent")]:
            if city := _property(place, "city"):
                return city
    return next(iter(_properties(components, "DescriptiveMetadata", "city")), None)


def places_of(item: etree._Element, components: Components) -> tuple[str, ...]:
    """Return the cities and areas that the description and the topic sets name; codes of countries are no names."""
    locations = [place for c in components for place in every(c, "DescriptiveMetadata/Location")]
    parts = ("city", "countryarea", "countryname", "country")
    named = [name for place in locations for part in parts if (name := _property(place, part))]
    return unique([*(name for name in named if len(name) > 3), *topics_of(item, "location", "place", "country")])


def topics_of(item: etree._Element, *kinds: str) -> tuple[str, ...]:
    """Return the names of the topics of these types: Person, Organisation, Company, Location."""
    topics = every(item, "//Topic")
    return unique(
        _topic_name(topic) for topic in topics if (attribute(topic, "TopicType", "FormalName") or "").lower() in kinds
    )


def _topic_name(topic: etree._Element) -> str | None:
    """Return a topic's description in English, if there is one, or in whatever language comes first."""
    stated = [d for d in every(topic, "Description") if (own(d, "Variant") or "Name").lower() in ("name", "fullname")]
    english = [d for d in stated if any("lang" in key and value == "en" for key, value in d.items())]
    return next((text for d in [*english, *stated] if (text := said(line_of(d)))), None)


def _property(element: etree._Element, name: str) -> str | None:
    return next((own(e, "Value") for e in every(element, "Property") if _is_named(e, name)), None)


def _properties(components: Components, path: str, *names: str) -> tuple[str, ...]:
    found = [e for component in components for e in every(component, f"{path}/Property")]
    return unique(own(e, "Value") for e in found if _is_named(e, *names))


def _is_named(element: etree._Element, *names: str) -> bool:
    return (own(element, "FormalName") or "").lower() in names
