"""The byline as it stands printed on a page: found by its markup, else by the word before the name. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from worker.readers.html_tree import parts_of, text_of

# Words without their first letter, which stands in either case.
_BY_CLASS = " or ".join(
    f"contains(@class, '{word}')"
    for word in ("yline", "uthor", "utor", "uteur", "erfasser", "riter", "ournalist", "meta-info")
)
_BY_LINK = " or ".join(
    f"contains(@href, '/{word}')"
    for word in (
        *("autor", "author", "auteur", "writer", "journalist", "redacteur", "reporter", "staff/", "contributor"),
        *("columnist", "autoren", "periodista", "firmas/"),
    )
)
_RANKS = (
    XPath("//*[@itemprop='author' or contains(@rel, 'author')][not(self::meta or self::link)]"),
    XPath(f"//a[{_BY_LINK}]"),
    XPath(f"//*[{_BY_CLASS}]"),
)
_ELSEWHERE = ("figure", "figcaption", "nav", "footer", "aside")  # a picture's credit, furniture, a box about the author
_LABEL = re.compile(r"^(?:by|von|par|por|autor(?:in)?(?:/autor(?:in)?)?|author|auteur|text)\b[:\s]", re.IGNORECASE)
_NOT_NAMED = re.compile(r"caption|copyright|credit|comment|foto|photo|image|media|bio|follow|share", re.IGNORECASE)
_MAX_CHILDREN = 16
_MAX_MARKED = 200  # elements looked at; a page that marks more marks its teasers
_CHARS = range(3, 120)  # a byline of four authors with their towns


def printed_byline(tree: HtmlElement, names_a_person: Callable[[str], bool]) -> str | None:
    """Return the line that names the authors, as printed; several marked names that stand together are one line.

    What schema.org's `author` marks is taken whatever it is: desks sign with initials. All else must name a person.
    """
    for rank, find in enumerate(_RANKS):
        marked = [found for found in _plausible(find(tree)) if rank == 0 or names_a_person(found[1])]
        if marked:
            return _together(marked)
    labelled = (line for _, line in _plausible(_labelled(tree)) if names_a_person(line))
    return next(labelled, None)


def _labelled(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements whose text begins with "By", "Von", "Author" and the like."""
    for element in tree.iter("p", "li", "span", "div", "address"):
        opening = (element.text or "").strip() or next(
            (part for part in element.itertext() if part.strip()), ""
        ).strip()
        if opening and _LABEL.match(f"{opening[:32]} "):
            yield element


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
    return " ".join(parts_of(element))


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
