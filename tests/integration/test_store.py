"""The store: what is decided and kept of a batch, on SQLite and on PostgreSQL."""

import itertools
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from ops import correct, desk
from schemas.raw_article import RawArticle
from schemas.records import ArticleRecord
from schemas.verdict import Reason, Refusal, Relation, Verdict
from tests.support.databases import Database, empty
from tests.support.straight_line import applied, readings_of
from tests.support.wire_copy import NOON, ORCHARD, SURGE, filed, invented_story
from worker.pipeline import Outcome, Refused
from worker.store import Store


def verdicts(outcomes: Sequence[Outcome]) -> list[Verdict]:
    return [outcome.verdict for outcome in outcomes]


def stored(database: Database) -> list[ArticleRecord]:
    return list(desk.records(database.engine))


@pytest.mark.parametrize("together", [True, False])
def test_a_copy_joins_the_story_of_its_original(database: Database, together: bool) -> None:
    """A retitled copy of another outlet is a copy, in the same batch or a later one."""
    original = filed()
    copy = filed(wire="post", headline="Three thousand flee the water")
    outcomes = applied(database, original, copy) if together else applied(database, original) + applied(database, copy)

    first, second = stored(database)
    assert verdicts(outcomes) == [Verdict.STORED, Verdict.COPY]
    assert (second.story_id, second.copy_of, second.relation) == (first.story_id, first.article_id, Relation.RETITLED)


def test_different_stories_stay_apart(database: Database) -> None:
    """Articles that share no text are each the first of their story."""
    outcomes = applied(database, filed(), filed(ORCHARD, headline="Frost leaves few apples"))

    assert verdicts(outcomes) == [Verdict.STORED, Verdict.STORED]
    assert len({one.story_id for one in stored(database)}) == 2


def test_the_same_bytes_from_the_same_wire_are_replayed(database: Database) -> None:
    """Applying twice changes nothing, within one batch or across two."""
    applied(database, filed())

    assert verdicts(applied(database, filed())) == [Verdict.REPLAYED]
    assert len(stored(database)) == 1


def test_the_same_bytes_twice_in_one_batch_are_stored_once(database: Database) -> None:
    """A batch that names an article twice stores it once."""
    outcomes = applied(database, filed(), filed())

    assert verdicts(outcomes) == [Verdict.STORED, Verdict.REPLAYED]
    assert len(stored(database)) == 1


def test_a_higher_version_of_a_guid_is_a_version_and_leads(database: Database) -> None:
    """The newest version of the agency's guid leads the story, whatever the order of arrival."""
    first = filed(guid="g1", version=1, source="AP")
    second = filed(
        (*SURGE[:5], "The gap was closed at dusk."), guid="g1", version=2, source="AP", headline="Gap closed"
    )

    assert verdicts(applied(database, first) + applied(database, second)) == [Verdict.STORED, Verdict.VERSION]
    (story,) = desk.stories(database.engine, 10)
    assert (story["headline"], story["articles"]) == ("Gap closed", 2)


def test_a_late_first_version_is_stale_and_does_not_lead(database: Database) -> None:
    """An older version that arrives late is kept, but the newer one goes on leading."""
    outcomes = applied(database, filed(guid="g1", version=2, headline="Newer")) + applied(
        database, filed(guid="g1", version=1, headline="Older")
    )

    assert verdicts(outcomes) == [Verdict.STORED, Verdict.STALE]
    assert desk.stories(database.engine, 10)[0]["headline"] == "Newer"


def test_a_kill_is_sticky_even_when_the_story_arrives_later(database: Database) -> None:
    """The story of a guid that was killed before it came is stale, and so is a copy of its text by another outlet."""
    kill = filed((), guid="g1", version=2, pubstatus="canceled", headline="Storm surge floods old harbor of Varnholm")
    late, copy = filed(guid="g1", version=1), filed(wire="post", headline="Water everywhere")
    outcomes = applied(database, kill) + applied(database, late) + applied(database, copy)

    assert verdicts(outcomes) == [Verdict.KILL, Verdict.STALE, Verdict.STALE]
    assert [one["killed"] for one in desk.stories(database.engine, 10)] == [True]


def test_a_late_article_that_joins_two_stories_merges_them(database: Database) -> None:
    """Two halves of a story are two stories until the whole arrives; the merge is recorded and can be undone."""
    halves = invented_story(1, 12)
    applied(database, filed(halves[:6], headline="The first half"), filed(halves[6:], headline="The second half"))
    assert len({one.story_id for one in stored(database)}) == 2

    applied(database, filed(halves, wire="post", headline="The whole of it"))
    (story,) = desk.stories(database.engine, 10)
    (merge,) = desk.merges(database.engine, story["story_id"])
    assert story["articles"] == 3

    assert correct.undo_merge(database.engine, merge["merge_id"]) == merge["merged"]
    assert sorted(one["articles"] for one in desk.stories(database.engine, 10)) == [1, 2]


def test_a_split_holds_against_a_later_copy(database: Database) -> None:
    """What an editor took out of a story stays out when another copy arrives that would have joined the two again."""
    applied(database, filed(), filed(wire="post", headline="Another headline"))
    _, copy = stored(database)
    fresh = correct.split(database.engine, [copy.article_id])
    applied(database, filed(wire="echo", headline="A third outlet"))

    by_wire = {one.wire: one.story_id for one in stored(database)}
    assert by_wire["post"] == fresh
    assert by_wire["ap"] != fresh
    assert by_wire["echo"] in (by_wire["ap"], by_wire["post"])
    assert len(desk.stories(database.engine, 10)) == 2


def test_a_merge_by_hand_makes_one_story_of_two(database: Database) -> None:
    """An editor's merge moves the articles, and later copies of either go to the one story."""
    applied(database, filed(), filed(ORCHARD, headline="Frost leaves few apples"))
    first, second = stored(database)
    correct.merge(database.engine, first.story_id, second.story_id)
    applied(database, filed(ORCHARD, wire="post", headline="No apples"))

    assert {one.story_id for one in stored(database)} == {first.story_id}


def test_a_refused_article_lies_in_quarantine_with_its_bytes(database: Database) -> None:
    """A refusal ends as one entry with reason and detail; its bytes can be read back."""
    raw = filed((), headline="Nothing came through")
    outcomes = applied(database, raw)

    (entry,) = desk.quarantine(database.engine)
    kept = desk.raw_article(database.engine, entry.raw_id)
    assert verdicts(outcomes) == [Verdict.QUARANTINED]
    assert (entry.reason, entry.stage) == ("empty_body", "extract")
    assert kept is not None
    assert kept.body == raw.body


def test_a_released_article_is_read_as_if_it_had_just_arrived(database: Database) -> None:
    """After release the same bytes are judged anew: stored now, they leave the quarantine."""
    raw = filed()
    Store(database.engine, database.settings).apply(
        [], [Refused(raw, Refusal(Reason.CRASHED, "a fault, mended"))], NOON
    )
    desk.mark_released(database.engine, [raw.raw_id])

    assert verdicts(applied(database, raw)) == [Verdict.STORED]
    assert desk.quarantine(database.engine) == []


def test_a_released_item_whose_document_kills_its_workers_goes_back_into_quarantine(database: Database) -> None:
    """Its neighbours were stored before, which proves nothing about it: with its release gone it must be seen again."""
    first, second = (readings_of(filed())[0] for _ in range(2))
    raw, store = first.raw, Store(database.engine, database.settings)
    store.apply([first], [Refused(raw, Refusal(Reason.MALFORMED, "no text", item=1))], NOON)
    exhausted = Refused(raw, Refusal(Reason.ATTEMPTS_EXHAUSTED, "its worker died at each of 3 starts"), 3)
    assert verdicts(store.apply([], [exhausted], NOON)) == [Verdict.REPLAYED]

    desk.mark_released(database.engine, [raw.raw_id])
    assert verdicts(store.apply([], [exhausted], NOON)) == [Verdict.QUARANTINED]
    assert [one.reason for one in desk.quarantine(database.engine)] == ["attempts_exhausted"]

    desk.mark_released(database.engine, [raw.raw_id])
    mended = second.article.model_copy(update={"item": 1, "article_id": "0123456789abcdef"})
    outcomes = store.apply([first, second._replace(article=mended)], [], NOON)
    assert Verdict.REPLAYED is outcomes[0].verdict
    assert sorted(one.item for one in stored(database)) == [0, 1]
    assert desk.quarantine(database.engine) == []


def test_eight_workers_and_forty_copies_in_the_same_instant_make_one_story(database: Database) -> None:
    """The serial section decides: however the copies race, they are one story with one first."""
    copies = [filed(wire=f"outlet{number}", headline=f"Headline {number} of the storm") for number in range(40)]
    start = threading.Barrier(8)
    outcomes: list[Outcome] = []

    def work(mine: list[RawArticle]) -> None:
        start.wait()
        for raw in mine:
            outcomes.extend(applied(database, raw))

    threads = [threading.Thread(target=work, args=(copies[number::8],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(verdicts(outcomes)) == sorted([Verdict.STORED] + [Verdict.COPY] * 39)
    assert len({one.story_id for one in stored(database)}) == 1


def test_any_order_of_arrival_gives_the_same_stories(database: Database) -> None:
    """Permutations of originals, copies and a bridge give the same partition and the same lead."""
    family = [
        filed(published_at=NOON.isoformat(), source="AP"),
        filed(SURGE[:3], wire="post", headline="Cut short", published_at=(NOON + timedelta(hours=1)).isoformat()),
        filed(ORCHARD, headline="Frost leaves few apples"),
        filed(ORCHARD[:4], wire="post", headline="Few apples"),
    ]
    results = set()
    for order in itertools.permutations(range(4)):
        empty(database)
        for at in order:
            applied(database, family[at])
        groups: dict[str, set[str]] = {}
        for one in stored(database):
            groups.setdefault(one.story_id, set()).add(one.raw_id)
        leads = frozenset(one["headline"] for one in desk.stories(database.engine, 10))
        results.add((frozenset(frozenset(group) for group in groups.values()), leads))

    assert len(results) == 1
