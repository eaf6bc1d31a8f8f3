"""E-mail: the story in a body, the articles attached, and what of a mail is no news."""

import base64
import time
from email.message import EmailMessage

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Take
from schemas.raw_article import RawArticle, received_now
from schemas.verdict import Reason, Refusal
from worker.readers import parse
from worker.readers.mail import claims
from worker.readers.mail_parts import header, message_of
from worker.readers.mail_text import forwarded, stated_fields, subject_line, without_footer, without_signature

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


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("=?utf-8?Q?F=C3=A4hre_l=C3=A4uft_aus?=", "Fähre läuft aus"),
        ("=?utf-8?B?RsOkaHJl?= =?utf-8?B?IGzDpHVmdA==?=", "Fähre läuft"),
        ("=?utf-8?Q?F=C3?= =?utf-8?Q?=A4hre?=", "Fähre"),
        ("=?iso-8859-1?Q?F=E4hre?= aus", "Fähre aus"),
        ("=?utf-8?Q?F=E4hre?=", "Fähre"),
        ("=?us-ascii?Q?F=C3=A4hre?=", "Fähre"),
        ("=?no-such-charset?Q?Ferry?=", "Ferry"),
        ("=?utf-8*en?Q?Ferry?=", "Ferry"),
        ("=?utf-8?Q?Google=20Ferry?=", "Google Ferry"),
        ("=?utf-8?B?!!!?=", ""),
        ("=?utf-8?X?Ferry?=", "=?utf-8?X?Ferry?="),
        ("Ferry\r\n and tug", "Ferry and tug"),
        ("Fähre", "Fähre"),
    ],
)
def test_encoded_words_are_read_whatever_their_label(subject: str, expected: str) -> None:
    """Words split inside a character, bytes of another charset, unknown labels: the text is what was meant."""
    message = message_of(f"Subject: {subject}\r\n\r\nx".encode())
    assert expected == (header(message, "Subject") or "")


def test_a_header_in_raw_latin_1_is_read() -> None:
    """Bytes that no header may hold are read as Windows-1252."""
    assert header(message_of("Subject: Fähre\r\n\r\nx".encode("latin-1")), "Subject") == "Fähre"


@pytest.mark.parametrize(
    ("encoding", "charset", "payload"),
    [
        ("quoted-printable", "utf-8", b"F=C3=A4hre f=\r\n=C3=A4hrt."),
        ("base64", "utf-8", base64.b64encode("Fähre fährt.".encode())),
        ("8bit", "iso-8859-1", "Fähre fährt.".encode("latin-1")),
        ("8bit", "utf-8", "Fähre fährt.".encode("latin-1")),
        ("8bit", "us-ascii", "Fähre fährt.".encode()),
        ("8bit", "no-such-charset", "Fähre fährt.".encode()),
        ("x-unknown", "utf-8", "Fähre fährt.".encode()),
    ],
)
def test_every_encoding_and_wrong_label_gives_the_text(encoding: str, charset: str, payload: bytes) -> None:
    """Transfer encodings are undone; a charset that is wrong or unknown does no harm."""
    head = f"{HEADERS}Content-Transfer-Encoding: {encoding}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    assert take(head.encode() + payload).body == "Fähre fährt."


def test_flowed_lines_are_joined() -> None:
    """A space at the end of a line is a soft break, and with DelSp the space was the sender's."""
    flowed = (
        f"{HEADERS}Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\nhttps://nws.exam \r\nple/ferry sailed.\r\n"
    )
    assert take(flowed).body == "https://nws.example/ferry sailed."


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


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("It sailed.\n\n-- \nAna Doe\nNorthern Wire", "It sailed."),
        ("It sailed.\n\n--\nAna Doe", "It sailed."),
        (
            "It sailed.\n\n--\n" + "More of the story.\n" * 20,
            "It sailed.\n\n-- " + " ".join(["More of the story."] * 20),
        ),
        ("It sailed.\n\nSent from my phone", "It sailed."),
        ("It sailed.\n\nThis e-mail and any attachments are confidential.", "It sailed."),
        ("It sailed.\n\nTo unsubscribe, write to us.\n\nNWS, Port Ellis", "It sailed."),
        ("Sent from my phone, he wrote, the ferry sailed.", "Sent from my phone, he wrote, the ferry sailed."),
    ],
)
def test_signatures_and_footers_are_cut(body: str, kept: str) -> None:
    """What speaks of the mail is no news; a rule in the middle of a story is one."""
    assert kept == without_footer(take(plain(body)).body)


def test_the_subject_repeated_above_the_text_is_left_out() -> None:
    """A headline on the first line is the subject again, and a by-line below it is the by-line."""
    read = take(plain("Ferry and tug collide\n\nBy Ana Doe\n\nIt sailed.\n"))
    assert (read.headline, read.byline, read.body) == ("Ferry and tug collide", "By Ana Doe", "It sailed.")


@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "Re: ", "WG: ", "Fwd: Re: ", "[EXT] ", "re[2]: "])
def test_a_subject_loses_what_forwarding_put_before_it(prefix: str) -> None:
    """Forwarding and filters are not the headline's."""
    assert subject_line(f"{prefix}Ferry: a report") == "Ferry: a report"


def test_a_subject_that_begins_like_a_prefix_is_kept() -> None:
    """Only whole prefixes go."""
    assert subject_line("Reading the tides") == "Reading the tides"


def test_a_forwarded_mail_is_its_inner_story() -> None:
    """The inner subject is the headline; the note above it and the inner headers are gone."""
    inner = (
        "From: Ana Doe <a@nws.example>\nDate: Thu, 4 Jan 2024\nSubject: Ferry sinks\nTo: desk@nws.example\n\nIt sank.\n"
    )
    read = take(plain(f"For you.\n\n---------- Forwarded message ---------\n{inner}"))
    assert (read.headline, read.body) == ("Ferry sinks", "It sank.")


def test_a_story_that_quotes_a_mail_at_its_end_is_kept_whole() -> None:
    """A long text above the mark is the story itself."""
    text = "word " * 100 + "\n-----Original Message-----\nSubject: x\n\nshort"
    assert text == forwarded(text)


def test_a_form_mail_states_its_fields() -> None:
    """Lines of name and value above the text fill the take."""
    form = (
        "Headline: Ferry sinks\nByline: Ana Doe\nSlug: FERRY\nEmbargo: 6 Jan 2024\nSource: NWS\nKeywords: a, b\n"
        "Body: It sank.\n\nAll swam.\n"
    )
    read = take(plain(form))
    assert (read.headline, read.byline, read.slug) == ("Ferry sinks", "Ana Doe", "FERRY")
    assert (read.embargo, read.publisher, read.keywords) == ("6 Jan 2024", "NWS", ("a", "b"))
    assert read.body == "It sank.\n\nAll swam."


def test_the_fields_of_a_form_are_clean_text() -> None:
    """Control characters in a form's values go no further."""
    fields = stated_fields("Headline: Fer\0ry \x1b sinks\nSlug: F\0\n\nIt sank.").fields
    assert fields == {"headline": "Ferry sinks", "slug": "F"}


@pytest.mark.parametrize(
    "text", ["Ferry: it sank.\n\nAll swam.", "Date: unknown\nThe ferry sank.", "Note: a\nWarning: b\n"]
)
def test_prose_with_colons_is_no_form(text: str) -> None:
    """One known name, or names that are none of ours, are prose."""
    assert text == stated_fields(text).text


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
    "bomb",
    [
        "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(2_000)),
        "Content-Type: message/rfc822\r\n\r\n" * 5_000,
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 1_000,
        "X-Hop: mx.nws.example\r\n" * 100_000,
    ],
    ids=["nested boundaries", "mails in mails", "many parts", "many headers"],
)
def test_mail_bombs_are_refused_as_unsafe(bomb: str) -> None:
    """Parts in parts without end are refused at once."""
    started = time.perf_counter()
    with pytest.raises(Refusal) as caught:
        entries(HEADERS + bomb)
    assert caught.value.reason is Reason.UNSAFE
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: text/plain; charset=\0\r\n\r\nIt sailed.",
        "Content-Type: text/plain; charset*=x''%FF\r\n\r\nIt sailed.",
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: \0\r\n\r\nIt sailed.",
        "Content-Type: multipart/mixed\r\n\r\nIt sailed.",
        "Content-Type: \r\n\r\nIt sailed.",
    ],
)
def test_headers_that_are_none_do_no_harm(part: str) -> None:
    """A charset, an encoding or a type that is no name leaves the text, or a refusal."""
    try:
        found = entries(HEADERS + part)
    except Refusal as refused:
        found = [refused]
    assert len(found) == 1


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


def test_many_rules_are_read_in_linear_time() -> None:
    """Only the last lines can be a signature, so only they are looked at."""
    started = time.perf_counter()
    without_signature("x\n-- \n" * 50_000)
    assert time.perf_counter() - started < 0.5


def test_a_signature_needs_a_text_above_it() -> None:
    """A rule on the first line cuts nothing."""
    assert without_signature("-- \nIt sailed.") == "-- \nIt sailed."


LINES = [
    *HEADERS.splitlines(),
    "",
    "--b",
    "--b--",
    'Content-Type: multipart/mixed; boundary="b"',
    "Content-Type: text/html",
    "\xe9\0",
    "{}",
    "x",
]


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_any_lines_of_mails_are_takes_or_refusals(lines: list[str]) -> None:
    """However a mail is garbled, entries are numbered and nothing but a Refusal is raised."""
    try:
        found = entries("From: a@b.example\r\nMessage-ID: <1>\r\n" + "\r\n".join(lines))
    except Refusal as whole:
        found = [whole]
    for number, each in enumerate(found):
        assert each.item in {number, None}
