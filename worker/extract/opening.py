"""The start of a story: what stands before the lead is told apart, and the lead stands once. Pure.

Headline again, advisories, by-lines, a standfirst or the lead itself in advance, the dateline: none of it is the story,
which begins with the first word behind the dateline.
"""

import re
from dataclasses import dataclass, field

from schemas.verdict import Signal
from worker.extract.agency import agency_plainly_named
from worker.extract.byline import authors_of
from worker.extract.dateline import Opening, opening_of
from worker.extract.lead import repeats, same_line
from worker.readers.advisory import is_label_line, signal_of_headline, signal_of_note

_LOOKED_AT = 7  # paragraphs: headline, advisory, by-line, its agency, standfirst, and the lead
_BYLINE = re.compile(
    r"(?:(?P<by>By)|(?P<other>Von|Par|Por|Door|Di|Da|Af|Av|Tekst|Texte|Texto|Testo|От|Автор|Oleh)|(?P<cjk>记者"
    r"|記者))\b\s?:?\s?(?=\S)",
    re.IGNORECASE,
)
_BYLINE_LENGTH = 140
_STAFF = re.compile(
    r"\b(?:staff|agenc(?:y|ies)|correspondents?|reporters?|desk|bureau|newsroom|team|writers?)\b", re.IGNORECASE
)
_TITLE_LINE = re.compile(r"[^.]{0,60}\b(?:Writer|Correspondent|Reporter|Staff|Editor|Columnist)s?")
_NOTE = re.compile(r"(?:Eds?|EDS?|EDITORS|Editors|ATTENTION|Attention)\b\.?[^.:–—]{0,30}[:–—-]\s?\S")
_EMBARGO = re.compile(
    r"\W{0,3}(?:(?:strictly |under )?(?:embargoed\s?(?:[:–-]|until|till|to\b|for\b|\d|$)"
    r"|embargo\s?(?:[:–-]|until|till|to\b|for release|bis|tot|til\b|hasta|até|fino|jusqu|expires|ends|$))"
    r"|not for (?:release|use|publication|broadcast) (?:before|until)\b|hold for release\b|sperrfrist\s?[:–-]"
    r"|sous embargo\b)",
    re.IGNORECASE,
)
_NOTE_STARTS = ("(", "[", "E", "A")  # a bracket, "Eds:", "An earlier version ..."
_STANDFIRST = 300  # characters
_SENTENCE_END = (".", "!", "?", "。", "”", '"', "…", ":")


@dataclass(slots=True)
class Start:
    """What the start of a text says, and the paragraphs of the story."""

    paragraphs: list[str]
    opening: Opening | None = None
    byline: str | None = None
    credit: str | None = None
    summary: str | None = None
    embargo: str | None = None
    notes: list[str] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)


def start_of(paragraphs: list[str], headline: str | None, byline: str | None) -> Start:
    """Tell the lines before the lead apart. `headline` and `byline` are what is known already."""
    if len(paragraphs) == 1 and byline and same_line(paragraphs[0], byline):
        return Start(list(paragraphs))  # the text of a one-word post is all there is, even where its author says "test"
    start = Start([])
    before: list[str] = []
    rest = list(paragraphs)
    while rest and len(paragraphs) - len(rest) < _LOOKED_AT:
        if not _is_sorted(rest[0], start, headline, byline, is_first=not before):
            start.opening = opening_of(rest[0], first=not before)
            if start.opening is not None or len(before) > 1:
                break
            before.append(rest[0])
        rest.pop(0)
    if start.opening is not None:
        rest[0] = start.opening.rest
    start.paragraphs = [paragraph for paragraph in _once(before, rest, start) if paragraph]
    return start


def is_byline(paragraph: str) -> bool:
    """Return whether a short paragraph is a by-line: "By" and a person, or a staff."""
    mark = _BYLINE.match(paragraph) if len(paragraph) <= _BYLINE_LENGTH else None
    if mark is None or paragraph.count(". ") > 2:
        return False
    authors = authors_of(paragraph)
    if mark["by"]:
        return bool(authors) or bool(_STAFF.search(paragraph) or agency_plainly_named(paragraph[mark.end() :]))
    return any((" " in author and author[0].isupper()) or mark["cjk"] for author in authors)


def _is_sorted(paragraph: str, start: Start, headline: str | None, byline: str | None, *, is_first: bool) -> bool:
    """Put a paragraph that is no part of the story where it belongs, and say so."""
    if is_first and headline and same_line(paragraph, headline):
        return True
    return _is_of_byline(paragraph, start, byline) or _is_for_editors(paragraph, start)


def _is_of_byline(paragraph: str, start: Start, byline: str | None) -> bool:
    """Sort a by-line, the stated one again, or the agency or title beneath it."""
    known = byline or start.byline
    if known is None and is_byline(paragraph):
        start.byline = paragraph
        return True
    if known is None:
        return False
    agency = agency_plainly_named(paragraph)
    start.credit = start.credit or agency
    return bool(agency or _TITLE_LINE.fullmatch(paragraph) or same_line(paragraph, known))


def _is_for_editors(paragraph: str, start: Start) -> bool:
    """Sort an advisory, an embargo or a note to editors."""
    if len(paragraph) > 2 * _STANDFIRST:
        return False
    is_label = is_label_line(paragraph)
    signal = signal_of_headline(paragraph) if is_label else None
    if paragraph[:1] in _NOTE_STARTS:
        signal = signal or signal_of_note(paragraph)
    is_embargo = bool(_EMBARGO.match(paragraph))
    if not (is_label or signal or is_embargo or _NOTE.match(paragraph)):
        return False
    start.notes.append(paragraph)
    start.signals += [signal] if signal else []
    if is_embargo:
        start.embargo = start.embargo or paragraph
    return True


def _once(before: list[str], rest: list[str], start: Start) -> list[str]:
    """Return the paragraphs of the story, the lead once: its repetition in advance, or a standfirst, is the summary."""
    story = before + rest
    if len(story) > 1 and repeats(story[0], story[1]):
        start.summary = story[0]
        if len(story[0]) > 1.1 * len(story[1]) and start.opening is None:
            return [story[0], *story[2:]]
        return story[1:]
    led = start.opening is not None or start.byline is not None
    if led and len(before) == 1 and rest and len(before[0]) <= _STANDFIRST and not before[0].endswith(_SENTENCE_END):
        start.summary = before[0]
        return rest
    return story
