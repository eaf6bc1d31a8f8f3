"""ANPA 1312, the wire format of North American agencies (ANPA Special Report 84-2, 1984, first Bulletin 1312). Pure.

SYN SYN SOH service letter and story number, US or FS, selector codes CR LF
    priority, category, format codes (DC1 to DC4), keyword, version, date (mm-dd), word count CR LF
STX slug line, headline, notes, by-lines: each begun by "^" and ended by a quad code ("<" left, "=" centre); text
ETX originating service, date and time CR LF EOT
"""

import re

from schemas.article import Subject, Take
from schemas.verdict import Reason, Refusal
from worker.readers.anpa_lines import Lines, lines_of
from worker.readers.decode import clean_line
from worker.readers.document import Document
from worker.readers.wire_text import Message, entries_of, iso_time, signal_in, year_of

_CLAIM = re.compile(
    rb"[\x16\x00\x7f\s]{0,99}\x01(?:[A-Za-z]{0,3}\d{3,5}[\x1f\x1c]"
    rb"|[^\x02\x03]{0,200}\n[A-Za-z] ?[A-Za-z]{1,2} ?[\x11-\x14]{1,3})"
)
_STORY = re.compile(
    r"(?P<priority>[A-Za-z]) {0,3}(?P<category>[A-Za-z0-9]{1,3}) {0,3}[\x11-\x14]{0,3} {0,3}(?P<keyword>[^\n]{0,120})"
)
_KEYWORD_END = re.compile(r"\s+(?:\d\d-\d\d)?\s*\d{1,5}\s*$")
_TRAILER = re.compile(
    r"(?P<source>[A-Z]{2,6})?[- A-Z]{0,8}\b(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d(?:\d\d)?) {1,3}"
    r"(?P<hour>\d\d):?(?P<minute>\d\d) ?(?P<zone>[A-Za-z]{1,4})?"
)
# UPI writes the time on a clock of twelve hours and the zone in three letters: ped is p.m., Eastern, daylight time.
_UPI_CLOCK = re.compile(r"([ap])([ecmp])([sd])", re.IGNORECASE)


def claims(head: bytes) -> bool:
    """Say whether the head is an ANPA header: a story number with its separator, or a line with format codes."""
    return bool(_CLAIM.match(head))


def read(document: Document) -> list[Take | Refusal]:
    """Return one take for each message; a message that holds no text is the Refusal of that one."""
    return entries_of(document, _entry)


def _entry(message: Message, item: int) -> Take | Refusal:
    story = _story_line(message.header)
    lines = lines_of(message.text)
    if not story and not lines.headline and not lines.body:
        return Refusal(
            Reason.MALFORMED,
            f"Message {item + 1} has neither an ANPA 1312 header nor a text: ask the agency for a repeat.",
            item=item,
        )
    return _take(story, lines, message.trailer, item)


def _story_line(header: str) -> re.Match[str] | None:
    """Return the second line of the header, where the priority, the category and the keyword stand."""
    lines = [line for line in header.strip("\x16\0 \n").split("\n") if line.strip()]
    return _STORY.match(lines[1]) if len(lines) > 1 else None


# The priority letter is no urgency: the report's "f" is a flash and its "u" urgent, but agencies file features and
# weather tables under them.
def _take(story: re.Match[str] | None, lines: Lines, trailer: str, item: int) -> Take:
    keyword = clean_line(_KEYWORD_END.sub("", story["keyword"])) if story else None
    sent = _TRAILER.search(trailer[:400]) or _TRAILER.search(lines.tail)
    source = sent["source"] if sent else None
    return Take(
        item=item,
        format="anpa1312",
        headline=lines.headline,
        body=lines.body,
        byline=lines.byline,
        slug=lines.slug or keyword,
        published=_time_of(sent) if sent else None,
        embargo=lines.embargo,
        publisher=source,
        credit=source,
        summary=lines.deck,
        subjects=(Subject(code=story["category"].lower(), scheme="anpa1312"),) if story else (),
        signal=signal_in(lines.version) or signal_in(keyword),
        ed_note=lines.note,
    )


def _time_of(sent: re.Match[str]) -> str | None:
    hour, zone = int(sent["hour"]), sent["zone"]
    upi = _UPI_CLOCK.fullmatch(zone or "")
    if upi:
        hour = hour % 12 + (12 if upi[1].lower() == "p" else 0)
        zone = f"{upi[2]}{upi[3]}t"
    day = year_of(sent["year"]), int(sent["month"]), int(sent["day"])
    return iso_time(day, hour, int(sent["minute"]), zone)
