"""Finding: what the database has of one raw article, by whatever name a person knows it."""

from typing import Any

from sqlalchemy import Engine, Select, Table, func, select

from schemas.columns import table_of
from schemas.records import ArticleRecord, QuarantineRecord, RawRecord

_raw = table_of(RawRecord)
_article = table_of(ArticleRecord)
_quarantine = table_of(QuarantineRecord)
_MOST = 50  # raw articles that one name may mean: a request or a container holds many
_HEX = frozenset("0123456789abcdef")
_OF_ARTICLE = (
    "article_id", "item", "format", "story_id", "verdict", "relation", "copy_of", "score", "why", "guid", "version",
    "headline", "byline", "published_at", "committed_at",
)  # fmt: skip
_OF_QUARANTINE = ("item", "stage", "reason", "detail", "attempts", "quarantined_at", "released_at")
_OF_RAW = ("wire", "name", "request_id", "media_type", "body_bytes", "received_at", "stored_at")


def raw_ids_of(engine: Engine, asked: str) -> list[str]:
    """Return the raw articles meant by the start of a raw_id or article_id, or by a guid, a name or a request id.

    Ids are looked up first, by their index; the rest only when they name nothing.
    """
    with engine.connect() as connection:
        if asked and set(asked) <= _HEX:
            upper = asked + "g"  # greater than every id that begins so
            by_raw = select(_raw.c.raw_id).where(_raw.c.raw_id >= asked, _raw.c.raw_id < upper)
            by_article = select(_article.c.raw_id).where(_article.c.article_id >= asked, _article.c.article_id < upper)
            found = [row[0] for query in (by_raw, by_article) for row in connection.execute(query.limit(_MOST))]
            if found:
                return list(dict.fromkeys(found))
        # One condition a query: of two joined by "or" SQLite takes no index at all.
        queries = (
            _by_guid(asked),
            *(select(_raw.c.raw_id).where(c == asked) for c in (_raw.c.name, _raw.c.request_id)),
        )
        found = [row[0] for query in queries for row in connection.execute(query.limit(_MOST))]
        return list(dict.fromkeys(found))[:_MOST]


def _by_guid(guid: str) -> "Select[tuple[str]]":
    """Ask for a guid on whatever wire. Guids are kept by wire: the wires are walked, each by one look at that index."""
    wires = select(func.min(_article.c.wire).label("wire")).cte("wires", recursive=True)
    following = select(func.min(_article.c.wire)).where(_article.c.wire > wires.c.wire).scalar_subquery()
    wires = wires.union_all(select(following).where(wires.c.wire.is_not(None)))
    return (
        select(_article.c.raw_id)
        .join_from(wires, _article, _article.c.wire == wires.c.wire)
        .where(_article.c.guid == guid)
    )


def raw_of(engine: Engine, raw_id: str) -> dict[str, Any] | None:
    """Return what is kept beside a raw article's bytes."""
    found = _rows(engine, _raw, _OF_RAW, raw_id)
    return found[0] if found else None


def articles_of(engine: Engine, raw_id: str) -> list[dict[str, Any]]:
    """Return the stored articles that a raw article holds, in their order."""
    return _rows(engine, _article, _OF_ARTICLE, raw_id, order="item")


def quarantine_of(engine: Engine, raw_id: str) -> list[dict[str, Any]]:
    """Return the quarantine entries of a raw article, released ones too: its attempts and why each failed."""
    return _rows(engine, _quarantine, _OF_QUARANTINE, raw_id, order="item")


def _rows(
    engine: Engine, table: Table, names: tuple[str, ...], raw_id: str, order: str = "raw_id"
) -> list[dict[str, Any]]:
    query = select(*(table.c[name] for name in names)).where(table.c.raw_id == raw_id).order_by(table.c[order])
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
