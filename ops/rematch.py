"""Rematch: the stories of a span of time by today's matcher, told apart from those that are stored, then applied."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import Engine, select, update

from ops.correct import fresh_story_id, rebuild
from ops.moves import note_move
from schemas.columns import table_of
from schemas.records import ArticleRecord, RulingRecord, StoryRecord
from schemas.thresholds import Thresholds
from schemas.verdict import Ruling
from worker.database import enter_serial_section
from worker.fingerprint import fingerprint
from worker.match import Known, Weights, link
from worker.shortlist import shortlist

_article = table_of(ArticleRecord)
_story = table_of(StoryRecord)
_ruling = table_of(RulingRecord)


class Filed(NamedTuple):
    """What rematching needs of one stored article."""

    seq: int
    article_id: str
    story_id: str
    chain: str | None  # wire and guid
    headline: str
    body: str
    language: str | None


class Difference(NamedTuple):
    """What rematching would change: pairs of articles that become one story, and pairs that no longer are."""

    articles: int
    stories_before: int
    stories_after: int
    joined: list[tuple[str, str]]
    parted: list[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Return the difference for machines."""
        return self._asdict()


class Stories:
    """Groups of articles that are joined one after the other; what was ruled apart is never joined."""

    def __init__(self, articles: Iterable[str], apart: Iterable[tuple[str, str]]) -> None:
        self._members = {article: {article} for article in articles}
        self._enemies: dict[str, set[str]] = defaultdict(set)
        for first, second in apart:
            self._enemies[first].add(second)
            self._enemies[second].add(first)

    def join(self, first: str, second: str) -> None:
        """Join the stories of two articles, unless an editor ruled that some two of their articles are apart."""
        mine, other = self._members[first], self._members[second]
        if mine is other or any(self._enemies[article] & other for article in mine if article in self._enemies):
            return
        mine |= other
        for article in other:
            self._members[article] = mine

    def groups(self) -> list[set[str]]:
        """Return the stories."""
        return list({id(group): group for group in self._members.values()}.values())


def regroup(
    filed: Sequence[Filed],
    weights: Weights,
    thresholds: Thresholds,
    rulings: Mapping[Ruling, Sequence[tuple[str, str]]],
) -> list[set[str]]:
    """Return the stories of articles given in order of arrival, by the same look-up and match as the worker's. Pure."""
    here = {one.article_id for one in filed}
    kept = {kind: [pair for pair in pairs if here.issuperset(pair)] for kind, pairs in rulings.items()}
    stories = Stories((one.article_id for one in filed), kept.get(Ruling.APART, ()))
    for first, second in kept.get(Ruling.TOGETHER, ()):
        stories.join(first, second)
    for first, second in _links(filed, weights, thresholds):
        stories.join(first, second)
    return stories.groups()


def difference(filed: Sequence[Filed], groups: Sequence[set[str]]) -> Difference:
    """Compare new stories with those that are stored, pair by pair."""
    before: dict[str, set[str]] = defaultdict(set)
    for one in filed:
        before[one.story_id].add(one.article_id)
    old = {pair for group in before.values() for pair in combinations(sorted(group), 2)}
    new = {pair for group in groups for pair in combinations(sorted(group), 2)}
    return Difference(len(filed), len(before), len(groups), sorted(new - old), sorted(old - new))


def load(engine: Engine, since: datetime) -> tuple[list[Filed], dict[Ruling, list[tuple[str, str]]]]:
    """Load the articles received since a time, in order of arrival, and all rulings."""
    columns = (_article.c.seq, _article.c.article_id, _article.c.story_id, _article.c.wire, _article.c.guid)
    query = select(*columns, _article.c.headline, _article.c.body, _article.c.language).order_by(_article.c.seq)
    rulings: dict[Ruling, list[tuple[str, str]]] = defaultdict(list)
    with engine.connect() as connection:
        for row in connection.execute(select(_ruling).order_by(_ruling.c.ruling_id)):
            rulings[Ruling(row.kind)].append((row.article_id, row.other_id))
        filed = [
            Filed(
                row.seq,
                row.article_id,
                row.story_id,
                f"{row.wire} {row.guid}" if row.guid else None,
                row.headline,
                row.body,
                row.language,
            )
            for row in connection.execute(query.where(_article.c.received_at >= since))
        ]
    return filed, rulings


def apply(engine: Engine, filed: Sequence[Filed], groups: Sequence[set[str]]) -> None:
    """Write the new stories: each keeps the id that most of its articles have. What came meanwhile is left alone."""
    story_of = {one.article_id: one.story_id for one in filed}
    taken: set[str] = set()
    with engine.connect().execution_options(serial=True) as connection, connection.begin():
        enter_serial_section(connection)
        for group in sorted(groups, key=lambda group: (-len(group), min(group))):
            ids = sorted(group)
            votes = Counter(story_of[one] for one in ids if story_of[one] not in taken).most_common(1)
            story_id = votes[0][0] if votes else fresh_story_id("rematch", *ids)
            taken.add(story_id)
            moved = [one for one in ids if story_of[one] != story_id]
            if moved:
                connection.execute(update(_article).where(_article.c.article_id.in_(moved)).values(story_id=story_id))
            for source in sorted({story_of[one] for one in moved}):
                note_move(connection, source, story_id, [one for one in moved if story_of[one] == source])
        for story_id in sorted(taken):  # once all have moved: a story is what its articles say
            rebuild(connection, story_id)
        for gone in set(story_of.values()) - taken:
            into = next(one for group in groups for one in group if story_of[one] == gone)
            target = connection.execute(select(_article.c.story_id).where(_article.c.article_id == into)).scalar_one()
            connection.execute(update(_story).where(_story.c.story_id == gone).values(merged_into=target, articles=0))


def _links(filed: Sequence[Filed], weights: Weights, thresholds: Thresholds) -> Iterator[tuple[str, str]]:
    """Yield each pair that is one story: by guid, or by text among what arrived before."""
    postings: dict[int, list[int]] = defaultdict(list)
    known: dict[int, Known] = {}
    ids = {one.seq: one.article_id for one in filed}
    first_of: dict[str, str] = {}
    for one in filed:
        if one.chain is not None:
            yield first_of.setdefault(one.chain, one.article_id), one.article_id
        mine = fingerprint(one.headline, one.body)
        newest_first = {key: postings[key][: -thresholds.postings_cap - 1 : -1] for key in mine.keys if key in postings}
        candidates = [known[seq] for seq in shortlist(mine.keys, newest_first, thresholds)]
        for found in link(mine.sketch, candidates, weights, thresholds).same:
            yield ids[found.seq], one.article_id
        known[one.seq] = Known(one.seq, one.article_id, mine.sketch)
        for key in mine.keys:
            postings[key].append(one.seq)
