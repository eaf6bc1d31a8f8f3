"""What one article is, and which article leads a story."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article
from schemas.verdict import PubStatus, Relation, Signal, Verdict
from tests.support.articles import NOON, article_of, kin_of, linked_to
from worker.decide import decide, is_kill, newest, rank

LATER = NOON + timedelta(hours=1)


def test_an_article_that_nothing_resembles_is_the_first_of_its_story() -> None:
    """The story is named after it."""
    decision = decide(article_of("n" * 16), [], [])
    assert (decision.verdict, decision.story_id, decision.copy_of) == (Verdict.STORED, "n" * 16, None)


def test_an_article_that_holds_a_known_text_is_a_copy_of_the_best_match() -> None:
    """With the figures of that match."""
    best, other = linked_to(kin_of("best")), linked_to(kin_of("other"), score=0.85)
    decision = decide(article_of(), [], [best, other])
    assert (decision.verdict, decision.copy_of, decision.relation) == (Verdict.COPY, "best", Relation.ABRIDGED)
    assert (decision.score, decision.similarity, decision.joins) == (0.95, 0.9, ())


def test_an_article_that_holds_two_stories_texts_joins_them() -> None:
    """The better one keeps its name."""
    decision = decide(article_of(), [], [linked_to(kin_of("a", "s1")), linked_to(kin_of("b", "s2"))])
    assert (decision.story_id, decision.joins) == ("s1", ("s2",))


def test_stories_that_an_editor_parted_are_not_joined_again() -> None:
    """It joins the better of the two alone."""
    links = [linked_to(kin_of("a", "s1")), linked_to(kin_of("b", "s2"))]
    decision = decide(article_of(), [], links, apart={frozenset(("s1", "s2"))})
    assert (decision.story_id, decision.joins) == ("s1", ())


def test_a_round_up_is_linked_and_stays_a_story_of_its_own() -> None:
    """It carries sentences of several stories and is none of them."""
    decision = decide(article_of(), [], [], digest_of=["s1", "s2"])
    assert (decision.verdict, decision.relation, decision.digest_of) == (Verdict.STORED, Relation.DIGEST, ("s1", "s2"))


@pytest.mark.parametrize(
    ("known", "filed", "expected"),
    [
        ({"version": 1}, {"version": 2}, Verdict.VERSION),
        ({"version": 2}, {"version": 1}, Verdict.STALE),
        ({"version": 2}, {"version": 2}, Verdict.VERSION),
        ({"stamp": NOON}, {"updated_at": LATER}, Verdict.VERSION),
        ({"stamp": LATER}, {"updated_at": NOON}, Verdict.STALE),
        ({"stamp": LATER}, {"published_at": NOON}, Verdict.STALE),
        ({"version": 1, "stamp": LATER}, {"version": 2, "updated_at": NOON}, Verdict.VERSION),
        ({}, {}, Verdict.VERSION),
    ],
)
def test_the_same_guid_again_is_a_version_or_stale(
    known: dict[str, Any], filed: dict[str, Any], expected: Verdict
) -> None:
    """The version number decides, then the article's own time; never a copy, however alike the texts are."""
    kin = kin_of("old", **known)
    decision = decide(article_of(guid="g1", **filed), [kin], [linked_to(kin)])
    assert (decision.verdict, decision.story_id, decision.copy_of) == (expected, "s1", "old")


def test_an_older_version_is_judged_by_the_newest_known_one() -> None:
    """Not by the one that arrived last."""
    chain = [kin_of("v3", version=3, seq=1), kin_of("v1", version=1, seq=2)]
    decision = decide(article_of(guid="g1", version=2), chain, [])
    assert (decision.verdict, decision.copy_of) == (Verdict.STALE, "v3")


def test_a_correction_names_what_it_corrects() -> None:
    """By its guid, or by the text it carries."""
    article = article_of(guid="g1", version=2, signal=Signal.CORRECTION)
    assert decide(article, [kin_of("old", version=1)], []).verdict is Verdict.CORRECTION
    by_text = decide(article_of(signal=Signal.CORRECTION), [], [linked_to(kin_of("old"))])
    assert (by_text.verdict, by_text.copy_of) == (Verdict.CORRECTION, "old")


@pytest.mark.parametrize(("wire", "expected"), [("afp", Verdict.VERSION), ("dpa", Verdict.COPY)])
def test_a_write_thru_is_a_version_only_on_its_own_wire(wire: str, expected: Verdict) -> None:
    """Without a guid; another outlet's update of the same text is its copy."""
    decision = decide(article_of(signal=Signal.UPDATE, wire=wire), [], [linked_to(kin_of("old", wire="afp"))])
    assert decision.verdict is expected


@pytest.mark.parametrize("order", [{"signal": Signal.KILL}, {"pub_status": PubStatus.CANCELED}])
def test_a_kill_is_a_kill_whether_its_story_is_known_or_not(order: dict[str, Any]) -> None:
    """It waits for the story that it forbids."""
    kill = article_of(guid="g1", **order)
    known = decide(kill, [kin_of("old")], [])
    unknown = decide(kill, [], [])
    assert (known.verdict, known.copy_of, known.story_id) == (Verdict.KILL, "old", "s1")
    assert (unknown.verdict, unknown.copy_of) == (Verdict.KILL, None)
    assert "no story known yet" in str(unknown.why)


def test_a_kill_stands_whatever_arrives_later() -> None:
    """The story itself, a higher version of it, a copy of its text: all are kept, none leads."""
    killed = kin_of("kill", verdict=Verdict.KILL, version=1, story_killed=True)
    assert decide(article_of(guid="g1"), [killed], []).verdict is Verdict.STALE
    assert decide(article_of(guid="g1", version=9), [killed], []).verdict is Verdict.STALE
    assert decide(article_of(), [], [linked_to(kin_of("copy", story_killed=True))]).verdict is Verdict.STALE


def test_a_withheld_article_is_not_killed() -> None:
    """It may be used later."""
    withheld = article_of(pub_status=PubStatus.WITHHELD)
    assert not is_kill(withheld)
    assert decide(withheld, [], []).verdict is Verdict.STORED


@given(st.permutations(range(5)))
def test_the_newest_version_is_the_same_in_any_order(order: list[int]) -> None:
    """By number, then by time, then by arrival."""
    chain = [
        kin_of("none", seq=5),
        kin_of("dated", stamp=LATER, seq=4),
        kin_of("one", version=1, stamp=LATER, seq=3),
        kin_of("two early", version=2, stamp=NOON, seq=2),
        kin_of("two late", version=2, stamp=LATER, seq=1),
    ]
    best = newest([chain[at] for at in order])
    assert best is not None
    assert best.article_id == "two late"


def lead_of(articles: list[Article]) -> str:
    return min(articles, key=rank).article_id


def test_the_agencys_own_article_leads_before_any_copy() -> None:
    """Even when a copy was published, or arrived, before it."""
    own = article_of("c" * 16, agency="AFP", publisher="AFP", published_at=LATER)
    earlier = article_of("a" * 16, agency="AFP", publisher="Harbour Post", published_at=NOON)
    undated = article_of("b" * 16)
    kill = article_of("d" * 16, signal=Signal.KILL, agency="AFP", published_at=NOON - timedelta(days=1))
    for order in permutations([own, earlier, undated, kill]):
        assert lead_of(list(order)) == own.article_id
    assert lead_of([undated, earlier, kill]) == earlier.article_id
    assert lead_of([kill, undated]) == undated.article_id


filed = st.builds(
    article_of,
    st.text("0123456789abcdef", min_size=16, max_size=16),
    agency=st.sampled_from([None, "AFP"]),
    publisher=st.sampled_from([None, "AFP", "Harbour Post"]),
    published_at=st.none() | st.datetimes().map(lambda when: when.replace(tzinfo=NOON.tzinfo)),
)


@given(st.lists(filed, min_size=1, max_size=5, unique_by=lambda article: article.article_id).flatmap(st.permutations))
def test_the_lead_is_the_same_in_any_order_of_arrival(arrived: list[Article]) -> None:
    """A rank is a total order: one article at a time leaves the same lead as all at once."""
    lead = arrived[0]
    for article in arrived[1:]:
        lead = article if rank(article) < rank(lead) else lead
    assert lead.article_id == lead_of(sorted(arrived, key=lambda article: article.article_id))
    assert len({rank(article) for article in arrived}) == len(arrived)
    assert all(len(rank(article)) <= 64 for article in arrived)
