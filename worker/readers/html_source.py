"""From the bytes of a page to markup that is safe to parse: charset, scripts apart, limits. Pure."""

import re
from dataclasses import dataclass

from schemas.verdict import Reason, Refusal
from worker.readers.decode import decode
from worker.readers.document import Document

# Counted without scripts, styles and drawings. A page has 3,000 tags; the largest of 250 real ones had 13,000. An
# element takes 150 bytes in the tree and is copied twice, an attribute 220, so a page stays below 200 MB.
MAX_TAGS = 60_000
MAX_ATTRIBUTES = 150_000
MAX_TAG_ATTRIBUTES = 2_000  # of one tag: the parser compares each with each
_SURELY_FEW = 25_000  # so many characters that can part attributes are harmless even in one single tag
_MAX_JSON_LD = 64  # scripts; pages state one to ten

_CHARSET_BYTES = 4_096  # HTML wants the charset in the first 1,024 bytes; some pages put a script before it
_CHARSET = re.compile(rb"<meta[^>]{0,256}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
# Characters that a tree cannot hold (XML 1.0, production 2), as they are and as references. A space takes their place,
# lest what stood around them joins to another reference.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_NO_REFERENCE = re.compile(
    r"&#(?:0{0,9}(?:[1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|x0{0,9}(?:[1-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE,
)
_RAW = re.compile(r"<(script|style|svg)\b([^>]{0,2048})>", re.IGNORECASE)
_RAW_END = {name: re.compile(rf"</{name}\b[^>]{{0,64}}>", re.IGNORECASE) for name in ("script", "style", "svg")}
# A tag with its attributes as a browser reads it: a quote counts after "=" alone, and an open one runs to the end.
_TAG = re.compile(r"""<[A-Za-z](?:[^=>]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?+)*+""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)""")
_PARTS_ATTRIBUTES = re.compile(r"[\s/=]++")


@dataclass(frozen=True, slots=True)
class Markup:
    """A page's markup without scripts, styles and drawings, and the JSON-LD that stood in its scripts."""

    html: str
    json_ld: tuple[str, ...]


def markup_of(document: Document) -> Markup:
    """Return the page's markup. Raise Refusal `bad_encoding` for bytes that are no text, `unsafe` above the limits."""
    text = _NO_REFERENCE.sub(" ", _NO_CHARACTER.sub(" ", decode(document.body, _charset(document))))
    kept: list[str] = []
    json_ld: list[str] = []
    position = 0
    while opening := _RAW.search(text, position):
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
    markup = Markup(" ".join(kept), tuple(json_ld))
    _check(markup.html, document.name)
    return markup


def _charset(document: Document) -> str | None:
    """Return the charset by the sender's word, else by the page's own `meta` element."""
    hint = document.hints.get("charset")
    if hint:
        return hint
    found = _CHARSET.search(document.body[:_CHARSET_BYTES])
    return found[1].decode("ascii") if found else None


def _check(source: str, name: str) -> None:
    tags = source.count("<")
    if tags > MAX_TAGS:
        raise _unsafe(name, f"has {tags:,} tags and a page may have {MAX_TAGS:,}")
    if sum(map(source.count, " \n\t\r\f/=")) <= _SURELY_FEW:
        return
    total = 0
    for tag in _TAG.finditer(source):
        attributes = len(_PARTS_ATTRIBUTES.findall(_QUOTED.sub(" ", tag[0])))
        total += attributes
        if attributes > MAX_TAG_ATTRIBUTES or total > MAX_ATTRIBUTES:
            raise _unsafe(
                name,
                f"has a tag of {attributes:,} attributes, and {total:,} in all, at character {tag.start():,}; "
                f"a tag may have {MAX_TAG_ATTRIBUTES:,} and a page {MAX_ATTRIBUTES:,}",
            )


def _unsafe(name: str, what: str) -> Refusal:
    return Refusal(Reason.UNSAFE, f"{name} {what}: send the article without the page around it.")
