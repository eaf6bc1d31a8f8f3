"""What stands before an XML document's root element: byte order mark, declaration, comments and DOCTYPE. Pure."""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

HEAD_BYTES = 4096  # how much of a document is looked at to tell its format
MAX_PROLOG = 200_000  # characters before the root element that are read over; whole DTDs within a file have fewer

_XML_DECLARATION = re.compile(r"<\?xml\b[^>]*>", re.IGNORECASE)
_DECLARED_CHARSET = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
# What XML can begin with, a byte order mark and blanks (those of Latin-1 too) before its first tag included.
_STARTS = (
    b"<",
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    *(bytes((blank,)) for blank in b"\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0"),
)
XML_OPENS = bytes(sorted({start[0] for start in _STARTS}))
_NAME = re.compile(r"[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_SUBSET_MARK = re.compile(r"""["'\[\]>]|<!--|<\?""")
_ENTITY = re.compile(r"<!ENTITY\s+([^\s%\"'<>]+)")


class Prolog(NamedTuple):
    """Where the root element begins, and what the DOCTYPE before it says.

    `root_at` is the index of the root's "<", -1 where there is none. `doctype` is the name the DOCTYPE gives.
    `entities` are the names of the general entities it declares: parameter entities are of no consequence, because
    no DTD is ever loaded.
    """

    root_at: int
    doctype: str | None
    entities: frozenset[str]


def declared_charset(body: bytes) -> str | None:
    """Return the charset that the XML declaration names, None where it names none."""
    match = _DECLARED_CHARSET.search(body[:512])
    return match[1].decode("ascii") if match else None


def text_of_head(head: bytes) -> str:
    """Return the first bytes of a document as text, good enough to see its markup, whatever the charset."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


@lru_cache(maxsize=4)  # six formats ask it of one document
def root_tag(head: bytes) -> tuple[str, str]:
    """Return the local name of the root element and the text of its start tag (up to the end of `head`).

    The DOCTYPE's name serves where the root begins later than `head` ends. Both are empty where `head` is not XML.
    """
    if not head.startswith(_STARTS):
        return "", ""
    text = text_of_head(head[:HEAD_BYTES])
    if not text.lstrip().startswith("<"):
        return "", ""
    prolog = read_prolog(text)
    match = _NAME.match(text, prolog.root_at + 1) if prolog.root_at >= 0 else None
    if match is None:
        return (prolog.doctype or "").rpartition(":")[2], ""
    return match[0].rpartition(":")[2], text[prolog.root_at : text.find(">", prolog.root_at) + 1 or None]


def read_prolog(text: str) -> Prolog:
    """Find the root element behind whitespace, comments, processing instructions and a DOCTYPE."""
    text = text[:MAX_PROLOG]
    doctype: str | None = None
    entities: frozenset[str] = frozenset()
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            at = _after(text, "-->", at + 4)
        elif text.startswith("<?", at):
            at = _after(text, "?>", at + 2)
        elif _DOCTYPE.match(text, at):
            end = _end_of_doctype(text, at)
            name = _NAME.search(text, at + len("<!DOCTYPE"), end)
            doctype = name[0] if name else None
            entities = frozenset(_ENTITY.findall(text, at, end))
            at = end
        elif _NAME.match(text, at + 1):
            return Prolog(at, doctype, entities)
        else:
            break
    return Prolog(-1, doctype, entities)


def without_declaration(text: str) -> str:
    """Return the text without its XML declaration: its charset no longer holds once the bytes are decoded."""
    match = _XML_DECLARATION.match(text)
    return text[match.end() :] if match else text


def _after(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


def _end_of_doctype(text: str, at: int) -> int:
    """Return the index behind the DOCTYPE's ">": not one within quotes, comments or the internal subset."""
    within_subset = False
    at += len("<!DOCTYPE")
    while mark := _SUBSET_MARK.search(text, at):
        sign, at = mark[0], mark.end()
        if sign in "\"'":
            at = _after(text, sign, at)
        elif sign == "<!--":
            at = _after(text, "-->", at)
        elif sign == "<?":
            at = _after(text, "?>", at)
        elif sign in "[]":
            within_subset = sign == "["
        elif not within_subset:
            return at
    return len(text)
