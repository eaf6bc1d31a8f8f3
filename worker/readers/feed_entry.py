"""Finding the parts of a feed's entry by name and by the namespaces that may carry that name. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from worker.readers.xml_fields import own, said
from worker.readers.xml_text import line_of, local_name

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Media RSS and the podcast namespaces have titles, descriptions, categories and credits of pictures and recordings.
_NOT_OF_THE_STORY = (
    "search.yahoo.com/mrss",
    "itunes.com/dtds",
    "podcast",
    "googleplay",
    "georss",
    "slash",
    "opensearch",
)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of all its entries. `writers` are a WordPress export's names by login."""

    title: str | None
    language: str | None
    author: str | None
    writers: Mapping[str, str]


def children(entry: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a local name (in lower case): first those of the entry's own namespace, then of others."""
    namespace = entry.tag.rpartition("}")[0]
    named = [part for part in entry if local_name(part) == name and not _is_media(part)]
    yield from (part for part in named if part.tag.rpartition("}")[0] == namespace)
    yield from (part for part in named if part.tag.rpartition("}")[0] != namespace)


def child(entry: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a local name."""
    return None if entry is None else next(children(entry, name), None)


def said_by(entry: etree._Element, *names: str) -> str | None:
    """Return the line of the first child, by the names in order, that says something."""
    return next((text for name in names for part in children(entry, name) if (text := said(line_of(part)))), None)


def link_of(entry: etree._Element) -> str | None:
    """Return the address of the story: FeedBurner's original, RSS `link`, Atom's alternate, or a permanent `guid`."""
    guid = child(entry, "guid")
    lasting = said(line_of(guid)) if own(guid, "isPermaLink") != "false" else None
    stated = [said_by(entry, "origlink"), *map(_address, children(entry, "link")), lasting]
    return next((_absolute(entry, address) for address in stated if address and _is_address(address)), None)


def _address(link: etree._Element) -> str | None:
    if own(link, "href"):
        return own(link, "href") if (own(link, "rel") or "alternate") == "alternate" else None
    return said(line_of(link))


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/", "./", "?")) and " " not in text


def _absolute(entry: etree._Element, address: str) -> str:
    """Resolve an address against the nearest `xml:base` (Atom, RFC 4287, 2)."""
    around = [entry, *entry.iterancestors()]
    base = next((text for element in around if (text := own(element, _XML_BASE))), None)
    try:
        return urljoin(base, address) if base else address
    except ValueError:  # a base that is no URL
        return address


def _is_media(part: etree._Element) -> bool:
    namespace = part.tag.rpartition("}")[0]
    return bool(namespace) and any(sign in namespace for sign in _NOT_OF_THE_STORY)
