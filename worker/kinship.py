"""Kinship: the reads of the serial section. Which versions of an article are known, and in which stories they stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Boolean, Connection, RowMapping

from schemas.article import Article, Decision
from schemas.columns import UtcDateTime, table_of
from schemas.records import StoryRecord
from schemas.verdict import Verdict
from worker.asking import NamedQuery, Query
from worker.decide import Kin, is_kill, stamp_of
from worker.lookup import last_seq
from worker.rows import Row

__all__ = ["Chains", "Held", "by_seq", "chains", "held", "kept_apart", "kin_of", "last_seq", "stored", "stories"]

# A slug names a story for its news day, then is used again: a kill by slug reaches back (and forward) two days.
_SLUG_WINDOW = timedelta(days=2)

# In no order: PostgreSQL, told not to sort for the look-up, would walk all articles by number to keep one. With 250,000
# stored that took a second a batch.
_KIN = """
SELECT a.seq, a.article_id, a.story_id, a.wire, a.guid, a.slug, a.version, a.updated_at, a.published_at, a.verdict,
    s.killed
FROM {articles} LEFT JOIN story AS s ON s.story_id = a.story_id WHERE {which}
"""
_BY_GUID = "{named} article AS a ON a.wire = n.wire AND a.guid = n.name"
_BY_SLUG = "{named} article AS a ON a.wire = n.wire AND a.slug = n.name"
_TIMES = {"updated_at": UtcDateTime(), "published_at": UtcDateTime()}

_KIN_BY_SEQ = Query(_KIN.format(articles="article AS a", which="a.seq {is_in}"), _TIMES)
_KIN_BY_GUID = NamedQuery(_KIN.format(articles=_BY_GUID, which="true"), _TIMES)
_KILLS_BY_SLUG, _OTHERS_BY_SLUG = (
    NamedQuery(_KIN.format(articles=_BY_SLUG, which=f"a.verdict {one} 'kill' AND a.received_at > :since"), _TIMES)
    for one in ("=", "<>")
)
_STORED = Query("SELECT raw_id, item FROM article WHERE raw_id {is_in}")
_HELD = Query(
    "SELECT quarantine_id, raw_id, item, released_at IS NOT NULL AS released FROM quarantine WHERE raw_id {is_in}",
    {"released": Boolean()},
)
_STORY = table_of(StoryRecord).c
_STORIES = Query(
    "SELECT " + ", ".join(_STORY.keys()) + " FROM story WHERE story_id {is_in}",  # noqa: S608 - our own names
    {one.name: one.type for one in _STORY},
)
_KEPT_APART = Query(
    """
    SELECT mine.story_id AS one, other.story_id AS two FROM ruling
    JOIN article AS mine ON mine.article_id = ruling.article_id
    JOIN article AS other ON other.article_id = ruling.other_id
    WHERE ruling.kind = 'apart' AND mine.story_id {is_in} AND other.story_id {is_in}
    """
)


class Held(NamedTuple):
    """One entry of the quarantine: which item of a raw article it is, and whether it was released."""

    quarantine_id: int
    raw_id: str
    item: int
    released: bool


class Chains:
    """What each wire filed under the same guid, or, for kills and what they reach, under the same slug."""

    def __init__(self) -> None:
        self._by_guid: dict[tuple[str, str], list[Kin]] = defaultdict(list)
        self._by_slug: dict[tuple[str, str], list[Kin]] = defaultdict(list)

    def note(self, wire: str, guid: str | None, slug: str | None, kin: Kin) -> None:
        """Remember one stored article under its names."""
        if guid:
            self._by_guid[wire, guid].append(kin)
        if slug:
            self._by_slug[wire, slug].append(kin)

    def add(self, article: Article, kin: Kin) -> None:
        """Remember an article of the batch in hand."""
        self.note(article.wire, article.guid, article.slug, kin)

    def story_ids(self) -> set[str]:
        """Return the stories in which all that is known here stands."""
        names = (*self._by_guid.values(), *self._by_slug.values())
        return {kin.story_id for of_name in names for kin in of_name}

    def of(self, article: Article) -> list[Kin]:
        """Return the chain of an article: by guid; a kill without a known guid reaches all of its slug.

        An article whose slug was killed gets the kill into its chain, so that a kill is sticky in any order.
        """
        chain = self._by_guid.get((article.wire, article.guid or ""))
        if chain:
            return list(chain)
        same_slug = self._by_slug.get((article.wire, article.slug or ""), [])
        if is_kill(article):
            return list(same_slug)
        return [kin for kin in same_slug if kin.verdict is Verdict.KILL]


def kin_of(article: Article, decision: Decision, seq: int) -> Kin:
    """Return what later decisions need of an article just decided."""
    return Kin(
        seq,
        article.article_id,
        decision.story_id,
        article.wire,
        article.guid,
        article.version,
        stamp_of(article),
        decision.verdict,
        story_killed=is_kill(article),
    )


def chains(connection: Connection, articles: Sequence[Article], now: datetime) -> Chains:
    """Load the chains of a batch: one statement for its guids, one for its slugs, one for the slugs that it kills."""
    found, since = Chains(), now - _SLUG_WINDOW
    guids = ((one.wire, one.guid) for one in articles if one.guid)
    for row in _newest_first(_KIN_BY_GUID.named(connection, guids)):
        found.note(row["wire"], row["guid"], None, _kin(row))
    slugs = [(one.wire, one.slug) for one in articles if one.slug]
    for row in _newest_first(_KILLS_BY_SLUG.named(connection, slugs, since=since)):
        found.note(row["wire"], None, row["slug"], _kin(row))
    killed = [(one.wire, one.slug) for one in articles if one.slug and is_kill(one)]
    for row in _newest_first(_OTHERS_BY_SLUG.named(connection, killed, since=since)):
        found.note(row["wire"], None, row["slug"], _kin(row))
    return found


def _newest_first(rows: Iterable[RowMapping]) -> list[RowMapping]:
    return sorted(rows, key=itemgetter("seq"), reverse=True)


def by_seq(connection: Connection, seqs: Iterable[int]) -> dict[int, Kin]:
    """Load stored articles by number."""
    return {row["seq"]: _kin(row) for row in _KIN_BY_SEQ.rows(connection, seqs)}


def stored(connection: Connection, raw_ids: Iterable[str]) -> set[tuple[str, int]]:
    """Return which items of these raw articles are stored."""
    return {(row["raw_id"], row["item"]) for row in _STORED.rows(connection, raw_ids)}


def held(connection: Connection, raw_ids: Iterable[str]) -> list[Held]:
    """Return the entries of the quarantine of these raw articles, the released ones too."""
    return [Held(**row) for row in _HELD.rows(connection, raw_ids)]


def kept_apart(connection: Connection, story_ids: AbstractSet[str]) -> set[frozenset[str]]:
    """Return the pairs of these stories that an editor ruled to be different."""
    if len(story_ids) < 2:
        return set()
    rows = _KEPT_APART.rows(connection, story_ids)
    return {frozenset((row["one"], row["two"])) for row in rows if row["one"] != row["two"]}


def stories(connection: Connection, story_ids: Iterable[str]) -> dict[str, Row]:
    """Load stories."""
    return {row["story_id"]: dict(row) for row in _STORIES.rows(connection, story_ids)}


def _kin(row: RowMapping) -> Kin:
    return Kin(
        row["seq"],
        row["article_id"],
        row["story_id"],
        row["wire"],
        row["guid"],
        row["version"],
        row["updated_at"] or row["published_at"],
        Verdict(row["verdict"]),
        story_killed=bool(row["killed"]),
    )
