"""JSON and JSON Lines: the articles in a document, whatever stands around them, and what is no article. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.article import Take
from schemas.verdict import PubStatus, Reason, Refusal
from worker.readers import ninjs, schema_org
from worker.readers.decode import clean_line
from worker.readers.document import Document
from worker.readers.json_names import folded
from worker.readers.json_take import take_of
from worker.readers.json_values import values_of
from worker.readers.sniff import declared_charset

_STARTS = re.compile(rb"\{\s*(?:\"|\}\s*$)|\[\s*(?:\{\s*[\"}]|\]\s*$)")
# Objects that hold the articles: ninjs 1.x search results (`item`), web services, Elasticsearch.
_ENVELOPES = (
    *("item", "items", "articles", "results", "news", "entries", "stories", "documents", "docs", "hits", "data"),
    *("article", "story", "newsitem", "source", "posts", "feed", "response"),
)
_ENVELOPE_DEPTH = 3  # {"response": {"docs": [{"_source": {...}}]}}
_OWN = (
    *("headline", "headlines", "title"),
    *("bodytext", "bodyhtml", "bodyxhtml", "bodies", "articlebody", "body", "content"),
)
_MAX_OBJECTS = 2_000  # read in half a second; files of JSON Lines are parted into documents before they come here
_KEYS_TOLD = 8  # names of an object's members that a refusal quotes


def claims(head: bytes) -> bool:
    """Say whether the head opens a JSON object or an array of them."""
    return bool(_STARTS.match(head))


def read(document: Document) -> list[Take | Refusal]:
    """Return one entry for each article of the document: of an object, an array, an envelope or JSON Lines."""
    entries: list[Take | Refusal] = []
    for value in values_of(document.body, document.name, declared_charset(document)):
        for found in _articles(value):
            if len(entries) == _MAX_OBJECTS:
                raise Refusal(Reason.TOO_LARGE, f"The JSON holds more than {_MAX_OBJECTS:,} objects: send JSON Lines.")
            entries.append(_entry(found, len(entries)))
    if not entries:
        raise Refusal(Reason.NOT_AN_ARTICLE, "The JSON holds no object: send one object for each article.")
    return entries


def _articles(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the articles inside a value: itself, those of its `@graph`, or those of an envelope around them."""
    if not isinstance(value, dict):
        yield value
        return
    graph = value.get("@graph")
    found = list(schema_org.articles_of(graph)) if isinstance(graph, list) else []
    if found:
        yield from found
        return
    inner = _inside(value) if depth < _ENVELOPE_DEPTH else None
    if inner is None:
        yield value
    else:
        for entry in inner:
            yield from _articles(entry, depth + 1)


def _inside(value: Mapping[str, Any]) -> list[Any] | None:
    """Return what an envelope holds, or None when the object speaks for itself."""
    fields = folded(value)
    if any(fields.get(name) for name in _OWN):
        return None
    for name in _ENVELOPES:
        held = fields.get(name)
        if isinstance(held, dict) and held:
            return [held]
        if isinstance(held, list) and any(isinstance(entry, dict) for entry in held):
            return held
    return None


def _entry(value: Any, item: int) -> Take | Refusal:
    if isinstance(value, Refusal):
        value.item = item
        return value
    if not isinstance(value, dict):
        return _not_an_article(f"is {_json_type(value)}, not an object", item)
    fields = folded(value)
    kind = ninjs.kind_refused(fields)
    if kind:
        return _not_an_article(f"is of type {kind}, not text", item)
    take = take_of(fields, item)
    if take.headline or take.body or take.pub_status is PubStatus.CANCELED:
        kinds = schema_org.types_of(value)
        if take.body or not kinds or schema_org.is_article(value):
            return take
        return _not_an_article(f"is of the schema.org type {', '.join(sorted(kinds))[:80]}", item)
    names = ", ".join(list(value)[:_KEYS_TOLD])[:200]
    return _not_an_article(f"has neither headline nor body; its names are: {names or 'none'}", item)


def _not_an_article(what: str, item: int) -> Refusal:
    detail = f"Object {item + 1} of the JSON {clean_line(what)}: send articles as objects with a headline and a body."
    return Refusal(Reason.NOT_AN_ARTICLE, detail, item=item)


def _json_type(value: Any) -> str:
    names = {list: "an array", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")
