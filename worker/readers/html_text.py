"""A fragment of HTML to clean paragraphs: what a reader of the page would read, nothing that runs or is drawn. Pure."""

import html
import re
from collections.abc import Iterator

from lxml import etree

from worker.readers.decode import clean_paragraphs
from worker.readers.sniff import check_length

_TAG = re.compile(
    r"</(?:p|div|b|i|a|em|strong|span|h[1-6]|li|ul|ol|table|td|blockquote|body|html)\s?>|<(?:p|br|hr|img)\b[^<>]{0,999}>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?(?:p|div|br|strong|em|ul|li|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#x[0-9a-f]{2,6}|[a-z][a-z0-9]{1,20});", re.IGNORECASE)
_NITF_BODY = re.compile(r"<body\.content\b[^<>]{0,999}>(.*?)</body\.content>", re.DOTALL)
_ESCAPED_AGAIN = 3  # real feeds escape twice, some three times; a bomb of escapes stops here
# Never read out: code, drawings, controls, stand-ins for something else, and captions, which are not the story's.
_SILENT = frozenset(
    (
        *("audio", "button", "canvas", "datalist", "figcaption", "form", "head", "iframe", "input", "math", "noembed"),
        *(
            "noframes",
            "noscript",
            "object",
            "script",
            "select",
            "style",
            "svg",
            "template",
            "textarea",
            "title",
            "video",
        ),
    )
)
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
        ),
        *(
            "kbd",
            "mark",
            "nobr",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
        ),
        *("time", "tt", "u", "var", "wbr"),
    )
)
_CELLS = frozenset(("td", "th"))
_PARSER_OPTIONS = {"no_network": True, "remove_comments": True, "remove_pis": True, "encoding": "utf-8"}


def looks_like_html(text: str) -> bool:
    """Say whether a text holds HTML markup, plain or escaped: a closing tag of prose, or `<p>`, `<br>`, `<img>`.

    A lone `<` or a word in angle brackets, as in `<GOOG.O>`, is no markup.
    """
    return bool(("<" in text and _TAG.search(text)) or ("&" in text and _ESCAPED_TAG.search(text)))


def unescaped(text: str) -> str:
    """Return the text with its character references resolved, however often they were escaped (three times at most)."""
    for _ in range(_ESCAPED_AGAIN):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def paragraphs_of_html(markup: str) -> str:
    """Return clean text with paragraphs parted by one blank line: a table row and a list entry are a paragraph each.

    Of an embedded NITF document only `body.content` is read. Markup escaped as text is read as markup. Time and memory
    grow with the length of the markup; nothing is fetched and no entity but HTML's own characters is resolved. Raise
    Refusal `too_large` for markup longer than any story.
    """
    check_length("A body in HTML", len(markup))
    nitf = _NITF_BODY.search(markup)
    text = _text_of(nitf[1] if nitf else markup)
    for _ in range(_ESCAPED_AGAIN):
        if not looks_like_html(text):
            break
        text = _text_of(html.unescape(text) if _ESCAPED_TAG.search(text) else text)
    return unescaped(text)


def _text_of(markup: str) -> str:
    source = markup.replace("\0", "").encode("utf-8", errors="ignore")
    if not source.strip():
        return ""
    parser = etree.HTMLParser(**_PARSER_OPTIONS)
    try:
        root = etree.fromstring(b"<html><body><div>" + source, parser)
    except etree.XMLSyntaxError:
        root = None  # nothing that the parser could make sense of
    if root is None:
        return clean_paragraphs(re.sub(r"<[^<>]{0,9999}>", " ", markup))
    line_break = "\n" if root.find(".//p") is not None else "\n\n"
    return clean_paragraphs("".join(_pieces(root, line_break)))


def _pieces(root: etree._Element, line_break: str) -> Iterator[str]:
    """Yield text and breaks in document order. Without any `<p>`, a `<br>` is all that parts the paragraphs."""
    silent_until: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if silent_until is None and tag in _SILENT:
                silent_until = element
            if silent_until is None:
                yield _before(tag, line_break)
                yield _one_line(element.text)
            continue
        if silent_until is element:
            silent_until = None
        if silent_until is None:
            yield _after(tag)
            yield _one_line(element.tail)


def _one_line(text: str | None) -> str:
    return text.replace("\r", " ").replace("\n", " ") if text else ""


def _before(tag: str, line_break: str) -> str:
    if tag == "br":
        return line_break
    return "" if tag in _INLINE or tag in _CELLS else "\n\n"


def _after(tag: str) -> str:
    if tag in _CELLS:
        return " | "
    return "" if tag in _INLINE or tag == "br" else "\n\n"
