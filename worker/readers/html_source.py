"""From the bytes of a page to markup that is safe to parse: charset, scripts apart, limits. Pure."""

import re
from dataclasses import dataclass

from schemas.verdict import Reason, Refusal
from worker.readers.decode import decode
from worker.readers.document import Document

# Counted without scripts, styles and drawings. Of 110 real pages the largest had 0.8 MB of markup, 5,200 tags and 5,900
# attributes. An element takes 150 bytes in the tree and is copied twice, an attribute 220: a page stays below 200 MB.
MAX_MARKUP_BYTES = 2 << 20
MAX_TAGS = 30_000  # opening and closing
MAX_ATTRIBUTES = 60_000
MAX_TAG_ATTRIBUTES = 2_000  # of one tag: the parser compares each with each
_SURELY_FEW = 30_000  # so many words and attributes together are harmless even in one single tag
_MAX_RAW = 5_000  # scripts, styles and drawings taken apart; real pages have up to 200
_MAX_JSON_LD = 64  # scripts; pages state one to ten

_CHARSET_BYTES = 4_096  # HTML wants the charset in the first 1,024 bytes; some pages put a script before it
_CHARSET = re.compile(rb"<meta[^>]{0,256}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
# Letters are spelt in both cases, not by a flag: only then can the engine leap from one "<" or "&#" to the next.
_RAW = re.compile(r"<([sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]|[vV][gG]))\b([^<>]{0,2048})>")
_RAW_END = {
    "script": re.compile(r"</[sS][cC][rR][iI][pP][tT]\b[^>]{0,64}>"),
    "style": re.compile(r"</[sS][tT][yY][lL][eE]\b[^>]{0,64}>"),
    "svg": re.compile(r"</[sS][vV][gG]\b[^>]{0,64}>"),
}
# Characters that a tree cannot hold (XML 1.0, production 2), as they are and as references. A space takes their place,
# lest what stood around them joins to another reference.
_SPACED = bytes.maketrans(bytes([*range(9), 11, 12, *range(14, 32)]), b" " * 29)
_NO_REFERENCE = re.compile(
    rb"&#(?:0{0,9}(?:[1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)"
    rb"|[xX]0{0,9}(?:[1-8bBcCeEfF]|1[\da-fA-F]|[fF]{3}[eEfF])(?![\da-fA-F]));?"
)
_PARTERS = bytes.maketrans(b"/=", b"  ")  # what can part two attributes beside white space
_PARTING = b" \t\n\r\f\v/="
# A tag with its attributes as a browser reads it: a quote counts after "=" alone, and an open one runs to the end.
_TAG = re.compile(rb"""<[A-Za-z](?:[^=>]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?+)*+""")
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"?|'[^']*+'?)""")
_PARTED = re.compile(rb"[\s/=]++")


@dataclass(frozen=True, slots=True)
class Markup:
    """A page's markup in UTF-8 without scripts, styles and drawings, and the JSON-LD that stood in its scripts."""

    html: bytes
    json_ld: tuple[str, ...]


def markup_of(document: Document) -> Markup:
    """Return the page's markup. Raise Refusal `bad_encoding` for bytes that are no text, `unsafe` above the limits."""
    text = decode(document.body, _charset(document))
    kept: list[str] = []
    json_ld: list[str] = []
    position = 0
    while len(kept) < _MAX_RAW and (opening := _RAW.search(text, position)):
        kept.append(text[position : opening.start()])
        name, attributes = opening[1].lower(), opening[2]
        if name == "svg" and attributes.endswith("/"):
            position = opening.end()
            continue
        closing = _RAW_END[name].search(text, opening.end())
        end, position = (closing.start(), closing.end()) if closing else (len(text), len(text))
        if "ld+json" in attributes.lower() and len(json_ld) < _MAX_JSON_LD:
            json_ld.append(text[opening.end() : end])
    kept.append(text[position:])
    source = " ".join(kept).encode("utf-8", errors="replace")
    _check(source, document.name)
    source = source.translate(_SPACED)
    if b"\xef\xbf" in source:  # U+FFFE and U+FFFF begin so
        source = source.replace(b"\xef\xbf\xbe", b" ").replace(b"\xef\xbf\xbf", b" ")
    return Markup(_NO_REFERENCE.sub(b" ", source), tuple(json_ld))


def _charset(document: Document) -> str | None:
    """Return the charset by the sender's word, else by the page's own `meta` element."""
    hint = document.hints.get("charset")
    if hint:
        return hint
    found = _CHARSET.search(document.body[:_CHARSET_BYTES])
    return found[1].decode("ascii") if found else None


def _check(source: bytes, name: str) -> None:
    if len(source) > MAX_MARKUP_BYTES:
        raise _unsafe(name, f"has {len(source):,} bytes of markup beside its scripts and may have {MAX_MARKUP_BYTES:,}")
    tags = source.count(b"<")
    if tags > MAX_TAGS:
        raise _unsafe(name, f"has {tags:,} tags and a page may have {MAX_TAGS:,}")
    parted = len(source) - len(source.translate(None, _PARTING))  # at least once for each word, and quickly counted
    if parted < _SURELY_FEW or len(source.translate(_PARTERS).split()) <= _SURELY_FEW:
        return
    total = 0
    for tag in _TAG.finditer(source):
        attributes = len(_PARTED.findall(_QUOTED.sub(b" ", tag[0])))
        total += attributes
        if attributes > MAX_TAG_ATTRIBUTES or total > MAX_ATTRIBUTES:
            raise _unsafe(
                name,
                f"has a tag of {attributes:,} attributes, and {total:,} in all, at byte {tag.start():,}; "
                f"a tag may have {MAX_TAG_ATTRIBUTES:,} and a page {MAX_ATTRIBUTES:,}",
            )


def _unsafe(name: str, what: str) -> Refusal:
    return Refusal(Reason.UNSAFE, f"{name} {what}: send the article without the page around it.")
