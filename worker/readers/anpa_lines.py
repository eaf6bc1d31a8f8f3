"""The text of an ANPA 1312 message: what its header lines say, and its paragraphs without typesetting codes. Pure."""

import re
from dataclasses import dataclass, field

from worker.readers.decode import clean_line, clean_paragraphs
from worker.readers.wire_text import typographic

_QUADS = "<>=|"  # quad left, quad right, quad centre, justify: at the end of a line
_CODE = re.compile(r"\*\d{3,6}")  # a routing code of digits before the slug
_SLUG_END = re.compile(r",\s{0,3}\d{0,5}$")  # the slug line closes with a comma and the word count
_SLUG_START = re.compile(r"(?:[A-Z]{2}|[A-Z]\d{4})-+\w")  # BC-US--Story: "both cycles", the desk, the keyword
_VERSION = re.compile(
    r",\s*((?:\d{1,2}(?:st|nd|rd|th)\s+)?(?:Ld|Lede?|Lead|Add|Sub|Take|Write-?thr[ou]\w{0,4}|Correct\w{0,6}|KILL|Kill|Withhold|"
    r"WITHHOLD|Eliminat\w{0,6}|Advisory)\b.*)$"
)
_BYLINE = re.compile(r"By\s+\S", re.IGNORECASE)
_EDITORS = re.compile(r"Eds?\.?:|EDS?\.?:|Editors?:|EDITORS:|Eds\.?,|Note to editors", re.IGNORECASE)
_NOTE = re.compile(r"(?:AN )?EDITOR'?S'? NOTE\s*[_:—-]*\s*(.*)", re.IGNORECASE | re.DOTALL)
_MEDIA = re.compile(
    r"(?:With )?(?:AP|UPI|CP|Reuters|Bloomberg) (?:Photos?|Graphics?|Videos?|Audio|Images?|Interactive|Multimedia)\b|"
    r"With (?:Photos?|Graphics?|Videos?|Audio|Images?)\b"
)
_EMBARGO = re.compile(r"(?:For (?:release|use|\w{3,6}day)|Hold for release|Advance for|Embargoed)\b", re.IGNORECASE)
_RULE = re.compile(r"[_*\s-]+")
_HEAD_LINES = 200  # a list of headlines has twenty
_INDENT = re.compile(r"\t| {2,}")


@dataclass(slots=True)
class Lines:
    """What the lines of a message say. `deck` is what stands between headline and by-line, on lines of its own."""

    slug: str | None = None
    version: str | None = None
    headline: str | None = None
    byline: str | None = None
    note: str | None = None
    editors: str | None = None
    embargo: str | None = None
    body: str = ""
    tail: str = ""
    others: list[str] = field(default_factory=list)

    @property
    def deck(self) -> str | None:
        """The lines beneath the headline, where a text follows them."""
        return " ".join(self.others) or None


def lines_of(text: str) -> Lines:
    """Read the header lines above the text, then its paragraphs.

    A list of headlines that no text follows is the text itself. The editor's note for readers is the note; where there
    is none, the line to editors is.
    """
    head, body = _split(text)
    lines = Lines(tail=text[-200:])
    for unit in head:
        _sort(unit, lines)
    lines.body = paragraphs_of(body)
    if not lines.body and lines.others:
        lines.body = "\n\n".join(lines.others)
        lines.others = []
    lines.note = lines.note or lines.editors
    return lines


def _split(text: str) -> tuple[list[str], list[str]]:
    """Part the header lines, each begun by "^", from the lines of the text."""
    rows = text.lstrip("\n").split("\n")
    at = 0
    head: list[str] = []
    for row in rows:
        if row.lstrip(" ").startswith("^") and len(head) < _HEAD_LINES:
            head.extend(unit for part in row.split("^") if (unit := _unquad(part)))
        elif head and row.strip() and not _INDENT.match(row) and not _closed(rows[at - 1]):
            head[-1] += " " + _unquad(row)  # a header line that was wrapped
        elif row.strip():
            break
        at += 1
    return head, rows[at:]


def _closed(row: str) -> bool:
    return row.rstrip().endswith(tuple(_QUADS)) or not row.strip()


def _unquad(part: str) -> str:
    return part.strip().rstrip(_QUADS).strip()


def _sort(unit: str, lines: Lines) -> None:
    """Put one header line into its field."""
    line = clean_line(typographic(unit))
    if not line or _CODE.fullmatch(line) or _RULE.fullmatch(line) or _MEDIA.match(line):
        return
    note = _NOTE.match(line)
    if note:
        lines.note = note[1] or lines.note
    elif _EDITORS.match(line):
        lines.editors = line.partition(":")[2].strip() or line
    elif lines.slug is None and lines.headline is None and _is_slug(line):
        _read_slug(line, lines)
    elif lines.byline is None and _BYLINE.match(line):
        lines.byline = line
    elif _EMBARGO.match(line):
        lines.embargo = line
    elif lines.byline is None and lines.headline is None:
        lines.headline = line
    elif lines.byline is None:
        lines.others.append(line)  # after the by-line stands only its agency or title


def _is_slug(line: str) -> bool:
    return bool(_SLUG_END.search(line) or _SLUG_START.match(line))


def _read_slug(line: str, lines: Lines) -> None:
    slug = _SLUG_END.sub("", line)
    version = _VERSION.search(slug)
    lines.slug = (slug[: version.start()] if version else slug).strip(" ,") or None
    lines.version = version[1] if version else None


def paragraphs_of(rows: list[str]) -> str:
    """Return the text's paragraphs: an indent begins one, and so does the line after a quad code, as in tables."""
    text = ""
    closed = True
    for row in rows:
        line = row.strip().lstrip("^").strip()
        if not line or _RULE.fullmatch(line):
            closed = True
            continue
        parted = closed or bool(_INDENT.match(row)) or row.startswith("^")
        text += ("\n\n" if parted else " ") + line.rstrip(_QUADS)
        closed = line.endswith(tuple(_QUADS))
    return clean_paragraphs(typographic(text.replace(" _ ", " — ")))
