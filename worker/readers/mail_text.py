"""The text of a mail's body: flowed lines joined, what was forwarded told apart, signatures cut. Pure."""

import re
from typing import NamedTuple

from worker.readers.decode import clean_line

# RFC 3676: a line that ends in a space goes on in the next; with DelSp=yes that space was added by the sender.
_FLOWED = re.compile(r" \r?\n")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_SIGNATURE_LINES = 15  # a signature has a handful of lines; what is longer is the story itself under a rule
_FORWARDED = re.compile(
    r"^[-_ ]{2,20}(?:Forwarded message|Original Message|Weitergeleitete Nachricht|Ursprüngliche Nachricht|"
    r"Message transféré|Mensaje reenviado|Messaggio inoltrato|Begin forwarded message)[-_: ]{0,20}$|"
    r"^Begin forwarded message:$",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD = re.compile(r"[>*\s]{0,4}([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ -]{1,24})\*?\s?:\*?[ \t]*(.*)")
_FIELD_ENDS = 40  # characters within which the colon behind the longest name stands, with the blanks around it
_FIELD_NAMES = {
    **dict.fromkeys(("subject", "betreff", "objet", "asunto", "oggetto", "headline", "title"), "headline"),
    **dict.fromkeys(("date", "sent", "datum", "gesendet", "envoyé", "fecha", "data"), "date"),
    **dict.fromkeys(
        ("from", "to", "cc", "bcc", "von", "an", "de", "à", "para", "reply-to", "received", "message-id"), ""
    ),
    **dict.fromkeys(("importance", "priority", "attachments", "content-type", "mime-version"), ""),
    **dict.fromkeys(("slug", "slugline"), "slug"),
    **dict.fromkeys(("byline", "author", "authors"), "byline"),
    **dict.fromkeys(("dateline",), "dateline"),
    **dict.fromkeys(("embargo", "embargoed until"), "embargo"),
    **dict.fromkeys(("publisher", "source"), "publisher"),
    **dict.fromkeys(("summary", "abstract"), "summary"),
    **dict.fromkeys(("keywords",), "keywords"),
    **dict.fromkeys(("body", "text", "story", "copy"), "body"),
}
_FOOTER = re.compile(
    r"(?:Sent from my |Von meinem |Envoyé de mon |Get Outlook for |To unsubscribe|Unsubscribe\b|"
    r"You (?:are receiving|received) this|"
    r"(?:This|The information in this) (?:e-?mail|message|communication)\b.{0,120}\b(?:confidential|intended|privileg)|"
    r"CONFIDENTIALITY NOTICE|Diese E-?Mail (?:enthält|kann)|DISCLAIMER)",
    re.IGNORECASE | re.DOTALL,
)
_FOOTER_PARAGRAPHS = 6  # footers stand in the last few paragraphs; further up the words are a story's
_PREFIX = re.compile(r"(?:(?:re|fwd?|wg|aw|tr|rv|i)\s?(?:\[\d\])?:\s*|\[(?:ext|external|spam)\]\s*)+", re.IGNORECASE)
_HEADER_LINES = 30


class Stated(NamedTuple):
    """Fields that lines such as `Headline: ...` above the text state, by their Take names, and the text below them."""

    fields: dict[str, str]
    text: str


def unflowed(text: str, *, delete_space: bool) -> str:
    """Join the lines of `format=flowed` text (RFC 3676)."""
    return _FLOWED.sub("" if delete_space else " ", text)


def subject_line(subject: str) -> str:
    """Return the subject without what forwarding and filters put before it."""
    return _PREFIX.sub("", subject, count=1) if _PREFIX.match(subject) else subject


def without_signature(text: str) -> str:
    """Cut the text at its signature: a line of two hyphens (RFC 3676) that at most a handful of lines follow."""
    at = len(text)
    for _ in range(_SIGNATURE_LINES + 1):
        at = text.rfind("\n", 0, at) if at > 0 else -1
    rule = _SIGNATURE.search(text, at + 1)
    return text[: rule.start()] if rule and text[: rule.start()].strip() else text


def without_footer(paragraphs: str) -> str:
    """Cut the last paragraphs from the first one that speaks of the mail and not of the news."""
    blocks = paragraphs.split("\n\n")
    for at in range(max(1, len(blocks) - _FOOTER_PARAGRAPHS), len(blocks)):
        if _FOOTER.match(blocks[at]):
            return "\n\n".join(blocks[:at])
    return paragraphs


def forwarded(text: str) -> str:
    """Return what was forwarded, with the headers above it, when the sender wrote little or nothing before it."""
    mark = _FORWARDED.search(text)
    if mark and len(text[: mark.start()].split()) <= 40 < len(text[mark.end() :].split()) + 40:
        return text[mark.end() :]
    return text


def stated_fields(text: str) -> Stated:
    """Read the lines `Name: value` at the top of the text, as forwarded mails and forms have them.

    They are fields only where at least two of known names stand there; the text begins after them.
    """
    rest = text.lstrip("\n \r")
    opening = rest[:_FIELD_ENDS].partition("\n")[0]
    if ":" not in opening and opening.strip():
        return Stated({}, text)  # as most texts begin
    lines = rest.split("\n", _HEADER_LINES)
    fields: dict[str, str] = {}
    known = at = 0
    for at, line in enumerate(lines[:_HEADER_LINES]):
        match = _FIELD.match(line)
        name = _FIELD_NAMES.get(match[1].strip().lower()) if match else None
        if not match or name is None:
            if line.strip() or known > 1:
                break
            continue
        known += 1
        if name == "body":
            lines[at] = match[2]
            break
        value = clean_line(match[2])
        if name and value:
            fields.setdefault(name, value)
    return Stated(fields, "\n".join(lines[at:])) if known > 1 else Stated({}, text)
