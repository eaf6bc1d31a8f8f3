"""What is never the text of an article, taken out of a page's tree before the body is looked for. Pure."""

from lxml.etree import strip_elements
from lxml.html import HtmlElement

from worker.readers.html_tree import BLOCKS, text_of

# No printed text of the story: code, media, forms, the site's own navigation. A caption belongs to its picture.
_NEVER = (
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas",
    "img", "picture", "source", "link", "meta", "nav", "aside", "dialog", "button", "select", "option", "input",
    "textarea", "label", "figcaption", "footer",
)  # fmt: skip
_EMPTY_BUT_MEANT = ("br", "hr", "td", "th", "body")
_LINKED_LIST = 0.6  # share of a list's words that are links, from which on the list leads elsewhere
_LINKED_LINE = 0.8  # the same for a paragraph or heading: "Read also: ..."


def prune(tree: HtmlElement) -> None:
    """Take out what cannot be text of the story, in place: extraction is then quicker and errs less."""
    strip_elements(tree, *_NEVER, with_tail=False)
    for header in list(tree.iter("header")):
        if header.find(".//h1") is None and next(header.iterancestors("article", "main"), None) is None:
            _drop(header)  # the site's own; an article's header holds its headline
    for figure in list(tree.iter("figure")):
        if figure.find(".//table") is None:
            _drop(figure)
    _prune_links(tree)
    for element in reversed(list(tree.iter())):
        if not len(element) and element.tag not in _EMPTY_BUT_MEANT and not (element.text and element.text.strip()):
            _drop(element)


def _prune_links(tree: HtmlElement) -> None:
    """Take out teasers (a link around a whole block), lists of links, and lines that are one link."""
    for link in list(tree.iter("a")):
        if any(child.tag in BLOCKS for child in link.iterdescendants()):
            _drop(link)
    for listing in list(tree.iter("ul", "ol")):
        if _linked(listing) >= _LINKED_LIST:
            _drop(listing)
    for line in list(tree.iter("p", "h2", "h3", "h4", "li")):
        if _linked(line) >= _LINKED_LINE:
            _drop(line)


def _linked(element: HtmlElement) -> float:
    """Return the share of an element's words that stand in links."""
    links = sum(len("".join(link.itertext()).split()) for link in element.iter("a"))  # they hold no blocks any more
    return links / max(1, len(text_of(element).split())) if links else 0.0


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
