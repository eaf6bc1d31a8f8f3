"""The densest part of a page: where the most running text stands together. Pure.

A second opinion on where the story is, for pages whose markup gives no sign of it. Every paragraph gives its length to
the elements that hold it, less at every level up; the element with the most is the story's.
"""

from collections.abc import Iterator

from lxml.html import HtmlElement

from worker.readers.html_tree import BLOCKS, text_of

_LEVELS = (0.9, 0.65, 0.45, 0.3)  # what the first to fourth holder gets of a paragraph's length
_RUNNING = 40  # characters from which a line is running text rather than a label
_LINK_COST = 2  # a line that is half a link is a teaser
_TEXT_TAGS = ("p", "h2", "h3", "h4", "li", "blockquote", "pre", "td", "div", "section", "article")
_LEAVES = ("p", "h2", "h3", "h4", "pre")


def densest_text(tree: HtmlElement) -> list[str]:
    """Return the lines of the element that holds the most running text, in order; empty where there is none."""
    weights: dict[HtmlElement, float] = {}
    for element, line in _lines(tree):
        running = len(line) - _LINK_COST * sum(len(text_of(link)) for link in element.iter("a"))
        if running >= _RUNNING:
            for share, holder in zip(_LEVELS, element.iterancestors(), strict=False):
                weights[holder] = weights.get(holder, 0.0) + share * running
    if not weights:
        return []
    lines = [line for _, line in _lines(max(weights, key=weights.__getitem__))]
    ends = [at for at, line in enumerate(lines) if len(line) >= _RUNNING]
    return lines[: ends[-1] + 1] if ends else []


def _lines(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the innermost elements that hold text, with their line; no text twice."""
    taken: set[HtmlElement] = set()
    for element in tree.iter(*_TEXT_TAGS):
        if any(holder in taken for holder in element.iterancestors()):
            continue
        if element.tag in _LEAVES or not any(child.tag in BLOCKS and child.tag != "br" for child in element):
            taken.add(element)
            line = text_of(element)
            if line:
                yield element, line
