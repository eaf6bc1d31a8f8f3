"""From bytes to clean text: the charset by evidence, and characters that no newsroom prints removed. Pure."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from schemas.verdict import Reason, Refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = tuple(mark for mark, _ in _BOMS)
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# C0 and C1 controls but tab and newline, soft hyphen, zero-width marks (not the joiners that Persian and Hindi need),
# direction marks (hostile in logs), byte order marks, lone surrogates and noncharacters.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"  # printable ASCII and the newline: all that most English copy consists of
_BLANK_LINES = re.compile(r"\n\s*\n")
_WESTERN = frozenset("äöüßÄÖÜéèêëàâçîïôœæøåÆØÅÉÈÀÇáíóúñÁÍÓÚÑãÃ“”„‘’‚–—…•€£§°«»©®´·\xa0")
_GUESS_BYTES = 16_384  # a charset shows itself in far fewer; the guess is quadratic in nothing but patience


def decode(body: bytes, declared: str | None = None) -> str:
    """Return the text of `body`, by byte order mark, strict UTF-8, the declared charset, then statistics.

    Bytes that are valid UTF-8 are UTF-8 whatever the label says: real feeds mislabel UTF-8 far more often than text in
    another charset happens to be valid UTF-8. Raise Refusal `bad_encoding` when the bytes are not text at all.
    """
    if body.startswith(_MARKS):
        charset = next(charset for mark, charset in _BOMS if body.startswith(mark))
        return _strict(body, charset) or _refuse(body)
    text = _strict(body, "utf-8")
    if text is None and declared:
        text = _labelled(body, declared)
    if text is None:
        text = _guess(body)
    if text.count("\0") * 100 > len(text):  # more than 1 % NUL: a binary file, not a stray byte
        return _refuse(body)
    return text


def charset_meant(label: str) -> str:
    """Return the charset that a label means: whoever says Latin-1 or ASCII sends Windows-1252 (WHATWG Encoding).

    Its curly quotes and dashes stand where Latin-1 has control characters, which nobody prints.
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):  # no charset at all; a NUL in its name
        return label
    return _MEANT.get(name, name)


def _labelled(body: bytes, label: str) -> str | None:
    """Decode as the label means it, else, for the five bytes that Windows-1252 leaves undefined, as it says."""
    text = _strict(body, charset_meant(label))
    return _strict(body, label) if text is None else text


def _strict(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeError, LookupError):
        return None
    except ValueError:  # an embedded NUL in the charset's name
        return None


def _guess(body: bytes) -> str:
    if _is_western(body[:_GUESS_BYTES]):
        return body.decode("cp1252", errors="replace")
    best = from_bytes(body[:_GUESS_BYTES]).best()
    charset = best.encoding if best is not None else None
    text = _strict(body, charset) if charset else None
    if text is None:
        printable = sum(byte >= 32 or byte in b"\t\n\r" for byte in body[:_GUESS_BYTES])
        if printable * 10 < len(body[:_GUESS_BYTES]) * 9:
            return _refuse(body)
        text = body.decode("cp1252", errors="replace")
    return text


def _is_western(start: bytes) -> bool:
    """Return whether 8-bit text is surely Windows-1252: a few letters of Western languages and typographic marks.

    Statistics need more such letters than a short wire story has. The letters that Czech, Polish and Hungarian put at
    the same bytes are not among them.
    """
    text = start.decode("cp1252", errors="ignore")
    beyond = {letter for letter in text if letter > "\x7f"}
    return bool(beyond) and beyond <= _WESTERN and sum(byte >= 0x80 for byte in start) * 5 < len(start)


def _refuse(body: bytes) -> str:
    start = body[:16].hex(" ")
    raise Refusal(
        Reason.BAD_ENCODING,
        f"The {len(body)} bytes are text in no known charset (they begin {start}); send UTF-8, or say the charset.",
    )


def with_newlines(text: str) -> str:
    """Return the text with a newline alone at the end of each line."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean_line(text: str | None) -> str | None:
    """Return one line of clean text (NFC, single spaces, no controls), or None where nothing is left."""
    if not text:
        return None
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) or None  # as most lines are: nothing to compose, nothing to take out
    line = " ".join(_NOT_TEXT.sub("", unicodedata.normalize("NFC", text).replace("\x85", " ")).split())
    return line or None


def clean_paragraphs(text: str) -> str:
    """Return the text with paragraphs parted by one blank line, each one line, trimmed, without control characters."""
    text = with_newlines(text)
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    printable = _is_printable(text)
    if not printable:
        text = _NOT_TEXT.sub("", text.replace("\u2029", "\n\n").replace("\u2028", "\n"))
    blocks = _BLANK_LINES.split(text)
    if printable and "  " not in text:  # as most texts are: no blank stands too much but at the edges of a paragraph
        lines = [" ".join(block.split()) if "\n" in block else block.strip() for block in blocks]
    else:
        lines = [" ".join(block.split()) for block in blocks]
    return "\n\n".join(filter(None, lines))


def _is_printable(text: str) -> bool:
    """Return whether a text holds nothing but what is printed, plain blanks and newlines.

    To take the printable characters of ASCII out of its bytes costs a sixth of asking each one.
    """
    return not text.encode().translate(None, _PLAIN) if text.isascii() else text.replace("\n", "").isprintable()
