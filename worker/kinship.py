"""Kinship: the reads of the serial section. Which versions of an article are known, and in which stories they stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, or_, select

from schemas.article import Article, Decision
from schemas.columns import table_of
from schemas.records import ArticleRecord, QuarantineRecord, RulingRecord, StoryRecord
from schemas.verdict import Ruling, Verdict
from worker.decide import Kin, is_kill, stamp_of
from worker.lookup import last_seq
from worker.rows import Row

__all__ = ["Chains", "by_seq", "chains", "kept_apart", "kin_of", "last_seq", "quarantined", "stored", "stories"]

# A slug names a story for its news day, then is used again: a kill by slug reaches back (and forward) two days.
_SLUG_WINDOW = timedelta(days=2)
_SLUG_LIMIT = 64  # of the newest: a slug such as NEWS-SUMMARY must not load a year

_article = table_of(ArticleRecord)
_story = table_of(StoryRecord)
_ruling = table_of(RulingRecord)
_quarantine = table_of(QuarantineRecord)

_COLUMNS = (
    _article.c.seq, _article.c.article_id, _article.c.story_id, _article.c.wire, _article.c.guid, _article.c.slug,
    _article.c.version, _article.c.updated_at, _article.c.published_at, _article.c.verdict, _story.c.killed,
)  # fmt: skip


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
        chain = self._by_guid.get((article.wire, article.guid or ""), [])
        same_slug = self._by_slug.get((article.wire, article.slug or ""), [])
        if chain:
            return list(chain)
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
    """Load the chains of a batch: one statement for its guids, one for its slugs."""
    found = Chains()
    guids = _by_wire((article.wire, article.guid) for article in articles)
    if guids:
        for row in _load(connection, or_(*(_named(_article.c.guid, wire, names) for wire, names in guids.items()))):
            found.note(row["wire"], row["guid"], None, _kin(row))
    slugs = _by_wire((article.wire, article.slug) for article in articles)
    if slugs:
        named = or_(*(_named(_article.c.slug, wire, names) for wire, names in slugs.items()))
        kills = named & (_article.c.verdict == Verdict.KILL.value) & (_article.c.received_at > now - _SLUG_WINDOW)
        for row in _load(connection, kills):
            found.note(row["wire"], None, row["slug"], _kin(row))
    for article in articles:
        if article.slug and is_kill(article):
            same = _named(_article.c.slug, article.wire, [article.slug])
            recent = same & (_article.c.received_at > now - _SLUG_WINDOW) & (_article.c.verdict != Verdict.KILL.value)
            for row in _load(connection, recent):
                found.note(row["wire"], None, row["slug"], _kin(row))
    return found


def by_seq(connection: Connection, seqs: Iterable[int]) -> dict[int, Kin]:
    """Load stored articles by number."""
    wanted = sorted(set(seqs))
    if not wanted:
        return {}
    return {row["seq"]: _kin(row) for row in _load(connection, _article.c.seq.in_(wanted))}


def stored(connection: Connection, raw_ids: Iterable[str]) -> set[tuple[str, int]]:
    """Return which items of these raw articles are stored."""
    query = select(_article.c.raw_id, _article.c.item).where(_article.c.raw_id.in_(sorted(set(raw_ids))))
    return {(row.raw_id, row.item) for row in connection.execute(query)}


def quarantined(connection: Connection, raw_ids: Iterable[str]) -> set[tuple[str, int]]:
    """Return which items of these raw articles lie in quarantine and were not released."""
    query = select(_quarantine.c.raw_id, _quarantine.c.item).where(
        _quarantine.c.raw_id.in_(sorted(set(raw_ids))), _quarantine.c.released_at.is_(None)
    )
    return {(row.raw_id, row.item) for row in connection.execute(query)}


def reopened(connection: Connection, raw_ids: Iterable[str]) -> set[tuple[str, int]]:
    """Return the stored and the quarantined items of raw articles of which an entry was released, and not settled."""
    wanted = sorted(set(raw_ids))
    if not wanted:
        return set()
    query = select(_quarantine.c.raw_id).where(_quarantine.c.raw_id.in_(wanted), _quarantine.c.released_at.is_not(None))
    released = set(connection.execute(query).scalars())
    return stored(connection, released) | quarantined(connection, released) if released else set()


def kept_apart(connection: Connection, story_ids: Iterable[str]) -> set[frozenset[str]]:
    """Return the pairs of these stories that an editor ruled to be different."""
    wanted = sorted(set(story_ids))
    if len(wanted) < 2:
        return set()
    mine, other = _article.alias(), _article.alias()
    query = (
        select(mine.c.story_id, other.c.story_id)
        .select_from(_ruling)
        .join(mine, mine.c.article_id == _ruling.c.article_id)
        .join(other, other.c.article_id == _ruling.c.other_id)
        .where(_ruling.c.kind == Ruling.APART.value, mine.c.story_id.in_(wanted), other.c.story_id.in_(wanted))
    )
    return {frozenset((first, second)) for first, second in connection.execute(query) if first != second}


def stories(connection: Connection, story_ids: Iterable[str]) -> dict[str, Row]:
    """Load stories."""
    wanted = sorted(set(story_ids))
    if not wanted:
        return {}
    rows = connection.execute(select(_story).where(_story.c.story_id.in_(wanted))).mappings()
    return {row["story_id"]: dict(row) for row in rows}


def _by_wire(names: Iterable[tuple[str, str | None]]) -> dict[str, list[str]]:
    grouped: dict[str, set[str]] = defaultdict(set)
    for wire, name in names:
        if name:
            grouped[wire].add(name)
    return {wire: sorted(of_wire) for wire, of_wire in grouped.items()}


def _named(column: ColumnElement[str], wire: str, names: Sequence[str]) -> ColumnElement[bool]:
    return and_(_article.c.wire == wire, column.in_(names))


def _load(connection: Connection, condition: ColumnElement[bool]) -> Sequence[RowMapping]:
    query = (
        select(*_COLUMNS)
        .join(_story, _story.c.story_id == _article.c.story_id, isouter=True)
        .where(condition)
        .order_by(_article.c.seq.desc())
    )
    return connection.execute(query).mappings().all()


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
