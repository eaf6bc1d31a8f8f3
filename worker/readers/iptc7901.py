"""IPTC 7901, the Text Transmission Format of news agencies (IPTC Recommendation 7901, last revised 1995). Pure.

SOH source and number, priority, category, word count, optional information CR LF
    keywords CR LF
STX title lines, the last ending in "=", blank line, dateline and text
ETX day and time (DDHHMM zone month year) EOT
"""

import re
from typing import NamedTuple

from schemas.article import Subject, Take
from schemas.verdict import Reason, Refusal
from worker.readers.decode import clean_line, clean_paragraphs
from worker.readers.document import Document
from worker.readers.notebook import published_part
from worker.readers.wire_text import (
    Message,
    entries_of,
    iso_time,
    month_number,
    signal_in,
    slug_of,
    typographic,
    year_of,
)

_HEADER = r"[A-Za-z]{1,6} ?\d{3,5} +[1-9] +[A-Za-z]{1,5} +\d{1,5}"
_BARE = rb"[a-z]{2,4}\d{3,4} [1-9] [a-z]{1,3} \d{1,5}(?:\s|$)"
_CLAIM = re.compile(rb"[\x16\x00\s]{0,99}(?:\x01\s{0,9}" + _HEADER.encode() + rb"\b|" + _BARE + rb")")
_HEADER_LINE = re.compile(
    r"(?P<source>[A-Za-z]{1,6}) ?(?P<number>\d{3,5}) +(?P<priority>[1-9]) +(?P<category>[A-Za-z]{1,5}) +"
    r"(?P<words>\d{1,5})\b"
    r"(?P<more>[^\n]{0,200})"
)
_TRAILER = re.compile(
    r"\b(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) {0,3}(?P<zone>[A-Z]{1,4})? {0,3}"
    r"(?P<month>[A-Za-zäéû]{3,4})\.? {0,3}(?P<year>\d{4}|\d\d)\b"
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Da|Af|Av|Door)[: ] *\S")
# A take key stands on a line of its own above the headline, in capitals: EXTRA, REFILE, 1ST LEAD, URGENT, KILL.
_TAKE_KEY = re.compile(
    r"(?:(?:\d{1,2}(?:ST|ND|RD|TH|\.)? )?(?:LEAD|ROUNDUP|UPDATE|WRITETHRU|TAKE|ADD)|EXTRA|REFILE|URGENT|BULLETIN|FLASH|"
    r"ALERT|SNAP|NEWS ?ALERT|CORRECTION|CORRECTED|CORRECTIVE|KILL(?: KILL){0,4}|HOLD(?: HOLD){0,4}|ADVISORY|ATTENTION|"
    r"BACKGROUND|FEATURE|ANALYSIS|PREVIEW|PROFILE|INTERVIEW|EILMELDUNG|EIL|VORRANG|BERICHTIGUNG|KORREKTUR|WIEDERHOLUNG|ZUSAMMENFASSUNG|"
    r"NEUFASSUNG|ACHTUNG)(?: \d{1,4})?[:.!]?"
)
_TITLE_LINES = (
    12  # title lines above the text; without a line ending in "=" among them, the first paragraph is the title
)
_SIGN_OFF = 60  # characters of the line of initials that closes a story: "dpa al rmo"


class _Title(NamedTuple):
    """The lines above the text, told apart."""

    headline: str | None
    byline: str | None
    key: str | None


def claims(head: bytes) -> bool:
    """Say whether the head is a 7901 header: after SOH, or bare with its optional information, as mails carry it."""
    return bool(_CLAIM.match(head))


def read(document: Document) -> list[Take | Refusal]:
    """Return one take for each message; a message without a header or a text is the Refusal of that one."""
    return entries_of(document, _entry)


def _entry(message: Message, item: int) -> Take | Refusal:
    header = _HEADER_LINE.search(message.header[:2_000])
    if not header:
        start = clean_line(message.header[:60]) or "nothing"
        return Refusal(
            Reason.MALFORMED,
            f"Message {item + 1} has no IPTC 7901 header (source and number, priority, category, word count), "
            f"but {start!r}: ask the agency for a repeat.",
            item=item,
        )
    is_bare = message.text.lstrip().startswith(header[0])  # no STX: header, keywords and text run on
    text = message.text.partition(header[0])[2] if is_bare else message.text
    keywords = "" if is_bare else message.header[header.end() :]
    if is_bare:
        keywords, _, text = text.lstrip("\n").partition("\n")
    return _take(header, keywords, text, message.trailer, item)


def _take(header: re.Match[str], keywords: str, text: str, trailer: str, item: int) -> Take:
    text, note = published_part(text)
    title_lines, body = _parted(text)
    title = _title_of(title_lines)
    paragraphs = clean_paragraphs(typographic(_indents_parted(body))).split("\n\n")
    source = _source_named(header["more"], body)
    if source and len(paragraphs) > 1 and _is_sign_off(paragraphs[-1], source):
        paragraphs.pop()
    return Take(
        item=item,
        format="iptc7901",
        headline=title.headline,
        body="\n\n".join(paragraphs),
        byline=title.byline,
        slug=slug_of(keywords),
        published=_time_of(trailer),
        publisher=source,
        credit=source,
        subjects=(Subject(code=header["category"].lower(), scheme="iptc7901"),),
        urgency=int(header["priority"]),
        signal=signal_in(title.key),
        ed_note=note,
    )


def _parted(text: str) -> tuple[list[str], str]:
    """Part the title lines from the text: at the line that ends in "=", else after the first paragraph."""
    lines = text.lstrip("\n ").split("\n")
    for at, line in enumerate(lines[:_TITLE_LINES]):
        if line.rstrip().endswith("="):
            return [line.rstrip(" =") for line in lines[: at + 1]], "\n".join(lines[at + 1 :])
    blank = next((at for at, line in enumerate(lines[:_TITLE_LINES]) if not line.strip()), 0)
    return lines[:blank], "\n".join(lines[blank:])


def _title_of(lines: list[str]) -> _Title:
    stated = [line.strip() for line in lines if line.strip()]
    keys = [line for line in stated if _TAKE_KEY.fullmatch(line)]
    bylines = [line for line in stated[1:] if _BYLINE.match(line)]
    headline = " ".join(line for line in stated if line not in keys and line not in bylines)
    return _Title(clean_line(typographic(headline)), clean_line(" ".join(bylines)), " ".join(keys) or None)


def _indents_parted(body: str) -> str:
    """Part paragraphs that only an indent of two to five spaces begins, as older transmissions have them."""
    return re.sub(r"\n {2,5}(?=\S)", "\n\n", body)


def _source_named(more: str, body: str) -> str | None:
    """Return the agency: the word of the header's optional information that also stands in the dateline's brackets."""
    named = set(re.findall(r"\(([^()\n]{2,30})\)", body[:400]))
    words = [word for name in named for word in re.split(r"[/,\s]+", name.lower())]
    return next((found[0] for found in re.finditer(r"[A-Za-z]{2,12}", more) if found[0].lower() in words), None)


def _is_sign_off(paragraph: str, source: str) -> bool:
    return len(paragraph) <= _SIGN_OFF and paragraph.lower().startswith(source.lower() + " ") and "." not in paragraph


def _time_of(trailer: str) -> str | None:
    stated = _TRAILER.search(trailer[:400])
    month = month_number(stated["month"]) if stated else None
    if not stated or not month:
        return None
    day = year_of(stated["year"]), month, int(stated["day"])
    return iso_time(day, int(stated["hour"]), int(stated["minute"]), stated["zone"])
