"""Finding fields in an XML tree by local names, whatever the namespace. Pure.

A path is local names parted by "/", from the element given: `docdata/doc-id`. A path that begins with "//" is found at
any depth.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from lxml import etree

from schemas.article import Take
from worker.readers.decode import clean_line
from worker.readers.xml_text import line_of, plain_line

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PLACEHOLDERS = frozenset(  # what systems write where a field has no value
    ("no-data-available", "n/a", "null", "(null)", "none", "nil", "undefined", "unknown", "tbd", "-", "--", ".")
)
_TIMESTAMP = re.compile(r"(?:GMT|UTC|\d[TZ]|[^a-zA-Z\u00aa-\uffff])*")  # no letters but those of a clock
_ELEMENTS_AT_MOST = 2_000  # of one name: no article has so many keywords, subjects or lines
_DIGITS_AT_MOST = 18  # a version of more digits is none; Reuters counts to ten


def every(root: etree._Element | None, path: str) -> Iterator[etree._Element]:
    """Yield the elements at a path, in document order, as many as any article has."""
    if root is None:
        return iter(())
    pattern = _pattern(path)
    return islice(root.iter(pattern) if path.startswith("//") else root.iterfind(pattern), _ELEMENTS_AT_MOST)


@cache  # the paths stand in the readers and number some hundred
def _pattern(path: str) -> str:
    """Return a path as lxml writes it where the namespace may be any."""
    return "{*}" + (path[2:] if path.startswith("//") else path.replace("/", "/{*}"))


def first(root: etree._Element | None, *paths: str) -> etree._Element | None:
    """Return the first element at the first path that has one."""
    return next((element for path in paths for element in every(root, path)), None)


def line(root: etree._Element | None, *paths: str) -> str | None:
    """Return the text of the first element at any of the paths, in their order, that says something."""
    return next((text for path in paths for element in every(root, path) if (text := said(line_of(element)))), None)


def lines(root: etree._Element | None, *paths: str) -> tuple[str, ...]:
    """Return what all elements at the paths say, each text once."""
    return unique(said(line_of(element)) for path in paths for element in every(root, path))


def attribute(root: etree._Element | None, path: str, *names: str) -> str | None:
    """Return the first attribute of these names, at the first element at the path, that says something."""
    return next((text for element in every(root, path) for name in names if (text := own(element, name))), None)


def own(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute of the element itself as a clean line, None where it says nothing."""
    return None if element is None else said(plain_line(element.get(name)))


def said(text: str | None) -> str | None:
    """Return the text unless it is a placeholder such as "No-Data-Available"."""
    return None if text is None or text.casefold() in _PLACEHOLDERS else text


def worded(text: str | None) -> str | None:
    """Return the text unless it is a mere timestamp: a dateline should say where, and some systems fill in a clock."""
    return None if text is None or _TIMESTAMP.fullmatch(text) else text


def unique(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the values that say something, each once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))


def whole_number(text: str | None) -> int | None:
    """Return the number that a text is, None where it is none."""
    digits = clean_line(text) or ""
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= _DIGITS_AT_MOST else None


def language_of(*elements: etree._Element | None) -> str | None:
    """Return the first `xml:lang` that says something, among these elements."""
    return next((tag for element in elements if (tag := own(element, XML_LANG)) and tag != "x-default"), None)


def filled(take: Take, other: Take) -> Take:
    """Return `take` with the fields it leaves empty as `other` states them."""
    return take.model_copy(update={name: value for name, value in other if value and not getattr(take, name)})
