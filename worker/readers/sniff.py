"""The first look at bytes: a head that every reader can test, and what a binary file is by its magic bytes. Pure."""

import codecs
import re

from schemas.verdict import Reason, Refusal
from worker.readers.document import Document

MAX_TEXT = 500_000  # the longest stories have 200,000 characters; what is read here is read within a second
HEAD_BYTES = 4_096  # enough for an XML prologue with its DOCTYPE, or for the headers of a mail

# Magic bytes as their formats' own specifications state them. The offset is 0 but where the name says otherwise.
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\x7fELF", "an ELF executable"),
    (b"\xcf\xfa\xed\xfe", "a Mach-O executable"),
    (b"\xca\xfe\xba\xbe", "a Java class or a Mach-O executable"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"ID3", "an MP3 recording"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM film"),
    (b"\0\0\1\0", "an icon"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x80\x04\x95", "a Python pickle"),
)
_MAGIC_STARTS = tuple(magic for magic, _ in _MAGIC)
_RIFF = {b"WAVE": "a WAV recording", b"AVI ": "an AVI film", b"WEBP": "a WebP picture"}
_TAR_MAGIC = slice(257, 262)  # POSIX.1-1988: "ustar" stands there in the header block
_ISO_MEDIA = slice(4, 8)  # ISO/IEC 14496-12: the first box is "ftyp"
_DOS_EXECUTABLE = b"MZ"  # too short to trust alone: "MZ" may begin a word, so the NULs of its header must follow
_UTF16_PAIRS = 64
_LATIN_SHARE = 3  # Latin text has fewer than one letter in three beyond ASCII, Greek and Cyrillic four in five
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def head_of(body: bytes) -> bytes:
    """Return the first 4 KB as ASCII-compatible bytes: no byte order mark, UTF-16 and UTF-32 as UTF-8, no blank start.

    So `claims` of every reader can look for ASCII without knowing how the text was stored.
    """
    start = body[: 4 * HEAD_BYTES]
    charset = _wide_charset(start)
    if charset:
        start = start[: len(start) // 4 * 4].decode(charset, errors="ignore").encode("utf-8", errors="ignore")
    return start.removeprefix(codecs.BOM_UTF8).lstrip()[:HEAD_BYTES]


def _wide_charset(start: bytes) -> str | None:
    """Return the charset of text stored in two or four bytes a character, by its mark or by where its NULs stand."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = start[: 2 * _UTF16_PAIRS]
    if b"\0" not in pairs:
        return None
    high, low = pairs[0::2], pairs[1::2]
    if len(pairs) >= 8 and low.count(0) * 10 >= len(low) * 9 and not high.count(0):
        return "utf-16-le"
    if len(pairs) >= 8 and high.count(0) * 10 >= len(high) * 9 and not low.count(0):
        return "utf-16-be"
    return None


def binary_kind(body: bytes) -> str | None:
    """Return what these bytes are, in a person's words, when they are certainly no text: "a PDF document"."""
    if body.startswith(_MAGIC_STARTS):
        return next(kind for magic, kind in _MAGIC if body.startswith(magic))
    return _kind_further_in(body)


def _kind_further_in(body: bytes) -> str | None:
    if body.startswith(b"RIFF"):
        return _RIFF.get(body[8:12], "a RIFF media file")
    if body[_TAR_MAGIC] == b"ustar":
        return "a tar archive"
    if body[_ISO_MEDIA] == b"ftyp":
        return "an MP4, HEIC or other ISO media file"
    if body.startswith(_DOS_EXECUTABLE) and body[:64].count(0) > 8:
        return "a Windows executable"
    head = body[:HEAD_BYTES]
    if head.count(0) * 10 > len(head) and not _wide_charset(head):
        return "binary (more than a tenth of it is NUL bytes)"
    return None


def mostly_ascii(body: bytes) -> bool:
    """Say whether text in an unknown 8-bit charset is in Latin script: Greek or Cyrillic has few letters in ASCII."""
    start = body[:16_384]
    return sum(byte >= 0x80 for byte in start) * _LATIN_SHARE < len(start)


def check_length(what: str, length: int) -> None:
    """Raise Refusal `too_large` when one text is longer than any story is."""
    if length > MAX_TEXT:
        detail = (
            f"{what} has {length:,} characters, and {MAX_TEXT:,} are the most that one text may have: send it apart."
        )
        raise Refusal(Reason.TOO_LARGE, detail)


def declared_charset(document: Document) -> str | None:
    """Return the charset that the sender states, in the media type's parameter or as a hint: unproven."""
    stated = _CHARSET.search(document.media_type or "")
    return stated[1] if stated else document.hints.get("charset")
