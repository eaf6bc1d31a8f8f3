"""schema.org in JSON-LD: the articles of a graph, with the nodes they refer to put in their places. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

# schema.org 28: Article and the types below it that a newsroom publishes; LiveBlogPosting is a BlogPosting.
_ARTICLES = frozenset(
    (
        *("Article", "AdvertiserContentArticle", "NewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle"),
        *("BackgroundNewsArticle", "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "Report"),
        *(
            "SocialMediaPosting",
            "BlogPosting",
            "LiveBlogPosting",
            "TechArticle",
            "ScholarlyArticle",
            "SatiricalArticle",
        ),
    )
)
_REFERRING = ("author", "creator", "publisher", "sourceOrganization", "provider", "mainEntityOfPage", "about")
_MAX_NODES = 10_000  # a page's graph has dozens


def types_of(node: Mapping[str, Any]) -> frozenset[str]:
    """Return the names in `@type`, without the vocabulary's address."""
    stated = node.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return frozenset(kind.rpartition("/")[2].removeprefix("schema:") for kind in kinds if isinstance(kind, str))


def is_article(node: Mapping[str, Any]) -> bool:
    """Say whether a node is a schema.org article of any kind."""
    return bool(types_of(node) & _ARTICLES)


def articles_of(graph: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the articles among the nodes of an `@graph`, each `{"@id": ...}` replaced by the node of that name."""
    nodes = [node for node in graph[:_MAX_NODES] if isinstance(node, dict)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        if is_article(node):
            yield {name: _resolved(name, value, by_id) for name, value in node.items()}


def _resolved(name: str, value: Any, by_id: Mapping[str, Any]) -> Any:
    if name not in _REFERRING:
        return value
    if isinstance(value, list):
        return [_node(entry, by_id) for entry in value]
    return _node(value, by_id)


def _node(value: Any, by_id: Mapping[str, Any]) -> Any:
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return by_id.get(value["@id"], value)
    return value


def persons_of(value: Any) -> list[Any]:
    """Return the entries of an author list that are persons: strings, and objects that are no organisation."""
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if not (isinstance(entry, dict) and _is_organisation(entry))]


def _is_organisation(node: Mapping[str, Any]) -> bool:
    return any(kind.endswith("Organization") for kind in types_of(node))
