"""When a page says that its story was published and changed, as filed. Pure."""

import re
from collections.abc import Iterable, Iterator

from htmldate import find_date
from lxml.html import HtmlElement

from worker.readers.html_jsonld import Node, text
from worker.readers.html_meta import Head

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued", "dcterms.created",
    "dcterms.issued", "dc.date.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date",
    "publish_date", "published_time", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article:published", "article.published", "og:pubdate", "og:published_time",
    "publication_date", "date_published", "datecreated", "originalpublicationdate", "rnews:datepublished", "bt:pubdate",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "last-modified", "og:updated_time", "lastmod",
    "dcterms.modified", "dc.date.modified", "article:modified", "article.updated", "revised",
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"[T\s]\d\d?:\d\d")
_ZONE = re.compile(r"\d(?:\s?Z|\s?[+-]\d\d:?\d\d|\s(?:UTC|GMT|CES?T|[ECMP][SD]T))$", re.IGNORECASE)
# "Headline | Site | 28.04.2023": a title that closes with a day, the month as the second figure or ISO 8601.
_TITLE_DAY = re.compile(r"[|·–—-]\s?(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?20\d\d|20\d\d-\d\d-\d\d)$")
_NEWEST = "2100-01-01"  # the clock is not ours to ask; extraction refuses dates in the future


def published_of(node: Node, head: Head, tree: HtmlElement) -> str | None:
    """Return the time of publication: JSON-LD, meta, a marked `time` element, the title, the best date in the page.

    Where the first names the day alone, or no zone, a later statement of the same day that is finer is taken.
    """
    stated = [*_of_node(node, "datePublished", "dateCreated", "uploadDate"), *head.all(*_PUBLISHED), *_times(tree)]
    return _finest([line for line in stated if _YEAR.search(line)]) or _in_title(head) or _searched(tree)


def updated_of(node: Node, head: Head) -> str | None:
    """Return the time of the last change, where JSON-LD or meta state it."""
    stated = [*_of_node(node, "dateModified"), *head.all(*_UPDATED)]
    return _finest([line for line in stated if _YEAR.search(line)])


def _of_node(node: Node, *keys: str) -> Iterator[str]:
    for key in keys:
        line = text(node.get(key))
        if line:
            yield line


def _finest(stated: Iterable[str]) -> str | None:
    best: str | None = None
    for line in stated:
        if best is None or (_is_finer(line, best) and _same_day(line, best)):
            best = line
    return best


def _is_finer(line: str, best: str) -> bool:
    return _precision(line) > _precision(best)


def _precision(line: str) -> int:
    """Return 0 for a day, 1 for a clock time, 2 for a clock time with its zone."""
    return bool(_CLOCK.search(line)) + bool(_CLOCK.search(line) and _ZONE.search(line))


def _same_day(line: str, best: str) -> bool:
    day = _DAY.search(best)
    return bool(day and day[0] in line)


def _times(tree: HtmlElement) -> Iterator[str]:
    """Yield the values of `time` elements that are marked as the publication, then of any in the page's article."""
    elements = list(tree.iter("time"))
    marked = [time for time in elements if "pub" in _marks(time)]
    inside = [time for time in elements if any(True for _ in time.iterancestors("article", "main", "header"))]
    for time in marked or inside or elements:
        value = time.get("datetime") or time.get("content")
        if value and _YEAR.search(value):
            yield " ".join(value.split())


def _marks(time: HtmlElement) -> str:
    return " ".join(
        (time.get("itemprop") or "", "pubdate" if "pubdate" in time.attrib else "", time.get("class") or "")
    ).lower()


def _in_title(head: Head) -> str | None:
    titles = (head.title, *head.all("og:title"))
    return next((found["day"] for title in titles if title and (found := _TITLE_DAY.search(title))), None)


def _searched(tree: HtmlElement) -> str | None:
    try:
        return find_date(tree, original_date=True, extensive_search=False, max_date=_NEWEST)
    except (ValueError, TypeError, OverflowError, RecursionError, AttributeError, KeyError, IndexError):
        return None  # a date that cannot be found is a date that is not there
