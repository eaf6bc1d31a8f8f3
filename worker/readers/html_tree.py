"""A page's tree of elements, and the plain text of one element as a reader sees it. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree, html

from schemas.verdict import Reason, Refusal

MAX_DEPTH = 100  # extraction recurses into the tree; of 110 real pages the deepest nested 51
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
# Elements that begin a line of their own (HTML Living Standard: flow content displayed as a block), and the break.
BLOCKS = frozenset(
    "address article aside blockquote body br center dd details div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_WORD_ASCII = bytes(sign for sign in range(0x80) if not chr(sign).isalnum())


def tree_of(markup: bytes, name: str) -> html.HtmlElement:
    """Return the root of the page's tree.

    Raise Refusal `malformed` where no element can be made of it, `unsafe` for one nested to exhaust its reader.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        root = etree.fromstring(markup, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _malformed(name) from error
    if root is None or root.tag != "html":
        raise _malformed(name)
    if _TOO_DEEP(root):
        raise Refusal(
            Reason.UNSAFE,
            f"{name} nests its elements more than {MAX_DEPTH} deep: send the article without the page around it.",
        )
    return root


def _malformed(name: str) -> Refusal:
    return Refusal(Reason.MALFORMED, f"{name} holds no HTML element that can be read: send the page as it was served.")


def text_of(element: html.HtmlElement) -> str:
    """Return an element's text as one line, with a space wherever a browser would begin another line."""
    if not len(element):
        return " ".join((element.text or "").split())
    words = [element.text or ""]
    _gather(element, words)
    return " ".join("".join(words).split())


def _gather(element: html.HtmlElement, words: list[str]) -> None:
    for child in element:
        block = child.tag in BLOCKS
        words.append(f" {child.text or ''}" if block else child.text or "")
        if len(child):
            _gather(child, words)
        words.append(f" {child.tail or ''}" if block else child.tail or "")


def parts_of(element: html.HtmlElement) -> Iterator[str]:
    """Yield an element's runs of text, each one line: a kicker and a headline in one `h1` are two."""
    return (line for part in element.itertext() if (line := " ".join(part.split())))


def fold(text: str) -> str:
    """Return the letters and digits of a text alone, for comparison: no case, compatibility forms, quotes or spaces."""
    if text.isascii():
        return text.lower().encode().translate(None, _NOT_WORD_ASCII).decode()  # a tenth of the pattern's time
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
