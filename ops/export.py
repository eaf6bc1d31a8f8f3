"""Export: a stored article as the published record, one JSON object a line. Pure."""

from datetime import UTC, date, datetime
from typing import Any

import orjson

from schemas.records import ArticleRecord

_AS_STORED = (
    "article_id", "raw_id", "name", "item", "guid", "version", "story_id", "verdict", "relation", "copy_of",
    "similarity", "wire", "publisher", "agency", "headline", "byline", "authors",
)  # fmt: skip
_AFTER_DATELINE = (
    "slug", "published_at", "updated_at", "received_at", "language", "url", "summary", "body", "word_count", "keywords",
    "subjects", "places", "people", "organisations", "urgency", "pub_status", "embargo_until", "ed_note",
)  # fmt: skip


def exported(record: ArticleRecord) -> dict[str, Any]:
    """Return the published form of a record: absent values None or empty lists, times in ISO 8601, UTC."""
    out: dict[str, Any] = {name: _plain(getattr(record, name)) for name in _AS_STORED}
    out["dateline"] = {"place": record.dateline_place, "date": _plain(record.dateline_date)}
    out |= {name: _plain(getattr(record, name)) for name in _AFTER_DATELINE}
    return out


def jsonl(record: ArticleRecord) -> bytes:
    """Return the published form as one line."""
    return orjson.dumps(exported(record), option=orjson.OPT_APPEND_NEWLINE)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value
