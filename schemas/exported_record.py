"""ExportedRecord: a stored article as it is published, by the command, over HTTP, in the stream and to webhooks."""

import datetime as dt

from pydantic import BaseModel, ConfigDict

from schemas.article import Dateline, Subject
from schemas.verdict import PubStatus, Relation, Verdict


class ExportedRecord(BaseModel):
    """One article. Absent values are null or an empty list; times are ISO 8601, UTC."""

    model_config = ConfigDict(extra="forbid")

    article_id: str
    raw_id: str
    name: str
    item: int
    guid: str | None
    version: int | None
    story_id: str
    verdict: Verdict
    relation: Relation | None
    copy_of: str | None
    similarity: float | None
    wire: str
    publisher: str | None
    agency: str | None
    headline: str
    byline: str | None
    authors: list[str]
    dateline: Dateline
    slug: str | None
    published_at: dt.datetime | None
    updated_at: dt.datetime | None
    received_at: dt.datetime
    language: str | None
    url: str | None
    summary: str | None
    body: str
    word_count: int
    keywords: list[str]
    subjects: list[Subject]
    places: list[str]
    people: list[str]
    organisations: list[str]
    urgency: int | None
    pub_status: PubStatus
    embargo_until: dt.datetime | None
    ed_note: str | None
