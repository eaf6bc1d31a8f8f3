"""What a page says of itself in its head: meta elements, OpenGraph, canonical address, title, language. Pure.

Source of the names: HTML Living Standard; The Open Graph protocol (ogp.me) with its `article:` names; Dublin Core.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml.html import HtmlElement

from worker.readers.decode import clean_line
from worker.readers.html_tree import text_of

MAX_VALUE_CHARS = 4_000  # a description has 200; some pages state their whole standfirst
MAX_NAME_CHARS = 200
_NAMES = ("property", "name", "itemprop", "http-equiv")


@dataclass(frozen=True, slots=True)
class Head:
    """The values of the page's meta elements by lower-case name, in order, and what stands beside them."""

    metas: Mapping[str, tuple[str, ...]]
    title: str | None
    canonical: str | None
    language: str | None

    def all(self, *names: str) -> tuple[str, ...]:
        """Return every value that is stated under these names, in the order of the names."""
        return tuple(value for name in names for value in self.metas.get(name, ()))

    def first(self, *names: str) -> str | None:
        """Return the first value stated under these names, tried in this order."""
        return next(iter(self.all(*names)), None)


def head_of(tree: HtmlElement) -> Head:
    """Return what the page's meta, link, title and html elements state."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        value = clean_line((meta.get("content") or "")[:MAX_VALUE_CHARS])
        for attribute in _NAMES if value else ():
            for name in (meta.get(attribute) or "")[:MAX_NAME_CHARS].lower().split():
                if value and value not in metas.setdefault(name, []):
                    metas[name].append(value)
    title = tree.find(".//title")
    return Head(
        metas=MappingProxyType({name: tuple(values) for name, values in metas.items()}),
        title=clean_line(text_of(title)) if title is not None else None,
        canonical=_canonical(tree),
        language=clean_line(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
    )


def _canonical(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return clean_line(link.get("href"))
    return None
