"""What a page says of its article in JSON-LD: schema.org's NewsArticle and its kin. Pure.

Source of the names: schema.org 29, types Article and NewsArticle; JSON-LD 1.1 for `@graph`, `@id` and `@type`.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from worker.readers.decode import clean_line, clean_paragraphs
from worker.readers.html_tree import fold

Node = Mapping[str, Any]

MAX_SCRIPT_CHARS = 2_000_000  # a live blog of a whole day states 600 KB
MAX_NODES = 5_000
MAX_LINE_CHARS = 4_000  # of a member that is one line: a headline, a name, a description
_TYPES = ("article", "blogposting", "newsarticle", "report", "liveblogposting", "review", "creativework")
# Members that lead to other articles: what the page recommends, not what it is.
_ASIDE = frozenset(
    {"hasPart", "isPartOf", "mentions", "itemListElement", "relatedLink", "citation", "isBasedOn", "review"}
)
_ASIDE_COST = 8  # more than all that an article can score for itself
_CDATA = re.compile(
    r"^(?://|/\*)?\s{0,64}<!(?:\[CDATA\[|--)(?:\s{0,64}\*/)?"
    r"|(?://|/\*)?\s{0,64}(?:\]\]|--)>(?:\s{0,64}\*/)?\s{0,64};?$"
)
_TRAILING_COMMA = re.compile(r",(?=\s{0,64}[}\]])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_URL_END = re.compile(r"[?#].*$", re.DOTALL)


class Graph:
    """All nodes that the page's JSON-LD states, with the way to a node by its `@id`."""

    def __init__(self, scripts: Iterable[str]) -> None:
        self.nodes: list[tuple[Node, bool]] = []
        self.by_id: dict[str, Node] = {}
        for script in scripts:
            for value in _values(script):
                self._walk(value)

    def _walk(self, value: Any) -> None:
        stack: list[tuple[Any, bool]] = [(value, False)]
        while stack and len(self.nodes) < MAX_NODES:
            top, aside = stack.pop()
            if isinstance(top, list):
                stack.extend((member, aside) for member in reversed(top[:MAX_NODES]))
            elif isinstance(top, dict):
                self.nodes.append((top, aside))
                identity = top.get("@id")
                if isinstance(identity, str) and len(top) > len(self.by_id.get(identity, {})):
                    self.by_id[identity] = top
                stack.extend((member, aside or key in _ASIDE) for key, member in reversed(list(top.items())))

    def resolve(self, value: Any) -> Any:
        """Return the node that a bare reference `{"@id": ...}` means, or the value itself."""
        if isinstance(value, dict) and "@id" in value and "name" not in value:
            return self.by_id.get(str(value["@id"]), value)
        return value

    def article(self, urls: set[str], titles: set[str]) -> Node:
        """Return the article node that agrees best with the page's own addresses and titles; empty if there is none.

        Ties go to the first: pages state themselves before what they recommend.
        """
        known_urls = {address(url) for url in urls}
        known_titles = {fold(title) for title in titles}
        best: Node = {}
        best_score = 0
        for node, aside in self.nodes:
            if not is_article(node):
                continue
            score = _score(node, known_urls, known_titles) - (_ASIDE_COST if aside else 0)
            if score > best_score:
                best, best_score = node, score
        return best


def _score(node: Node, urls: set[str], titles: set[str]) -> int:
    own = {address(link) for key in ("url", "@id", "mainEntityOfPage") if (link := _link(node.get(key)))}
    headline = text(node.get("headline")) or text(node.get("name"))
    return (
        1
        + 3 * bool(own & urls)
        + 2 * bool(headline and fold(headline) in titles)
        + bool(text(node.get("datePublished")))
        + bool(node.get("author"))
    )


def is_article(node: Node) -> bool:
    """Whether a node is a story: an Article of schema.org or one of its many kinds, or a blog's posting."""
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        name = str(kind).rpartition("/")[2].lower()
        if name in _TYPES or name.endswith("article"):
            return name != "creativework" or "articleBody" in node
    return False


def text(value: Any) -> str | None:
    """Return a member's text as one line without entities or markup: a string, `@value`, or the first of a list."""
    if isinstance(value, list):
        return next((line for member in value[:16] if (line := text(member))), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    value = value[:MAX_LINE_CHARS]
    for _ in range(2):  # entities escaped twice are common: &amp;quot;
        value = html.unescape(value)
    return clean_line(_TAG.sub("", value))


def full_text(node: Node) -> str:
    """Return the `articleBody`, paragraphs parted by a blank line, without markup; empty where it is not stated."""
    stated = node.get("articleBody")
    if not isinstance(stated, str):
        return ""
    plain = html.unescape(_TAG.sub("\n", html.unescape(stated)))
    return clean_paragraphs("\n\n".join(line for line in plain.splitlines() if line.strip()))


def _link(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else None


def address(url: str) -> str:
    """Return what identifies a page: its address without scheme, `www.`, query, fragment and closing slash."""
    bare = _URL_END.sub("", url.strip().lower()).rstrip("/")
    return re.sub(r"^(?:https?:)?//(?:www\.|m\.|amp\.)?", "", bare)


def _values(source: str) -> Iterator[Any]:
    """Yield the JSON values of one script, after the repairs that real pages need."""
    if len(source) > MAX_SCRIPT_CHARS:
        return
    for repaired in _repairs(source):
        try:
            yield json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
        return


def _repairs(source: str) -> Iterator[str]:
    yield source
    bare = _CDATA.sub("", _CDATA.sub("", source.strip())).strip().rstrip(";")
    yield bare
    yield _TRAILING_COMMA.sub("", bare)
    yield html.unescape(bare)
    yield "[" + re.sub(r"\}\s{0,64}\{", "},{", bare) + "]"  # objects one after the other
