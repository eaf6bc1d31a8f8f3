"""The parts of a mail (RFC 5322, MIME RFC 2045-2049): headers decoded, texts chosen, attachments listed. Pure."""

import base64
import binascii
import email
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from schemas.verdict import Reason, Refusal
from worker.readers.decode import charset_meant, clean_line, decode
from worker.readers.sniff import check_length, mostly_ascii

# The boundaries of nested parts are all looked for on every line, and mails inside mails are parsed by recursion: so
# their number bounds the time. A mail with attachments and alternatives has three.
_MAX_NESTED = 50
_NESTING = re.compile(rb"\bboundary\s?=|^content-type:\s?message/", re.IGNORECASE | re.MULTILINE)
_MAX_PARTS = 50  # texts and attachments; press kits have a dozen
_HEAD_MAX = 200_000  # bytes of all headers; those of a mail that took many hops have 20,000
_HEADER_CHARS = 10_000  # a line may have 998 (RFC 5322, 2.1.1), and a folded subject has a few of them
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?]{0,5000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(=\?)")
_NO_ARTICLES = (
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "application/pgp-signature",
    "application/pkcs7-signature",
)


class Attachment(NamedTuple):
    """A part that is a document of its own."""

    name: str
    media_type: str
    body: bytes


class Parts(NamedTuple):
    """What a mail holds: its texts in order of preference apart, and its attachments."""

    plain: str
    html: str
    flowed: bool
    delete_space: bool
    attachments: list[Attachment]


def message_of(body: bytes) -> Message:
    """Parse a mail, blank lines before its headers forgiven. Raise Refusal `unsafe` when its parts nest without end."""
    if len(_NESTING.findall(body)) > _MAX_NESTED:
        detail = (
            f"The mail has more than {_MAX_NESTED} parts that hold parts, more than any real mail: ask for it again."
        )
        raise Refusal(Reason.UNSAFE, detail)
    if not re.search(rb"\r?\n\r?\n", body.lstrip()[:_HEAD_MAX]) and len(body) > _HEAD_MAX:
        raise Refusal(Reason.UNSAFE, f"The mail's headers have more than {_HEAD_MAX:,} bytes: ask for it again.")
    return email.message_from_bytes(body.lstrip())


def header(message: Message, name: str) -> str | None:
    """Return one header as clean text: encoded words (RFC 2047) read, bytes that are no ASCII read as what they are."""
    value = next((text for key, text in message.raw_items() if key.lower() == name.lower()), None)
    if value is None:
        return None
    text = str(value)[:_HEADER_CHARS].encode(
        "utf-8", errors="surrogateescape"
    )  # so the parser keeps bytes that are no ASCII
    return clean_line(_words_read(_readable(text, None)))


def _words_read(text: str) -> str:
    """Read encoded words: neighbours in one charset as one run of bytes, since a word may end inside a character."""
    runs: list[tuple[str | None, bytes]] = []
    at = 0
    joined = _BETWEEN_WORDS.sub(r"\1\2", text)
    for word in _WORD.finditer(joined):
        if word.start() > at:
            runs.append((None, joined[at : word.start()].encode("utf-8", errors="replace")))
        charset = word[1].partition("*")[0].lower()  # RFC 2231 adds the language after a star
        content = _word_bytes(word[2], word[3])
        if runs and runs[-1][0] == charset:
            runs[-1] = (charset, runs[-1][1] + content)
        else:
            runs.append((charset, content))
        at = word.end()
    runs.append((None, joined[at:].encode("utf-8", errors="replace")))
    return "".join(_readable(content, charset) for charset, content in runs if content)


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "Qq":
        return quopri.decodestring(text.replace("_", " ").encode("utf-8", errors="replace"), header=True)
    try:
        return base64.b64decode(text.encode("utf-8", errors="replace") + b"===")
    except binascii.Error:
        return text.encode("utf-8", errors="replace")


def _readable(content: bytes, charset: str | None) -> str:
    """Decode as UTF-8, as labelled, as Windows-1252 where the letters are mostly ASCII, else by statistics."""
    meant = charset_meant(charset) if charset else None
    for candidate in ("utf-8", meant, charset, "cp1252" if mostly_ascii(content) else None):
        try:
            return content.decode(candidate or "ascii")
        except (ValueError, LookupError):
            continue
    try:
        return decode(content)
    except Refusal:
        return content.decode("cp1252", errors="replace")


def parts_of(message: Message) -> Parts:
    """Return the texts and attachments of a mail. A text part with a file name is an attachment."""
    plain: list[str] = []
    html: list[str] = []
    attachments: list[Attachment] = []
    flowed = delete_space = False
    for part in _leaves(message):
        kind = part.get_content_type()
        if _is_attachment(part):
            attachments.append(Attachment(_file_name(part), kind, _payload(part)))
        elif kind == "text/html":
            html.append(_text(part))
        elif kind.startswith("text/") and kind not in _NO_ARTICLES:
            plain.append(_text(part))
            flowed = flowed or _parameter(part, "format") == "flowed"
            delete_space = delete_space or _parameter(part, "delsp") == "yes"
    check_length("The mail's text", sum(map(len, plain)))
    return Parts("\n\n".join(filter(None, plain)), "\n".join(html), flowed, delete_space, attachments)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something. A mail inside the mail is a leaf: it is a document of its own."""
    waiting = [message]
    seen = 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > _MAX_PARTS:
            raise Refusal(Reason.UNSAFE, f"The mail has more than {_MAX_PARTS} parts: send the articles one by one.")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = _inside(part)
        else:
            yield part


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _is_attachment(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in _NO_ARTICLES:
        return False
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return not kind.startswith("text/") or disposition.startswith("attachment") or bool(_file_name(part, ""))


def _parameter(part: Message, name: str) -> str:
    try:
        return str(part.get_param(name) or "").lower()
    except (ValueError, LookupError, UnicodeError):  # RFC 2231 parameters in a charset that is none
        return ""


def _file_name(part: Message, default: str = "attachment") -> str:
    try:
        name = part.get_filename(default)
    except (ValueError, LookupError, UnicodeError):
        name = default
    return (clean_line(_words_read(name)) or default)[:200]


def _payload(part: Message) -> bytes:
    if part.is_multipart():  # message/rfc822: the mail inside, written out again
        inner = next(iter(_inside(part)), None)
        return inner.as_bytes() if inner is not None else b""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):  # a transfer encoding or a charset that is no name
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError, UnicodeError):
        charset = None
    return _readable(_payload(part), charset)
