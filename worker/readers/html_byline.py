"""The byline as it stands printed on a page: found by its markup, else by the word before the name. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from worker.readers.html_tree import parts_of, text_of

# Words without their first letter, which stands in either case. Patterns ask each attribute for all of them at once,
# five times as fast as XPath, which asks for one after the other.
_BY_CLASS = re.compile("yline|utor|uthor|uteur|erfasser|riter|ournalist|meta-info")
_BY_LINK = re.compile(
    "/(?:autor|author|auteur|writer|journalist|redacteur|reporter|staff/|contributor|columnist|periodista|firmas/)"
)
_ELSEWHERE = ("figure", "figcaption", "nav", "footer", "aside")  # a picture's credit, furniture, a box about the author
_LABEL = re.compile(r"^(?:by|von|par|por|autor(?:in)?(?:/autor(?:in)?)?|author|auteur|text)\b[:\s]", re.IGNORECASE)
_LABEL_STARTS = frozenset("bvpatBVPAT")
_LABELLED = frozenset(("p", "li", "span", "div", "address"))
_NOT_NAMED = re.compile(r"caption|copyright|credit|comment|foto|photo|image|media|bio|follow|share", re.IGNORECASE)
_MAX_CHILDREN = 16
_MAX_MARKED = 200  # elements looked at; a page that marks more marks its teasers
_CHARS = range(3, 120)  # a byline of four authors with their towns


def printed_byline(tree: HtmlElement, names_a_person: Callable[[str], bool]) -> str | None:
    """Return the line that names the authors, as printed; several marked names that stand together are one line.

    What schema.org's `author` marks is taken whatever it is: desks sign with initials. All else must name a person.
    """
    elements = list(tree.iter())  # kept meanwhile, or each look at the tree would make its thousand objects anew
    for rank, is_marked in enumerate((_by_property, _by_link, _by_class)):
        found = _plausible(filter(is_marked, elements))
        marked = [one for one in found if rank == 0 or names_a_person(one[1])]
        if marked:
            return _together(marked)
    labelled = (line for _, line in _plausible(filter(_is_labelled, elements)) if names_a_person(line))
    return next(labelled, None)


def _by_property(element: HtmlElement) -> bool:
    is_author = element.get("itemprop") == "author" or "author" in (element.get("rel") or "")
    return is_author and element.tag not in ("meta", "link")


def _by_link(element: HtmlElement) -> bool:
    return element.tag == "a" and _BY_LINK.search(element.get("href") or "") is not None


def _by_class(element: HtmlElement) -> bool:
    return _BY_CLASS.search(element.get("class") or "") is not None


def _is_labelled(element: HtmlElement) -> bool:
    """Return whether an element's text begins with "By", "Von", "Author" and the like."""
    if element.tag not in _LABELLED:
        return False
    opening = next((part for text in element.itertext() if (part := text.strip())), "")
    return opening[:1] in _LABEL_STARTS and _LABEL.match(f"{opening[:32]} ") is not None


def _plausible(elements: Iterable[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    for element in islice(elements, _MAX_MARKED):
        if len(element) > _MAX_CHILDREN or _NOT_NAMED.search(element.get("class") or ""):
            continue
        line = _line_of(element)
        if (
            len(line) in _CHARS
            and element.tag not in _ELSEWHERE
            and next(element.iterancestors(*_ELSEWHERE), None) is None
        ):
            yield element, line


def _line_of(element: HtmlElement) -> str:
    """Return an element's line: the name that schema.org marks within it, else its runs of text, each apart."""
    name = element.find(".//*[@itemprop='name']")
    if name is not None and element.get("itemprop") == "author":
        return " ".join((name.get("content") or text_of(name)).split())
    line = ""
    for part in parts_of(element):
        line = f"{line} {part}" if line else part
        if len(line) >= _CHARS.stop:
            break  # whatever follows, this is no byline: a frame around half the page can be marked
    return line


def _together(marked: list[tuple[HtmlElement, str]]) -> str:
    """Return the first line with those that stand in the same place: two links to two authors."""
    first = marked[0][0]
    place = next((holder for depth, holder in enumerate(first.iterancestors()) if depth == 1), first)
    lines: dict[str, None] = {}
    for element, line in marked:
        inside = any(holder is place for depth, holder in enumerate(element.iterancestors()) if depth < 3)
        if inside and not any(line in other for other in lines):
            lines[line] = None
    return ", ".join(lines) or marked[0][1]
