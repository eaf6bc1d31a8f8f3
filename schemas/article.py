"""Take, Article, Decision: one news item as filed, the normalised record made of it, and what the desk says of it."""

import datetime as dt
import hashlib
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from schemas.verdict import PubStatus, Relation, Signal, Verdict


class Frozen(BaseModel):
    """A value: compared by its fields, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Subject(Frozen):
    """A topic as the format states it: a name, a code, or both (IPTC Media Topics, NITF tobject, agency schemes)."""

    name: str | None = None
    code: str | None = None
    scheme: str | None = None


class Dateline(Frozen):
    """Where a story was filed and on which day it says so. `place` as printed, without agency and date."""

    place: str | None = None
    date: dt.date | None = None


class Take(Frozen):
    """One news item as its format states it. Fields as filed: dates are still text, bylines still say "By".

    A document can hold several takes (a feed, a NewsML message); `item` counts them from 0.
    `body` is plain text: paragraphs parted by one blank line, no markup, no control characters.
    Absent fields are None or empty; a reader invents nothing.
    """

    item: int = 0
    format: str
    headline: str | None = None
    body: str = ""
    byline: str | None = None
    authors: tuple[str, ...] = ()  # only where the format lists persons apart from the byline
    dateline: str | None = None  # the element of that name, where the format has one
    located: str | None = None
    slug: str | None = None
    guid: str | None = None
    version: int | None = None
    published: str | None = None
    updated: str | None = None
    embargo: str | None = None
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    credit: str | None = None  # the credit line or source element, as filed
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    urgency: int | None = None
    pub_status: PubStatus | None = None
    signal: Signal | None = None  # only where metadata say so; advisories in the text are read later
    ed_note: str | None = None


class Article(Frozen):
    """The normalised record: every field typed, every time aware and in UTC, the text clean."""

    article_id: str
    raw_id: str
    item: int
    name: str
    wire: str
    format: str
    headline: str
    body: str
    received_at: AwareDatetime
    summary: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: Dateline = Dateline()
    slug: str | None = None
    guid: str | None = None
    version: int | None = None
    publisher: str | None = None
    agency: str | None = None
    published_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    zone_stated: bool = True  # False when a date had no zone and the wire's own was assumed
    language: str | None = None
    url: str | None = None
    word_count: int = 0
    keywords: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    urgency: int | None = None
    pub_status: PubStatus = PubStatus.USABLE
    signal: Signal | None = None
    embargo_until: AwareDatetime | None = None
    ed_note: str | None = None


class Decision(Frozen):
    """What the desk says of one article, and why.

    `score` is the matcher's confidence that both are one story; `similarity` is the shared share of the smaller text;
    `contained` is how much of this article stands in the other and `contains` how much of the other stands in it
    (all four from 0 to 1).
    """

    verdict: Verdict
    story_id: str
    relation: Relation | None = None
    copy_of: str | None = None
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    similarity: Annotated[float, Field(ge=0, le=1)] | None = None
    contained: Annotated[float, Field(ge=0, le=1)] | None = None
    contains: Annotated[float, Field(ge=0, le=1)] | None = None
    joins: tuple[str, ...] = ()  # other stories that this article shows to be the same one
    digest_of: tuple[str, ...] = ()  # stories of which it carries a few sentences
    why: str | None = None


def article_id_of(raw_id: str, item: int) -> str:
    """Return the identity of one item of a raw article: 16 hexadecimal digits, the same at every reading."""
    return hashlib.blake2b(f"{raw_id}:{item}".encode(), digest_size=8).hexdigest()
