"""Rows: from the values of the straight line to the columns of the tables. Pure."""

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from isal import isal_zlib

from schemas.article import Article, Dateline, Decision
from schemas.raw_article import RawArticle
from worker.pipeline import Refused

Row = dict[str, Any]

# Level 1 of ISA-L compresses news text to 43 % in a third of the time of zlib, whose format it is; level 3 not to less.
_COMPRESSION = 1
_SAME_NAME = (
    "article_id", "raw_id", "item", "name", "wire", "format", "guid", "version", "publisher", "agency", "headline",
    "byline", "slug", "published_at", "updated_at", "zone_stated", "received_at", "language", "url", "summary", "body",
    "word_count", "urgency", "embargo_until", "ed_note",
)  # fmt: skip
_LISTS = ("authors", "keywords", "places", "people", "organisations")
_fields_of, _lists_of = attrgetter(*_SAME_NAME), attrgetter(*_LISTS)


def raw_row(raw: RawArticle, now: datetime) -> Row:
    """Return the row that keeps the bytes as they arrived."""
    return {
        "raw_id": raw.raw_id,
        "wire": raw.wire,
        "name": raw.name,
        "media_type": raw.media_type,
        "hints": raw.hints,
        "request_id": raw.request_id,
        "body": isal_zlib.compress(raw.body, _COMPRESSION),
        "body_bytes": len(raw.body),
        "received_at": raw.received_at,
        "stored_at": now,
    }


def article_row(article: Article, decision: Decision, seq: int, now: datetime) -> Row:
    """Return the row of a decided article."""
    row: Row = dict(zip(_SAME_NAME, _fields_of(article), strict=True))
    row.update(zip(_LISTS, map(list, _lists_of(article)), strict=True))
    row.update(
        seq=seq,
        committed_at=now,
        story_id=decision.story_id,
        verdict=decision.verdict.value,
        relation=decision.relation.value if decision.relation else None,
        copy_of=decision.copy_of,
        score=decision.score,
        similarity=decision.similarity,
        contained=decision.contained,
        contains=decision.contains,
        digest_of=list(decision.digest_of),
        why=decision.why,
        dateline_place=article.dateline.place,
        dateline_date=article.dateline.date,
        signal=article.signal.value if article.signal else None,
        pub_status=article.pub_status.value,
        subjects=[subject.model_dump() for subject in article.subjects],
    )
    return row


def article_of(row: Mapping[str, Any]) -> Article:
    """Return the article that a stored row was made of."""
    fields = {name: row[name] for name in (*_SAME_NAME, *_LISTS, "subjects", "signal", "pub_status")}
    return Article(**fields, dateline=Dateline(place=row["dateline_place"], date=row["dateline_date"]))


def quarantine_row(refused: Refused, now: datetime) -> Row:
    """Return the row of a refused article or item; the bytes lie in `raw_article` under the same raw_id."""
    refusal = refused.refusal
    return {
        "raw_id": refused.raw.raw_id,
        "item": -1 if refusal.item is None else refusal.item,
        "wire": refused.raw.wire,
        "name": refused.raw.name,
        "media_type": refused.raw.media_type,
        "stage": refusal.stage.value,
        "reason": refusal.reason.value,
        "detail": refusal.detail,
        "attempts": refused.attempts,
        "quarantined_at": now,
        "released_at": None,
    }
