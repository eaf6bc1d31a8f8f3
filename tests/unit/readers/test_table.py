"""The table of formats: content decides where it is certain, then the sender's word, then the suffix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.sniff import binary_kind, head_of
from worker.readers.table import FORMATS, MAX_DOCUMENT_BYTES, format_of

NITF = b'<?xml version="1.0"?>\n<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline></body.head></body></nitf>'
JSON = b'{"headline": "Ferry", "body": "It sailed."}'
MAIL = b"From: desk@nws.example\r\nMessage-ID: <1@nws.example>\r\nSubject: Ferry\r\n\r\nIt sailed.\r\n"
TEXT = b"Ferry sails\n\nPORT ELLIS, Jan 5 (NWS) - It sailed.\n"


def refused(document: Document) -> Refusal:
    with pytest.raises(Refusal) as caught:
        format_of(document)
    return caught.value


CERTAIN = [
    (NITF, "nitf"),
    (b"\xef\xbb\xbf" + NITF, "nitf"),
    (b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"/>', "newsml-g2"),
    (b"<NewsML><NewsItem/></NewsML>", "newsml-1"),
    (b'<rss version="2.0"><channel/></rss>', "feed"),
    (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "feed"),
    (b"<!DOCTYPE html>\n<html><body><p>It sailed.</p></body></html>", "html"),
    (JSON, "json"),
    (b'\n\n [ {"headline": "Ferry"} ]', "json"),
    (MAIL, "mail"),
    (b" " * 300 + b"\r\n" + MAIL, "mail"),
    (b"\x01nws0017 3 i 42  nws 0101\r\nferry\r\n\x02Ferry =\r\n\r\nIt sailed.\x03051015 GMT Jan 24\x04", "iptc7901"),
    (b"\x16\x16\x01a0017\x1fbylin\r\nr a\x13\x11 BC-Ferry  01-05 0042\r\n\x02^Ferry<\r\n\tIt sailed.\x03", "anpa1312"),
]


@pytest.mark.parametrize(
    "said", ["article", "article.txt", "article.xml", "article.json", "article.html", "article.eml"]
)
@pytest.mark.parametrize(("body", "expected"), CERTAIN)
def test_content_that_is_certain_beats_every_suffix(body: bytes, expected: str, said: str) -> None:
    """A format that its content proves is read as that format, whatever the suffix says."""
    assert expected == format_of(Document(body, said)).name


@pytest.mark.parametrize(("body", "expected"), CERTAIN)
def test_content_that_is_certain_beats_the_media_type(body: bytes, expected: str) -> None:
    """The sender's media type does not matter where the content proves a format."""
    assert expected == format_of(Document(body, media_type="application/rss+xml")).name


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_charsets_are_seen_through(charset: str) -> None:
    """JSON stored in two or four bytes a character is still JSON."""
    assert format_of(Document(JSON.decode().encode(charset))).name == "json"


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("ferry.json", None, "json"),
        ("ferry.jsonl", "text/plain", "json"),
        ("ferry", "application/json; charset=utf-8", "json"),
        ("ferry.eml", "application/octet-stream", "mail"),
        ("ferry.txt", "text/html", "html"),
        ("ferry.html", None, "html"),
        ("ferry.txt", None, "text"),
        ("ferry", None, "text"),
        ("ferry.unheard-of", "application/x-unheard-of", "text"),
    ],
)
def test_the_senders_word_decides_where_content_does_not(name: str, media_type: str | None, expected: str) -> None:
    """Text that proves nothing is read as the media type says, else as the suffix says, else as plain text."""
    assert expected == format_of(Document(b"Ferry sails\n\nIt sailed.", name, media_type)).name


def test_a_cut_out_piece_of_a_page_is_html() -> None:
    """A fragment that begins with an element of HTML is HTML even without a word from the sender."""
    assert format_of(Document(b"<p>The ferry sailed.</p>")).name == "html"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"PK\x03\x04\x14\0", "a ZIP archive or an Office document"),
        (b"\x7fELF\x02\x01", "an ELF executable"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0" + b"\0" * 52, "a Windows executable"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a WAV recording"),
        (b"\0\0\0\x18ftypmp42", "an MP4, HEIC or other ISO media file"),
        (b"a" * 257 + b"ustar\0", "a tar archive"),
        (b"text" + b"\0" * 400, "binary"),
    ],
)
def test_binaries_are_refused_by_what_they_are(body: bytes, named: str) -> None:
    """A file that is certainly no text is refused with a sentence that names what it is and what is read."""
    refusal = refused(Document(body, "upload.txt", "text/plain"))
    assert Reason.UNKNOWN_MEDIA_TYPE is refusal.reason
    assert named in refusal.detail
    assert "upload.txt" in refusal.detail
    assert "nitf" in refusal.detail


def test_a_word_that_begins_like_a_program_is_text() -> None:
    """The two letters alone are no executable: the zeros of its header must follow."""
    assert format_of(Document(b"MZ Bank raises its rates\n\nThe bank said so.")).name == "text"


def test_unknown_xml_is_refused_by_its_root() -> None:
    """XML of no known kind is refused by the name of its first element, with or without a suffix."""
    refusal = refused(Document(b'<?xml version="1.0"?><invoice><total>3</total></invoice>', "a.xml"))
    assert Reason.UNKNOWN_MEDIA_TYPE is refusal.reason
    assert "<invoice>" in refusal.detail


@pytest.mark.parametrize("body", [b"", b" \r\n\t ", b"\0\0\0"])
def test_nothing_is_refused_as_empty(body: bytes) -> None:
    """A document without a character of text is refused as empty."""
    assert Reason.EMPTY_BODY is refused(Document(body)).reason


def test_a_document_above_the_limit_is_refused_before_it_is_read() -> None:
    """100 MB on one line cost nothing: the size is looked at first."""
    refusal = refused(Document(b"a" * 100_000_000, "line.txt"))
    assert Reason.TOO_LARGE is refusal.reason
    assert "100,000,000" in refusal.detail


def test_a_document_at_the_limit_is_read() -> None:
    """The limit itself is allowed."""
    assert format_of(Document(b"word " * (MAX_DOCUMENT_BYTES // 5))).name == "text"


def test_each_format_has_a_name_of_its_own() -> None:
    """Names are keys of records and metrics: no two rows share one, nor a suffix or a media type."""
    for column in (
        ([row.name] for row in FORMATS),
        (row.suffixes for row in FORMATS),
        (row.media_types for row in FORMATS),
    ):
        cells = [cell for row in column for cell in row]
        assert sorted(set(cells)) == sorted(cells)


def test_each_format_says_what_it_is() -> None:
    """The README's table is made of the rows: each has one line about it."""
    assert all(row.about and "\n" not in row.about for row in FORMATS)


@given(st.binary(max_size=200))
def test_any_bytes_find_a_format_or_a_refusal(body: bytes) -> None:
    """Whatever the bytes: a row of the table, or a Refusal for what is no text."""
    outcome: object
    try:
        outcome = format_of(Document(body))
    except Refusal as refusal:
        outcome = refusal.reason
    assert outcome in {*FORMATS, Reason.UNKNOWN_MEDIA_TYPE, Reason.EMPTY_BODY}


@given(st.binary(max_size=300))
def test_looking_at_a_head_never_fails(body: bytes) -> None:
    """The first look is safe for any bytes, and the head is never blank at its start."""
    head = head_of(body)
    assert head == head.lstrip()
    assert binary_kind(body) is None or binary_kind(body)


@given(
    st.one_of(st.binary(max_size=2), st.sampled_from([b"\x1c", b"\x85\xa0", b"\xef\xbb\xbf\xef\xbb\xbf", b"\x16\0"])),
    st.sampled_from([*(body for body, _ in CERTAIN), b"bdt0123 3 pl 42\nFerry", b"<nws><headline>A</headline></nws>"]),
)
def test_what_a_format_claims_begins_as_its_row_says(start: bytes, body: bytes) -> None:
    """Only the rows that a document's first byte points to are asked, and no other would have claimed it."""
    head = head_of(start + body)
    assert [row.name for row in FORMATS if row.claims(head) and head[0] not in row.opens] == []
