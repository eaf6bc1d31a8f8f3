"""Mails for tests: the headers of a desk, a mail of one text, a mail with attachments, and what is read of them."""

from email.message import EmailMessage

from schemas.article import Take
from schemas.raw_article import RawArticle, received_now
from schemas.verdict import Refusal
from worker.readers import parse

HEADERS = (
    "From: NWS desk <desk@nws.example>\r\nTo: copy@paper.example\r\nSubject: Ferry and tug collide\r\n"
    "Message-ID: <17@nws.example>\r\nDate: Fri, 5 Jan 2024 10:15:00 +0100\r\nMIME-Version: 1.0\r\n"
)
STORY = "A ferry met a tug off Port Ellis on Friday, the harbour master said, and no one was hurt. " * 6


def entries(mail: bytes | str, name: str = "a.eml") -> list[Take | Refusal]:
    body = mail if isinstance(mail, bytes) else mail.encode()
    return parse(RawArticle(wire="desk", name=name, body=body, received_at=received_now()))


def take(mail: bytes | str) -> Take:
    (only,) = entries(mail)
    assert isinstance(only, Take)
    return only


def plain(body: str, extra: str = "") -> str:
    return f"{HEADERS}{extra}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}"


def kit(*attachments: tuple[str, str, bytes], body: str = "Please find the story attached.") -> bytes:
    """A mail with attachments: name, media type, contents."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@nws.example", "copy@paper.example", "Story attached"
    mail["Message-ID"], mail["Date"] = "<18@nws.example>", "Fri, 5 Jan 2024 10:15:00 +0100"
    mail.set_content(body)
    for name, media_type, contents in attachments:
        maintype, _, subtype = media_type.partition("/")
        mail.add_attachment(contents, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()
