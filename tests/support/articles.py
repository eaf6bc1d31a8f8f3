"""Small articles and decisions for tests: every field has a plain value, and a test says what matters to it."""

from datetime import UTC, datetime
from typing import Any

from schemas.article import Article, Decision
from schemas.raw_article import RawArticle
from schemas.verdict import Relation, Verdict
from worker.decide import Kin, Linked
from worker.match import Link

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = "The bridge at Kessel Point was closed on Sunday after the river rose by two metres."


def raw_of(body: str = BODY, **fields: Any) -> RawArticle:
    return RawArticle(**{"wire": "afp", "name": "a.txt", "body": body.encode(), "received_at": NOON, **fields})


def article_of(article_id: str = "a" * 16, **fields: Any) -> Article:
    plain = {
        "article_id": article_id, "raw_id": "r" * 32, "item": 0, "name": "a.txt", "wire": "afp", "format": "text",
        "headline": "Bridge closed at Kessel Point", "body": BODY, "received_at": NOON,
    }  # fmt: skip
    return Article(**{**plain, **fields})


def kin_of(article_id: str, story_id: str = "s1", **fields: Any) -> Kin:
    plain = {
        "seq": 1, "article_id": article_id, "story_id": story_id, "wire": "afp", "guid": "g1", "version": None,
        "stamp": None, "verdict": Verdict.STORED, "story_killed": False,
    }  # fmt: skip
    return Kin(**{**plain, **fields})


def linked_to(kin: Kin, score: float = 0.95, **fields: Any) -> Linked:
    plain = {
        "seq": kin.seq, "story_id": kin.story_id, "same": True, "score": score, "relation": Relation.ABRIDGED,
        "similarity": 0.9, "contained": 0.9, "contains": 0.5, "features": {},
    }  # fmt: skip
    return Linked(kin, Link(**{**plain, **fields}))


def decision_of(**fields: Any) -> Decision:
    return Decision(**{"verdict": Verdict.STORED, "story_id": "s1", **fields})
