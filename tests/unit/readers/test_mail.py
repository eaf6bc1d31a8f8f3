"""E-mail: the story in a body, the articles attached, and what of a mail is no news."""

from email.message import EmailMessage

import orjson
import pytest

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from tests.support.mails import HEADERS, STORY, entries, kit, plain, take
from worker.readers.mail import claims
from worker.readers.mail_parts import message_of


def test_a_plain_mail_is_a_story_under_its_subject() -> None:
    """Subject, date and identity come from the headers; the sender is no author."""
    expected = Take(
        format="mail",
        headline="Ferry and tug collide",
        body="A ferry met a tug.\n\nNo one was hurt.",
        guid="<17@nws.example>",
        published="Fri, 5 Jan 2024 10:15:00 +0100",
    )
    assert expected == take(plain("A ferry met\r\na tug.\r\n\r\nNo one was hurt.\r\n"))


def test_headers_of_the_sender_fill_fields_they_state() -> None:
    """Language, keywords and organisation are stated by headers of their own."""
    read = take(
        plain("It sailed.", "Content-Language: en-GB, de\r\nKeywords: ferry, tug\r\nOrganization: Northern Wire\r\n")
    )
    assert (read.language, read.keywords, read.publisher) == ("en-GB", ("ferry", "tug"), "Northern Wire")


@pytest.mark.parametrize(
    "start", [" " * 255 + "\r\n", "\r\n\r\n", "\n \n", "From desk@nws.example Fri Jan  5 10:15:00 2024\n"]
)
def test_what_stands_before_the_headers_is_forgiven(start: str) -> None:
    """Blank lines and an envelope line before the headers are of the transport."""
    assert take(start + plain("It sailed.")).headline == "Ferry and tug collide"


def alternative(text: str, html: str) -> str:
    return (
        f'{HEADERS}Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
        f"{text}\r\n--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n"
    )


def test_of_two_alternatives_the_plain_one_is_read() -> None:
    """The plain text says the same without the layout."""
    assert take(alternative("It sailed at ten.", "<p>It sailed at <b>ten</b>.</p>")).body == "It sailed at ten."


def test_a_plain_alternative_that_is_a_stub_gives_way_to_the_html() -> None:
    """Some mailers send only the advice to look at the HTML."""
    assert take(alternative("View in HTML.", f"<p>{STORY}</p><p>End.</p>")).body.endswith("\n\nEnd.")


def test_a_mail_in_html_alone_is_read() -> None:
    """Layout is dropped, the paragraphs stay."""
    mail = f"{HEADERS}Content-Type: text/html\r\n\r\n<style>p{{}}</style><p>One &amp; two.</p><p>Three.</p>"
    assert take(mail).body == "One & two.\n\nThree."


def test_json_in_the_body_is_read_as_json_with_the_mails_date_and_identity() -> None:
    """Forms mail JSON: its fields are read by the JSON reader, and the mail adds a date that has a zone."""
    form = {
        "Headline": ["Ferry sinks"],
        "Body": ["It sank.\nAll swam."],
        "Timestamp": ["1/5/2024 10:15"],
        "Slugline": ["FERRY"],
    }
    read = take(plain(orjson.dumps(form).decode()))
    assert (read.headline, read.body, read.slug) == ("Ferry sinks", "It sank.\n\nAll swam.", "FERRY")
    assert (read.published, read.guid) == ("Fri, 5 Jan 2024 10:15:00 +0100", "<17@nws.example>")


def test_json_in_the_body_keeps_a_date_with_a_zone() -> None:
    """The article's own time and identity are better than the mail's."""
    body = orjson.dumps({"guid": "urn:1", "headline": "F", "body": "It sank.", "date": "2024-01-01T00:00:00Z"}).decode()
    read = take(plain(body))
    assert (read.published, read.guid) == ("2024-01-01T00:00:00Z", "urn:1")


def test_a_wire_message_in_the_body_is_read_as_one() -> None:
    """Agencies mail their 7901 messages, without the control characters."""
    wire = (
        "nws0017 3 i 42  nws 0101\n\nharbour/ferry/\nFerry sails =\n\nEllis (nws) - It sailed.\n\n051015 GMT Jan 24\n"
    )
    read = take(plain(wire))
    assert (read.format, read.headline, read.urgency) == ("iptc7901", "Ferry sails", 3)


def test_attached_articles_are_read_by_their_own_formats() -> None:
    """The covering note is dropped when an article is attached; pictures are passed over."""
    head = b"<body.head><hedline><hl1>One</hl1></hedline></body.head>"
    nitf = b"<nitf><body>" + head + b"<body.content><p>1.</p></body.content></body></nitf>"
    ninjs = b'{"headline": "Two", "body": "2."}'
    found = entries(
        kit(
            ("a.xml", "application/xml", nitf),
            ("b.json", "application/json", ninjs),
            ("c.png", "image/png", b"\x89PNG\r\n\x1a\n"),
        )
    )
    assert [(t.item, t.format, t.headline) for t in found if isinstance(t, Take)] == [
        (0, "nitf", "One"),
        (1, "json", "Two"),
    ]


def test_a_long_body_beside_an_attachment_is_a_story_too() -> None:
    """Only a short note is a cover."""
    found = entries(kit(("b.json", "application/json", b'{"headline": "Two", "body": "2."}'), body=STORY * 3))
    assert [each.headline for each in found if isinstance(each, Take)] == ["Story attached", "Two"]


def test_a_broken_attachment_is_refused_alone() -> None:
    """What was meant to be an article and cannot be read is told, with its number."""
    found = entries(
        kit(("a.json", "application/json", b'{"headline": '), ("b.json", "application/json", b'{"headline": "Two"}'))
    )
    refused = [each for each in found if isinstance(each, Refusal)]
    assert [(each.reason, each.item) for each in refused] == [(Reason.MALFORMED, 0)]
    assert [each.headline for each in found if isinstance(each, Take)] == ["Two"]


def test_a_mail_attached_to_a_mail_is_read() -> None:
    """A mail forwarded as an attachment is a document of its own."""
    inner = plain(STORY).encode()
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@nws.example", "b@nws.example", "Fwd"
    outer.set_content("See below.")
    outer.add_attachment(message_of(inner))
    assert [each.headline for each in entries(outer.as_bytes()) if isinstance(each, Take)] == ["Ferry and tug collide"]


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ("Content-Type: multipart/report; report-type=delivery-status\r\n", Reason.NOT_AN_ARTICLE),
        ("Auto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n", Reason.NOT_AN_ARTICLE),
        ("Content-Type: multipart/encrypted\r\n", Reason.UNKNOWN_MEDIA_TYPE),
        ("Content-Type: application/pkcs7-mime\r\n", Reason.UNKNOWN_MEDIA_TYPE),
    ],
)
def test_mails_that_are_no_story_are_refused(extra: str, reason: Reason) -> None:
    """Reports, automatic replies and encrypted mails are told apart."""
    with pytest.raises(Refusal) as caught:
        entries(f"{HEADERS}{extra}\r\nI am away.\r\n")
    assert caught.value.reason is reason


def test_a_mail_without_text_is_refused() -> None:
    """Headers alone are no story."""
    with pytest.raises(Refusal) as caught:
        entries(plain("\r\n \r\n"))
    assert caught.value.reason is Reason.EMPTY_BODY


@pytest.mark.parametrize(
    "head",
    [
        b"From: a@b.example\r\nSubject: x\r\n\r\n",
        b"Received: from x\r\nDate: y\r\nFrom: z\r\n",
        b"From a@b.example Fri Jan  5 10:15:00 2024\nFrom: a@b.example\n",
        b"Message-ID: <1>\nMIME-Version: 1.0\n",
    ],
)
def test_heads_of_mails_are_claimed(head: bytes) -> None:
    """Two headers of transport, or one with an address, show a mail."""
    assert claims(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"From the harbour: a ferry sank\n",
        b"Subject: ferries\n\nIt sank",
        b"Date: Jan 5\nFerry sank",
        b"To: be\nFrom: now on",
    ],
)
def test_heads_of_prose_are_not_claimed(head: bytes) -> None:
    """Prose may begin like a header."""
    assert not claims(head)
