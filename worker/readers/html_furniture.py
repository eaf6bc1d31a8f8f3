"""Lines that stand in the story's place on a page and are none of its text: labels, dates, links, appeals. Pure."""

import re
from collections.abc import Sequence

from worker.readers.html_tree import fold

# How a line begins that leads elsewhere or sells, in the languages of the pages we have met.
_OPENINGS = (
    r"(?:read|see) (?:also|more|next|the full)|related(?: articles?| stor(?:y|ies)| topics?)?:?$|related:|more on this",
    r"recommended|most read|don'?t miss|advertisement|article content|sign up|subscribe|click here",
    r"follow (?:us|\w+ on)|share this|tell us what|listen to|copyright|all rights reserved|©",
    r"lesen sie (?:auch|hier|dazu|mehr)|mehr (?:zum thema|dazu|zu)\b|auch interessant|das könnte|anzeige$|zum thema",
    r"hier geht es zu|empfohlener redaktioneller inhalt|weitere (?:artikel|meldungen|nachrichten)|newsletter",
    r"alle rechte|lees ook|lees meer|(?:à|a) lire aussi|lire aussi|pour aller plus loin|tous droits",
    r"te puede interesar|lee también",
    r"le[ae] (?:también|más)|leggi anche|leia (?:também|mais)|les også|læs også|läs (?:också|mer)|lue myös|lesið",
    r"baca juga|czytaj (?:też|także)|ayrıca|ilgili haber|читайте также",
    r"اقرأ أيض|関連(?:記事|キーワード)|【関連|おすすめ|相关阅读|관련기사",
)
_APPEAL = re.compile(rf"^\W*(?:{'|'.join(_OPENINGS)})", re.IGNORECASE)
_APPEAL_CHARS = 200
_DATE = re.compile(
    r"\d{1,2}[./ ]\s?\d{1,2}[./ ]\s?(?:20)?\d\d|20\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}"
    r"|\d{1,2}[:h.]\d\d\s?(?:Uhr|AM|PM|h\b)",
    re.IGNORECASE,
)
_DATE_CHARS = 80
_SENTENCE_END = re.compile(r"[.!?…:。！？؟:)\]）]\W{0,3}$")
_CREDIT = re.compile(r"\b(?:mit|with|avec|con) |/")  # "with dpa" at the end names the agency
_LABEL_CHARS = 48
_HEAD_LINES = 6  # a headline, its kicker, a date, a byline, a reading time
_HEAD_MARGIN = 80


def story_lines(lines: Sequence[str], heads: set[str], authors: Sequence[str]) -> list[str]:
    """Return the lines of the story alone: without those that head it, appeals to read on, and labels at the end.

    `heads` are the folded titles of the page.
    """
    names = [fold(name) for name in authors if fold(name)]
    kept = [
        line
        for at, line in enumerate(lines)
        if not _is_appeal(line) and not (at < _HEAD_LINES and _heads(line, heads, names))
    ]
    while len(kept) > 1 and _is_label(kept[-1]):
        kept.pop()
    return kept


def _is_appeal(line: str) -> bool:
    return len(line) <= _APPEAL_CHARS and _APPEAL.search(line) is not None


def _heads(line: str, heads: set[str], names: Sequence[str]) -> bool:
    """Whether a line repeats a title or a byline, or dates the page: all that stands between headline and text."""
    if len(line) <= _DATE_CHARS and _DATE.search(line) and not line.endswith("."):
        return True
    folded = fold(line)
    if any(head in folded and len(folded) <= len(head) + _HEAD_MARGIN for head in heads if len(head) >= 12):
        return True
    return any(name in folded and len(folded) <= len(name) + 12 for name in names)


def _is_label(line: str) -> bool:
    """Whether a last line is the heading of something that was not taken along."""
    return len(line) <= _LABEL_CHARS and not _SENTENCE_END.search(line) and not _CREDIT.search(line)
