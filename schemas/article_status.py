"""ArticleStatus: what HTTP tells of one document that was sent, from its receipt to its verdict."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from schemas.verdict import Reason, Relation, Stage, Verdict


class State(StrEnum):
    """Where a document stands: pending, or the verdict on it (of several items the first one's)."""

    PENDING = "pending"
    STORED = Verdict.STORED
    COPY = Verdict.COPY
    VERSION = Verdict.VERSION
    CORRECTION = Verdict.CORRECTION
    KILL = Verdict.KILL
    STALE = Verdict.STALE
    QUARANTINED = Verdict.QUARANTINED


class Acceptance(StrEnum):
    """What became of a POST."""

    ACCEPTED = "accepted"  # it is new, and will not be lost
    PENDING = "pending"  # the same bytes from the same wire were accepted before and wait for their verdict
    REPLAYED = "replayed"  # the same bytes from the same wire have their verdict already


class StoredItem(BaseModel):
    """One article of the document, as it was stored."""

    model_config = ConfigDict(extra="forbid")

    article_id: str
    item: int = Field(description="Its place in the document, from 0.")
    verdict: Verdict
    story_id: str
    headline: str
    relation: Relation | None = None
    copy_of: str | None = Field(None, description="The article of which it is a copy.")
    similarity: float | None = None


class RefusedItem(BaseModel):
    """One article of the document, or all of it, that lies in quarantine."""

    model_config = ConfigDict(extra="forbid")

    item: int | None = Field(description="Its place in the document; null: all of it.")
    stage: Stage
    reason: Reason
    detail: str
    attempts: int
    quarantined_at: datetime


class ArticleStatus(BaseModel):
    """One document and what became of it."""

    model_config = ConfigDict(extra="forbid")

    raw_id: str = Field(description="The identity of these bytes from this wire.")
    state: State
    status_url: str = Field(description="Where this answer can be had again.")
    acceptance: Acceptance | None = Field(None, description="Of a POST: whether the document was new.")
    request_id: str | None = Field(None, description="The word by which logs and `copytaster trace` find it.")
    articles: list[StoredItem] = Field(default_factory=list)
    refused: list[RefusedItem] = Field(default_factory=list)

    @classmethod
    def pending(cls, raw_id: str, **fields: object) -> Self:
        """Return the status of what has no verdict yet."""
        return cls.model_validate(
            {"raw_id": raw_id, "state": State.PENDING, "status_url": status_url(raw_id), **fields}
        )


class LineResult(BaseModel):
    """One line of the answer to a batch: a receipt, or the problem with this line."""

    line: int = Field(description="The line of JSON Lines, or the part of the multipart body, from 1.")
    status: int = Field(description="202 accepted, 200 known before, else as of a problem.")
    raw_id: str | None = None
    acceptance: Acceptance | None = None
    status_url: str | None = None
    type: str | None = None
    title: str | None = None
    detail: str | None = None
    retry_after: int | None = Field(None, description="Of a problem that passes: seconds after which to send it again.")


def status_url(raw_id: str) -> str:
    """Return the path of a document's status."""
    return f"/v1/articles/{raw_id}"
