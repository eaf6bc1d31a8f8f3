"""The parts of a feed's entry, found by name and by the namespaces that may carry that name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from worker.readers.xml_fields import own, said
from worker.readers.xml_text import line_of

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Media RSS and the podcast namespaces have titles, descriptions, categories and credits of pictures and recordings.
_NOT_OF_THE_STORY = ("search.yahoo.com/mrss", "itunes.com/dtds", "podcast", "googleplay", "georss", "opensearch")


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of all its entries. `writers` are a WordPress export's names by login."""

    title: str | None
    language: str | None
    author: str | None
    writers: Mapping[str, str]


class Parts:
    """The children of an entry by local name in lower case: those of its own namespace stand before others."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._named: dict[str, list[etree._Element]] = {}
        namespace = element.tag.rpartition("}")[0]
        others = []
        for part in element.iterchildren(etree.Element):
            its_own, _, name = part.tag.rpartition("}")
            if its_own == namespace:
                self._named.setdefault(name.lower(), []).append(part)
            elif not any(sign in its_own for sign in _NOT_OF_THE_STORY):
                others.append((name.lower(), part))
        for name, part in others:
            self._named.setdefault(name, []).append(part)

    def every(self, *names: str) -> list[etree._Element]:
        """Return the children of these names, by the names in order."""
        return [part for name in names for part in self._named.get(name, ())]

    def first(self, name: str) -> etree._Element | None:
        """Return the first child of a name."""
        return next(iter(self._named.get(name, ())), None)

    def line(self, *names: str) -> str | None:
        """Return the line of the first child, by the names in order, that says something."""
        return next((text for part in self.every(*names) if (text := said(line_of(part)))), None)

    @property
    def address(self) -> str | None:
        """The address of the story: FeedBurner's original, RSS `link`, Atom's alternate, or a permanent `guid`."""
        guid = self.first("guid")
        lasting = said(line_of(guid)) if own(guid, "isPermaLink") != "false" else None
        stated = [self.line("origlink"), *map(_address, self.every("link")), lasting]
        return next((_absolute(self.element, text) for text in stated if text and _is_address(text)), None)


def _address(link: etree._Element) -> str | None:
    if link.get("href"):
        return own(link, "href") if (own(link, "rel") or "alternate") == "alternate" else None
    return said(line_of(link))


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/", "./", "?")) and " " not in text


def _absolute(entry: etree._Element, address: str) -> str:
    """Resolve an address against the nearest `xml:base` (Atom, RFC 4287, 2)."""
    if address.startswith("http"):
        return address
    around = [entry, *entry.iterancestors()]
    base = next((text for element in around if (text := own(element, _XML_BASE))), None)
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # a base that is no URL
        return address
