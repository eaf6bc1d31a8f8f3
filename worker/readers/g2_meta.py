"""What a NewsML-G2 item says of itself: subjects, places, people, signals, notes. Pure.

Terms and meanings are those of the IPTC's NewsML-G2 2.34 specification (News Architecture, NAR).
"""

import re

from lxml import etree

from schemas.article import Subject
from schemas.verdict import PubStatus, Signal
from worker.readers.xml_fields import attribute, every, first, line, own, said, unique
from worker.readers.xml_text import line_of

_STATUSES = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_SIGNALS = {  # IPTC's signal scheme by name; Reuters' editorial status (edStat) by letter
    "sig:update": Signal.UPDATE,
    "sig:correction": Signal.CORRECTION,
    "sig:cancel": Signal.KILL,
    "sig:kill": Signal.KILL,
    "sig:withdrawal": Signal.KILL,
    "edstat:u": Signal.UPDATE,
    "edstat:c": Signal.CORRECTION,
    "edstat:d": Signal.KILL,
}
_GRAVEST_FIRST = (Signal.KILL, Signal.CORRECTION, Signal.UPDATE)
# The concept types of IPTC's cpnat, AP's cptype, STT's loctyp and Reuters' cptType (5 is a geographical area).
_PLACE = re.compile(r"geoarea|\bpoi\b|loctyp|(?:^|:)(?:city|country|statprov|region|place)$|^cpttype:5$", re.IGNORECASE)
_PERSON = re.compile(r":person$", re.IGNORECASE)
_ORGANISATION = re.compile(r":organi[sz]ation$", re.IGNORECASE)
_LESSER_HEADLINE = re.compile(
    r"sub|kicker|short|seo|web|deck|over|strap|teaser|summary|label|social|alert|page|mobile|secondary", re.IGNORECASE
)
_MAIN_HEADLINE = re.compile(r"main|title|headline$|print|default", re.IGNORECASE)
_WORD = re.compile(r":([^\W\d_]{2,})$")
_AUTHOR_ROLE = re.compile(r"(?:^|:)(?:author|reporter|writer|journalist|correspondent|by)$", re.IGNORECASE)


def status_of(meta: etree._Element | None) -> PubStatus | None:
    """Return `pubStatus`, whose schemes differ in their alias (stat:, pubstatus:) but not in their terms."""
    return _STATUSES.get(_term(attribute(meta, "pubStatus", "qcode", "literal", "uri")))


def signal_of(meta: etree._Element | None, status: PubStatus | None) -> Signal | None:
    """Return the gravest thing that the item does to its earlier version."""
    codes = ((own(signal, "qcode") or own(signal, "literal") or "").lower() for signal in every(meta, "signal"))
    found = {_SIGNALS.get(code if ":" in code else f"sig:{code}") for code in codes}
    if status is PubStatus.CANCELED:
        found.add(Signal.KILL)
    return next((signal for signal in _GRAVEST_FIRST if signal in found), None)


def headline_of(meta: etree._Element | None) -> str | None:
    """Return the main headline: the one without a role or whose role says so, before kickers and sub-headlines."""
    stated = [((own(one, "role") or "").rpartition(":")[2], said(line_of(one))) for one in every(meta, "headline")]
    spoken = [(role, text) for role, text in stated if text]
    main = next((text for role, text in spoken if not role or _MAIN_HEADLINE.fullmatch(role)), None)
    rest = sorted(spoken, key=lambda one: bool(_LESSER_HEADLINE.search(one[0])))
    return main or next((text for _, text in rest), None)


def note_of(meta: etree._Element | None) -> str | None:
    """Return the notes to editors; only the public ones where a provider tells them from private ones."""
    notes = [(own(note, "role") or "", said(line_of(note))) for note in every(meta, "edNote")]
    public = [text for role, text in notes if role.lower().endswith("public")]
    return "\n".join(unique(public or [text for _, text in notes])) or None


def named(concept: etree._Element | None) -> str | None:
    """Return the name of a concept as its `name` or its literal states it."""
    return None if concept is None else line(concept, "name") or own(concept, "literal")


def party(concept: etree._Element | None) -> str | None:
    """Return the name of a provider or source, or the term of its code where that is a word: `nprov:AFP` is AFP."""
    word = _WORD.search(own(concept, "qcode") or "")
    return named(concept) or (word[1] if word else None)


def subjects_of(meta: etree._Element | None) -> tuple[Subject, ...]:
    """Return what the content is about, with the code's scheme apart: `subj:04000000` is 04000000 of subj."""
    found = []
    for subject in every(meta, "subject"):
        scheme, _, code = (own(subject, "qcode") or own(subject, "uri") or "").rpartition(":")
        if own(subject, "uri") and not own(subject, "qcode"):
            scheme, _, code = (own(subject, "uri") or "").rpartition("/")
        name = line(subject, "name") or own(subject, "literal")
        if name or code:
            found.append(Subject(name=name, code=code or None, scheme=scheme or None))
    return tuple(dict.fromkeys(found))


def places_of(item: etree._Element, meta: etree._Element | None) -> tuple[str, ...]:
    """Return the places that the content is about, with the areas around them, and those that `assert` describes."""
    concepts = [subject for subject in every(meta, "subject") if _is(subject, _PLACE)]
    concepts += [one for one in every(item, "assert") if _is(one, _PLACE) or first(one, "geoAreaDetails") is not None]
    around = [broader for concept in concepts for broader in every(concept, "broader") if _is(broader, _PLACE)]
    return unique(named(concept) for concept in [*concepts, *around])


def people_of(meta: etree._Element | None) -> tuple[str, ...]:
    """Return the persons that the content is about."""
    return unique(named(subject) for subject in every(meta, "subject") if _is(subject, _PERSON))


def organisations_of(meta: etree._Element | None) -> tuple[str, ...]:
    """Return the organisations that the content is about."""
    return unique(named(subject) for subject in every(meta, "subject") if _is(subject, _ORGANISATION))


def authors_of(meta: etree._Element | None) -> tuple[str, ...]:
    """Return the creators that the item calls persons or authors; a `creator` alone may be a desk or a system."""
    makers = [maker for path in ("creator", "contributor") for maker in every(meta, path)]
    return unique(
        named(maker)
        for maker in makers
        if _AUTHOR_ROLE.search(own(maker, "role") or "") or (maker.tag.endswith("creator") and _is(maker, _PERSON))
    )


def _is(concept: etree._Element, kind: re.Pattern[str]) -> bool:
    return bool(kind.search(concept.get("type", "")))


def _term(code: str | None) -> str:
    """Return the last part of a code or URI, in lower case: `stat:usable` and `http://.../usable` are usable."""
    return re.split("[:/]", code or "")[-1].lower()
