"""Headers and parts of mails: encoded words, transfer encodings, and charsets under a wrong label."""

import base64

import pytest

from tests.support.mails import HEADERS, take
from worker.readers.mail_parts import header, message_of


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
