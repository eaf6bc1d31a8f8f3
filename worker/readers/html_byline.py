"""The byline as it stands printed on a page: found by its markup, else by the word before the name. Pure."""

import re
from collections.abc import Callable, Iterator

from lxml.etree import XPath
from lxml.html import HtmlElement

from worker.readers.html_tree import text_of

_LOWER = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'"
_BY_CLASS = " or ".join(
    f"contains(translate(@class, {_LOWER}), '{word}')"
    for word in ("byline", "author", "autor", "auteur", "verfasser", "writer", "journalist", "meta-info")
)
_BY_LINK = " or ".join(
    f"contains(@href, '/{word}')"
    for word in ("autor", "author", "auteur", "writer", "journalist", "redacteur", "reporter")
)
# What holds no byline of the story: a picture's credit, furniture, readers' comments, and the box about the author.
_NOT_IN = (
    "[not(ancestor-or-self::figure or ancestor::figcaption or ancestor::nav or ancestor::footer or ancestor::aside)]"
)
_RANKS = (
    XPath(f"//*[@itemprop='author' or contains(@rel, 'author')][not(self::meta or self::link)]{_NOT_IN}"),
    XPath(f"//a[{_BY_LINK}]{_NOT_IN}"),
    XPath(f"//*[{_BY_CLASS}]{_NOT_IN}"),
    XPath(f"//*[self::p or self::li or self::span or self::div][not(*[4])]{_NOT_IN}"),
)
_LABEL = re.compile(r"^(?:by|von|par|por|autor(?:in)?(?:/autor(?:in)?)?|author|auteur|text)\b[:\s]", re.IGNORECASE)
_NOT_NAMED = re.compile(r"caption|copyright|credit|comment|foto|photo|image|media|bio|follow|share", re.IGNORECASE)
_CHARS = range(3, 120)  # a byline of four authors with their towns


def printed_byline(tree: HtmlElement, names_a_person: Callable[[str], bool]) -> str | None:
    """Return the line that names the authors, as printed; several marked names that stand together are one line.

    What schema.org's `author` marks is taken whatever it is: desks sign with initials. All else must name a person.
    """
    for rank, find in enumerate(_RANKS):
        marked = list(_plausible(find(tree)))
        if rank == len(_RANKS) - 1:
            marked = [(element, line) for element, line in marked if _LABEL.search(line)]
        if rank:
            marked = [(element, line) for element, line in marked if names_a_person(line)]
        if marked:
            return _together(marked)
    return None


def _plausible(elements: list[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    for element in elements:
        if not _NOT_NAMED.search(element.get("class") or ""):
            line = text_of(element)
            if len(line) in _CHARS:
                yield element, line


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
