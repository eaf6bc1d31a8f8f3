"""E-mail (RFC 5322): a story in the body, or articles attached, each read by its own format. Pure."""

import re
from collections.abc import Callable
from email.message import Message

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers import anpa1312, iptc7901, json_article
from worker.readers.decode import clean_line, clean_paragraphs
from worker.readers.document import Document
from worker.readers.html_text import paragraphs_of_html
from worker.readers.mail_parts import Attachment, Parts, header, message_of, parts_of
from worker.readers.mail_text import (
    forwarded,
    stated_fields,
    subject_line,
    unflowed,
    without_footer,
    without_signature,
)
from worker.readers.notebook import published_part
from worker.readers.sniff import head_of

# How `read` has an attachment, or a body in another format, read: the document and how many mails it lies inside.
Dispatch = Callable[[Document, int], list[Take | Refusal]]

MAX_DEPTH = 3  # a mail in a mail in a mail; a forwarded forward is two
_HEADERS = re.compile(
    rb"(?:From |(?:Return-Path|Received|Delivered-To|X-Received|Message-ID|MIME-Version|From|To|Cc|Subject|Date|"
    rb"Reply-To|X-[A-Za-z-]{2,40}|DKIM-Signature|ARC-[A-Za-z-]{4,30}|Authentication-Results|Content-Type|Sender|"
    rb"List-[A-Za-z-]{2,20}):)",
    re.IGNORECASE,
)
_PROOF = re.compile(
    rb"^(?:From|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|Content-Transfer-Encoding):",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(rb"^(?:From|Return-Path|To|Delivered-To):[^\n]{0,300}@", re.IGNORECASE | re.MULTILINE)
_COVER_WORDS = 60  # a body shorter than this beside an article attached is the note that covers it
_HTML_MORE = 3  # the plain alternative is a stub when the HTML has more than three times its words
_ZONE = re.compile(r"(?:Z|GMT|UTC|[+-]\d\d:?\d\d)\s*$")
_BYLINE = re.compile(r"(?:By|Von|Par|Por) [^\n.!?]{3,80}$")
_REPORTS = ("multipart/report", "message/delivery-status", "message/disposition-notification")
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def claims(head: bytes) -> bool:
    """Say whether the head is the header of a mail: it opens with one, and holds an address or a trace of transport."""
    head = head.lstrip()
    if not _HEADERS.match(head):
        return False
    block = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return len(_PROOF.findall(block)) > 1 or bool(_ADDRESS.search(block) and _PROOF.search(block))


def read(document: Document, dispatch: Dispatch, depth: int = 0) -> list[Take | Refusal]:
    """Return the articles of a mail: those attached to it, and its own text unless that only covers them.

    `dispatch` reads a document by its own format. Raise Refusal `not_an_article` for delivery reports and automatic
    replies, `unknown_media_type` for encrypted mails, `empty_body` when nothing in it is text.
    """
    if depth > MAX_DEPTH:
        raise Refusal(
            Reason.UNSAFE, f"Mails lie inside each other more than {MAX_DEPTH} deep: send the inner one alone."
        )
    message = message_of(document.body)
    _check_kind(message)
    parts = parts_of(message)
    entries = [entry for part in parts.attachments for entry in _attached(part, document, dispatch, depth)]
    text = _body_text(parts)
    has_article = any(isinstance(entry, Take) for entry in entries)
    if text.strip() and not (has_article and len(text.split()) < _COVER_WORDS):
        entries[:0] = _own(message, text, document, dispatch, depth)
    if not entries:
        raise Refusal(Reason.EMPTY_BODY, "The mail has no text and no article attached: send the story in its body.")
    return [_numbered(entry, item) for item, entry in enumerate(entries)]


def _check_kind(message: Message) -> None:
    kind = message.get_content_type()
    if kind in _SEALED:
        raise Refusal(
            Reason.UNKNOWN_MEDIA_TYPE, f"The mail is encrypted ({kind}) and cannot be read: send it in clear."
        )
    automatic = (header(message, "Auto-Submitted") or "no").lower()
    if kind in _REPORTS or automatic.startswith("auto-replied"):
        raise Refusal(Reason.NOT_AN_ARTICLE, "The mail is a delivery report or an automatic reply, not a story.")


def _attached(part: Attachment, document: Document, dispatch: Dispatch, depth: int) -> list[Take | Refusal]:
    """Read one attachment; one that is no text at all (a logo, a picture, a contract) is passed over."""
    inner = Document(part.body, f"{document.name}/{part.name}", part.media_type)
    try:
        return dispatch(inner, depth + 1)
    except Refusal as refusal:
        if refusal.reason in (Reason.UNKNOWN_MEDIA_TYPE, Reason.EMPTY_BODY, Reason.BAD_ENCODING):
            return []
        return [refusal]


def _body_text(parts: Parts) -> str:
    """Return the plain text, or the HTML's where that is missing or a stub that says so."""
    plain = without_signature(parts.plain.replace("\r\n", "\n"))
    if parts.flowed:
        plain = unflowed(plain, delete_space=parts.delete_space)
    if not parts.html:
        return plain
    html = paragraphs_of_html(parts.html)
    return html if len(html.split()) > _HTML_MORE * len(plain.split()) else plain


def _own(message: Message, text: str, document: Document, dispatch: Dispatch, depth: int) -> list[Take | Refusal]:
    """Read the body: in the format that its text is in, else as a story under the mail's subject."""
    inner = Document(text.strip().encode("utf-8", errors="ignore"), document.name)
    entries = dispatch(inner, depth + 1) if _in_format(inner, depth) else []
    takes = [entry for entry in entries if isinstance(entry, Take)]
    if len(takes) == 1:
        return [_with_headers(takes[0], message)]
    return entries or [_story(message, text)]


def _in_format(inner: Document, depth: int) -> bool:
    """Say whether a body is a document in JSON or a wire format, as forms and agencies' mails have it."""
    head = head_of(inner.body)
    return depth < MAX_DEPTH and any(reader.claims(head) for reader in (json_article, iptc7901, anpa1312))


def _story(message: Message, text: str) -> Take:
    stated = stated_fields(forwarded(text))
    published, note = published_part(without_signature(stated.text))
    blocks = without_footer(clean_paragraphs(published)).split("\n\n")
    headline = stated.fields.get("headline") or header(message, "Subject")
    headline = subject_line(headline) if headline else None
    if headline and len(blocks) > 1 and blocks[0].casefold() == headline.casefold():
        blocks.pop(0)
    byline = stated.fields.get("byline")
    if byline is None and len(blocks) > 1 and _BYLINE.fullmatch(blocks[0]):
        byline = blocks.pop(0)
    keywords = stated.fields.get("keywords") or header(message, "Keywords") or ""
    return Take(
        format="mail",
        headline=headline,
        body="\n\n".join(blocks),
        byline=byline,
        dateline=stated.fields.get("dateline"),
        slug=stated.fields.get("slug"),
        guid=header(message, "Message-ID"),
        published=header(message, "Date") or stated.fields.get("date"),
        embargo=stated.fields.get("embargo"),
        language=_language(message),
        publisher=stated.fields.get("publisher") or header(message, "Organization"),
        summary=stated.fields.get("summary"),
        keywords=tuple(dict.fromkeys(word for part in keywords.split(",") if (word := clean_line(part)))),
        ed_note=note,
    )


def _language(message: Message) -> str | None:
    stated = header(message, "Content-Language")
    return stated.partition(",")[0].strip() or None if stated else None


def _with_headers(take: Take, message: Message) -> Take:
    """Give an article that was the whole body what only the mail knows: a date with its zone, a guid, a headline."""
    date = header(message, "Date")
    keep = take.published and (_ZONE.search(take.published) or not date)
    return take.model_copy(
        update={
            "published": take.published if keep else date,
            "guid": take.guid or header(message, "Message-ID"),
            "headline": take.headline or header(message, "Subject"),
        }
    )


def _numbered(entry: Take | Refusal, item: int) -> Take | Refusal:
    if isinstance(entry, Refusal):
        return Refusal(entry.reason, entry.detail, stage=entry.stage, item=item)
    return entry.model_copy(update={"item": item})
