"""Bytes to an XML tree without network, DTD or entity expansion, within bounds. Pure.

A DOCTYPE is read over, never followed: NITF and NewsML files carry one. What it declares is harmless until it is used,
so a document is refused as `unsafe` only where it refers to an entity that its own DOCTYPE declares. HTML's named
characters (`&nbsp;`, `&eacute;`) are read as the characters, whether a DTD was named or not; any other undeclared name
is plain text, as an unescaped "AT&T" is.
"""

import html
import re

from lxml import etree

from schemas.verdict import Reason, Refusal
from worker.readers.decode import decode
from worker.readers.document import Document
from worker.readers.xml_prolog import declared_charset, read_prolog, without_declaration

MAX_BYTES = 8 << 20  # the largest article that is taken by default; real feeds and exports are far below it
MAX_MARKS = 200_000  # tags, references and attributes: a tree of so many nodes takes 30 MB and is walked in a second
MAX_ITEMS = 3_000  # articles in one document; more are a container's business

_FIVE = frozenset(("amp", "lt", "gt", "quot", "apos"))
_AMPERSAND = re.compile(r"&(?:([A-Za-z][A-Za-z0-9._-]{0,63});|(#[0-9]{1,9};|#[xX][0-9A-Fa-f]{1,8};)|)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_C1 = re.compile("[\x80-\x9f]")
_C1_AS_CP1252 = {
    code: bytes([code]).decode("cp1252", errors="ignore") or None for code in range(0x80, 0xA0)
}  # real files say Latin-1 and mean Windows-1252, as the WHATWG Encoding Standard has it
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_HOPELESS = frozenset((etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG))


def parse_xml(document: Document) -> etree._Element:
    """Return the root of the document's tree, without comments and processing instructions.

    Raise Refusal: `too_large` above the bounds, `bad_encoding` for bytes that are no text, `unsafe` for entity tricks
    and nesting deeper than 256 levels, `malformed` for what is not XML or breaks off before its end.
    """
    if len(document.body) > MAX_BYTES:
        raise Refusal(
            Reason.TOO_LARGE, f"The XML has {len(document.body)} bytes and at most {MAX_BYTES} are read; split it."
        )
    text = decode(document.body, declared_charset(document.body) or document.hints.get("charset"))
    return _tree(_plain_xml(text))


def check_count(count: int, what: str) -> None:
    """Raise Refusal `too_large` where a document holds more articles than are read from one."""
    if count > MAX_ITEMS:
        raise Refusal(
            Reason.TOO_LARGE, f"The document holds {count} {what} and at most {MAX_ITEMS} are read; split it."
        )


def parse_markup(text: str) -> etree._Element | None:
    """Return the root of an XML document that another one carries as text, None where it cannot be read."""
    try:
        return _tree(_plain_xml(text))
    except Refusal:
        return None


def _plain_xml(text: str) -> str:
    """Return the text from the root element on, with only the entities that every XML parser knows."""
    text = without_declaration(text.lstrip("\ufeff \t\r\n\0"))
    prolog = read_prolog(text)
    if prolog.root_at < 0:
        raise Refusal(Reason.MALFORMED, "The document has no root element, so it is not XML; send the whole article.")
    text = text[prolog.root_at :]
    if sum(map(text.count, ("<", "&", '="', "='"))) > MAX_MARKS:
        raise Refusal(Reason.TOO_LARGE, f"The XML has more than {MAX_MARKS} tags and attributes; split it.")
    if _C1.search(text):
        text = text.translate(_C1_AS_CP1252)
    text = _NOT_XML.sub("", text)
    return _AMPERSAND.sub(lambda match: _character(match, prolog.entities), text)


def _character(match: re.Match[str], declared: frozenset[str]) -> str:
    name, number = match[1], match[2]
    if number:
        return _numbered(match[0])
    if name is None:
        return "&amp;"
    if name in _FIVE:
        return match[0]
    if name in declared:
        raise Refusal(
            Reason.UNSAFE,
            f"The text refers to the entity &{name}; of its own DOCTYPE, which is not read; send plain XML.",
        )
    character = html.unescape(match[0])
    return f"&amp;{name};" if character == match[0] else html.escape(character)


def _numbered(reference: str) -> str:
    """Return the character of a numeric reference as HTML reads it: &#146; is an apostrophe, &#0; is nothing."""
    character = html.unescape(reference)
    return html.escape(_NOT_XML.sub("", character).replace("\ufffd", ""))


def _tree(text: str) -> etree._Element:
    body = text.encode("utf-8", errors="ignore")
    parser = _parser(recover=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        what = str(error).partition("(<string>")[0].strip(" ,\n")
        _check_limits(parser, what)
    return _recovered(body, what)


def _recovered(body: bytes, what: str) -> etree._Element:
    """Read on behind small faults (an unbound prefix, a tag left open), but take no half document for a whole one."""
    name = re.match(rb"<([^\s/>]+)", body)
    parser = _parser(recover=True)
    root = None
    if name and b"</" + name[1] in body:
        try:
            root = etree.fromstring(body, parser)
        except etree.XMLSyntaxError:
            root = None
    _check_limits(parser, what)
    if root is None:
        raise Refusal(Reason.MALFORMED, f"The XML breaks off or is damaged ({what}); send it again, whole.")
    _drop_unbound_prefixes(root)
    return root


def _check_limits(parser: etree.XMLParser, what: str) -> None:
    """Refuse where the parser gave up at its limits: what it read till then is half a document at best."""
    if any(entry.type in _HOPELESS for entry in parser.error_log):  # an exception's own log has others' errors too
        raise Refusal(Reason.UNSAFE, f"The XML goes beyond what is safe to read ({what}); it is not read.")


def _drop_unbound_prefixes(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        if ":" in element.tag and not element.tag.startswith("{"):
            name = element.tag.rpartition(":")[2]
            element.tag = name if _NAME.fullmatch(name) else "unnamed"


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",  # the text was decoded and encoded again: no declaration is believed
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,  # libxml2's own limits: 256 levels, 10 MB to a text or an attribute
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
