"""Plain-text wire copy: a headline, then the story as it is printed, whatever the layout of its lines. Pure.

The reader parts the lines into paragraphs and finds the headline. By-lines, datelines, repeated leads and end marks are
left in the text: extraction tells them apart, for this format as for all others.
"""

import re

from schemas.article import Take
from schemas.verdict import Reason, Refusal, Signal
from worker.readers.advisory import is_label_line, signal_of_headline, signal_of_note
from worker.readers.decode import clean_line, clean_paragraphs, decode, with_newlines
from worker.readers.document import Document
from worker.readers.mail_text import stated_fields
from worker.readers.notebook import published_part
from worker.readers.sniff import declared_charset
from worker.readers.text_lines import paragraphs_of

_HEADLINE_LENGTH = 250  # characters; a longer first paragraph is the story's lead, and there is no headline
_EMBARGO = re.compile(
    r"\W{0,3}(?:(?:strictly )?embargoed|embargo|not for (?:release|use|publication) (?:before|until)"
    r"|hold for release)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"By(?:\s(?:[A-Z][\w.'’-]*,?|and))+")
_SENTENCE_END = (".", "。", '."', ".”", ".’")


def claims(_head: bytes) -> bool:
    """Return False: plain text proves nothing by itself, and what no other format claims is read as such."""
    return False


def read(document: Document) -> list[Take | Refusal]:
    """Return the one take of a plain-text document. Raise Refusal `bad_encoding` or `empty_body`."""
    text = with_newlines(decode(document.body, declared_charset(document)))
    fields, text = stated_fields(text)
    text, note = published_part(text)
    paragraphs = clean_paragraphs(paragraphs_of(text)).split("\n\n")
    if not paragraphs[0] and not fields:
        raise Refusal(Reason.EMPTY_BODY, f"{document.name} holds no text at all: send the article again.")
    headline, signal, story = _parted(paragraphs, has_headline="headline" in fields)
    return [
        Take(
            format="text",
            headline=clean_line(fields.get("headline")) or headline,
            body="\n\n".join(story),
            byline=clean_line(fields.get("byline")),
            dateline=clean_line(fields.get("dateline")),
            slug=clean_line(fields.get("slug")),
            published=clean_line(fields.get("date")),
            embargo=clean_line(fields.get("embargo")),
            publisher=clean_line(fields.get("publisher")),
            summary=clean_line(fields.get("summary")),
            keywords=tuple(word.strip() for word in fields.get("keywords", "").split(",") if word.strip()),
            signal=signal,
            ed_note=note,
        )
    ]


def _parted(paragraphs: list[str], *, has_headline: bool) -> tuple[str | None, Signal | None, list[str]]:
    """Part the headline from the text: the first paragraph that is no advisory and no lead.

    An advisory alone above the headline (`URGENT`, `BULLETIN KILL`) is a signal; where no headline follows it, it is
    the headline itself.
    """
    holds = len(paragraphs) > 1 and len(paragraphs[0]) <= _HEADLINE_LENGTH and _EMBARGO.match(paragraphs[0])
    held, paragraphs = (paragraphs[:1], paragraphs[1:]) if holds else ([], paragraphs)  # read with the text, as a note
    at = 0
    while at < len(paragraphs) - 1 and (is_label_line(paragraphs[at]) or signal_of_note(paragraphs[at])):
        at += 1
    labels = paragraphs[:at]
    signal = next((found for label in labels if (found := signal_of_headline(label) or signal_of_note(label))), None)
    if has_headline:
        return None, signal, held + paragraphs[at:]
    if _is_headline(paragraphs[at]):
        return clean_line(paragraphs[at]), signal, held + paragraphs[at + 1 :]
    return clean_line(" ".join(labels)), signal, held + paragraphs[at:]


def _is_headline(paragraph: str) -> bool:
    """Say whether a first paragraph is a headline: short, no sentence with a full stop and no by-line."""
    is_short = len(paragraph) <= _HEADLINE_LENGTH and not paragraph.endswith(_SENTENCE_END)
    return is_short and not _BYLINE.fullmatch(paragraph)
