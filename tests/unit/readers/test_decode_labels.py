"""Charsets as they are labelled and as they are meant."""

import pytest

from worker.readers.decode import decode
from worker.readers.document import Document
from worker.readers.table import format_of

QUOTED = "Fähre „Nereid“ – gesunken"


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "ISO_8859-1", "us-ascii", "windows-1252"])
def test_latin_1_is_windows_1252(label: str) -> None:
    """Curly quotes and dashes stand where Latin-1 has control characters (WHATWG Encoding Standard)."""
    assert decode(QUOTED.encode("cp1252"), label) == QUOTED


def test_bytes_that_windows_1252_leaves_undefined_are_read_as_labelled() -> None:
    """Five bytes have no character there; the text around them is still good."""
    assert decode(b"F\xe4hre \x81 sinkt", "iso-8859-1") == "Fähre \x81 sinkt"


@pytest.mark.parametrize("label", ["no-such-charset", "utf\x008", "base64"])
def test_a_label_that_is_no_charset_is_ignored(label: str) -> None:
    """The bytes speak for themselves."""
    assert decode(QUOTED.encode("cp1252"), label) == QUOTED


def test_valid_utf_8_is_utf_8_whatever_the_label() -> None:
    """Real feeds mislabel UTF-8 far more often than other text happens to be valid UTF-8."""
    assert decode(QUOTED.encode(), "iso-8859-1") == QUOTED


SENTENCE = "It sank in the storm, said the master of the port on Friday."
NITF = (
    '<?xml version="1.0" encoding="ISO-8859-1"?><nitf><body><body.head><hedline><hl1>{}</hl1></hedline></body.head>'
    f"<body.content><p>{SENTENCE}</p></body.content></body></nitf>"
)
PAGE = (
    '<html><head><meta charset="iso-8859-1"><title>{}</title></head><body><article><h1>x</h1>'
    f"{f'<p>{SENTENCE}</p>' * 5}</article></body></html>"
)


@pytest.mark.parametrize(("name", "markup"), [("a.xml", NITF), ("a.html", PAGE)])
def test_markup_that_declares_latin_1_keeps_its_quotes(name: str, markup: str) -> None:
    """Every reader of markup goes by what the label means."""
    document = Document(markup.format(QUOTED).encode("cp1252"), name)
    (take,) = format_of(document).read(document)
    assert getattr(take, "headline", None) == QUOTED
