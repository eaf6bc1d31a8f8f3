"""The text of NITF, XHTML and HTML bodies: paragraphs parted by blank lines, and only what is to be printed. Pure.

Unlike on a page (html_text), the blank lines of the source part paragraphs: agencies and WordPress rely on them.
"""

import html
import re

from lxml import etree

from worker.readers.decode import clean_line, clean_paragraphs


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROUNDS = 3  # real files escape a text up to three times

_PARAGRAPHS = _names(
    "p div block blockquote bq pre h1 h2 h3 h4 h5 h6 hl1 hl2 hr li dt dd ul ol dl table caption tr fn note section "
    "article address header footer body body.content body.head nitf-table nitf-table-text datasource credit center "
    "aside details summary paragraph para lead intro"
)
_CELLS = _names("td th")
_CELL_END = "\x1f"  # ASCII's unit separator, between the cells of a row until its text is whole
_UNREAD = _names(  # not text, or the text of a picture
    "script style noscript template head title meta link iframe object embed svg math canvas form button select "
    "textarea media media-caption media-producer media-metadata media-reference figure figcaption img audio video map "
    "nitf-table-metadata custom-table pronounce"
)
_NOT_FOR_PRINT = _names(  # class, role or type of an element meant for editors
    "npa ednote ed-note ednotes editorial-note editors-note notetoeditors note-to-editors not-for-publication "
    "notpublishable notforpublication nonpublishable non-publishable internal notepad noprint no-print contacts"
)
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|table|tbody|tr|td|th|h[1-6]|hr|img|blockquote|figure|figcaption|sup|sub|"
    r"section|article|font|center|small|iframe|script|style|pre|hl2|cite|q)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|p)\s?/?>", re.IGNORECASE)
_PSEUDO_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9._-]{0,40}(?:\s+[A-Za-z][\w:.-]{0,40}=[^<>]{0,300})?\s?/?>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,9}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")


def line_of(element: etree._Element | None) -> str | None:
    """Return all text of an element as one clean line, markup and escapes removed, None where there is none."""
    if element is None:
        return None
    return plain_line(_blocks(element) if len(element) else element.text)


def plain_line(text: str | None) -> str | None:
    """Return a text that may hold escaped markup as one clean line, None where nothing is left."""
    if not text:
        return None
    if text.isascii() and text.isalnum():
        return text  # a code, a number, a name of one word: so are most attributes
    rounds = _ROUNDS if "<" in text or "&" in text else 0
    for _ in range(rounds):
        text, before = _unescape(_without_tags(_BREAK.sub(" ", text))), text
        if text == before:
            break
    words = " ".join(text.split())
    return (words or None) if words.isascii() and words.isprintable() else clean_line(words)  # most values are plain


def body_of(element: etree._Element | None) -> str:
    """Return the paragraphs of a body element, empty where it has none.

    Text that is itself markup (in CDATA, or escaped up to three times) is read as such; tags that no standard knows
    are dropped and their text kept.
    """
    return "" if element is None else plain_body(_blocks(element))


def plain_body(text: str) -> str:
    """Return the paragraphs of a text that may be plain, HTML, or HTML escaped up to three times."""
    for _ in range(_ROUNDS):
        if _MARKUP.search(text):
            text = _html_blocks(text)
        before = text
        text = _unescape(_without_tags(text))
        if text == before:
            break
    return clean_paragraphs(text)


def notes_in(element: etree._Element | None) -> list[str]:
    """Return the texts within a body that are meant for editors, which `body_of` leaves out."""
    if element is None:
        return []
    notes = (line_of(part) for part in element.iter(etree.Element) if _is_note_to_editors(part))
    return [note for note in notes if note]


def _without_tags(text: str) -> str:
    return _PSEUDO_TAG.sub("", text) if "<" in text else text


def _unescape(text: str) -> str:
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _html_blocks(text: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(b"<body>" + text.encode("utf-8", errors="ignore") + b"</body>", parser)
    if root is None or any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        return _MARKUP.sub("\n\n", text)  # deeper than the parser reads: the words without their structure
    return _blocks(root)


def _blocks(root: etree._Element) -> str:
    """Return the text of a tree with a blank line around each block and a newline for each break.

    Newlines of the source are kept: bodies without paragraph tags part their paragraphs by blank lines.
    """
    parts: list[str] = []
    unread = cells = 0  # how many of each are open: text within a cell stays in its row
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=etree.Element):
        name = local_name(element)
        hidden = element is not root and (name in _UNREAD or _is_note_to_editors(element))
        cell = name in _CELLS and _is_one_of_several(element)
        if event == "start":
            unread += hidden
            cells += cell
            if not unread:
                parts += ("" if name == "br" else _around(name, cells), element.text or "")
        else:
            if not unread:
                parts.append(_CELL_END if cell else _around(name, cells))
            unread -= hidden
            cells -= cell
            if not unread and element is not root:
                parts.append(element.tail or "")
    return _rows("".join(parts))


def _around(name: str, cells: int) -> str:
    if name == "br":
        return " " if cells else "\n"
    if name in _PARAGRAPHS:
        return " " if cells else "\n\n"
    return ""


def _is_one_of_several(cell: etree._Element) -> bool:
    """Whether a cell has neighbours in its row: a table of single cells is a page's layout, and its text runs on."""
    return cell.getprevious() is not None or cell.getnext() is not None


def _rows(text: str) -> str:
    """Join the filled cells of each row by a bar."""
    if _CELL_END not in text:
        return text
    blocks = (block.split(_CELL_END) for block in text.split("\n\n"))
    return "\n\n".join(" | ".join(cell.strip() for cell in cells if cell.strip()) for cells in blocks)


def _is_note_to_editors(element: etree._Element) -> bool:
    """Whether an element is marked as not to be printed (NITF 3.x: `note` with noteType "npa"; elsewhere by class)."""
    if not element.attrib:
        return False
    words = " ".join(element.get(name, "") for name in ("noteType", "type", "class", "role")).lower()
    return not _NOT_FOR_PRINT.isdisjoint(re.split(r"[\s:]", words))


def local_name(element: etree._Element) -> str:
    """Return an element's name without namespace, in lower case."""
    tag: str = element.tag
    return tag.rpartition("}")[2].lower()
