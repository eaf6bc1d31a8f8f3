"""The matcher: every kind of copy is found, every kind of lookalike kept apart, whatever comes first."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.memory_desk import Filed, MemoryDesk
from schemas.thresholds import Thresholds
from schemas.verdict import Relation
from tests.support.copies import COPIES, FOOTER, HEADLINE, LEAD, MATTERS, OTHER, PARAGRAPHS, PLACES, STORY
from worker.fingerprint import fingerprint
from worker.match import Known, Links, Weights, link, verify

LIMITS = Thresholds()
EARNINGS = "{0} Corp 4th qtr net\n\nShr {1} cts vs {2} cts. Net {3},000 vs {4},000. Revs {5} mln vs {6} mln. Note: {0} \
said the results include a gain of {2},000 dlrs from the sale of assets in the {7} quarter of the year."


def linked(mine: tuple[str, str], *others: tuple[str, str], weights: Weights | None = None) -> Links:
    """Match an article against others, each of a story of its own."""
    known = [Known(seq, f"story-{seq}", fingerprint(*other).sketch) for seq, other in enumerate(others)]
    return link(fingerprint(*mine).sketch, known, weights or Weights(), LIMITS)


def learned(mine: tuple[str, str], other: tuple[str, str]) -> dict[int, int]:
    """Return what an article teaches of another, which is of a story of its own."""
    taught = verify([fingerprint(*mine).sketch], {1: fingerprint(*other).sketch}, [[1]], Weights(), LIMITS).taught
    lesson = taught.lessons(np.ones(len(taught.seq), dtype=np.bool_), LIMITS.lessons)
    return dict(zip(lesson.rows.tolist(), lesson.times.tolist(), strict=True))


def stories(articles: Sequence[tuple[str, str]], weights: Weights | None = None, batch: int = 1) -> list[int]:
    """Return the story of each article when they arrive in this order, in batches."""
    desk = MemoryDesk(weights=weights)
    for start in range(0, len(articles), batch):
        desk.add([Filed(*article) for article in articles[start : start + batch]])
    return desk.stories()


@pytest.mark.parametrize("kind", COPIES)
def test_every_kind_of_copy_is_found(kind: str) -> None:
    """Whatever an editor does to a story, it is the same story, and its keys lead there."""
    assert stories([(HEADLINE, STORY), ("Hikers found unharmed", OTHER), COPIES[kind]]) == [0, 1, 0]


@pytest.mark.parametrize("kind", COPIES)
def test_a_link_is_symmetric(kind: str) -> None:
    """The score of a pair is the same to the last bit whichever of the two arrives later."""
    (one,) = linked((HEADLINE, STORY), COPIES[kind]).same
    (other,) = linked(COPIES[kind], (HEADLINE, STORY)).same

    assert one.score == other.score
    assert dict(one.features) == dict(other.features)
    assert (one.contained, one.contains) == (other.contains, other.contained)


@pytest.mark.parametrize(
    ("kind", "relation"),
    [
        ("verbatim", Relation.VERBATIM),
        ("another headline", Relation.RETITLED),
        ("cut to a third", Relation.ABRIDGED),
        ("local lead", Relation.EXPANDED),
        ("write-thru", Relation.EDITED),
    ],
)
def test_the_relation_is_named(kind: str, relation: Relation) -> None:
    """How a copy relates to its original follows from what stands of each in the other."""
    (found,) = linked(COPIES[kind], (HEADLINE, STORY)).same

    assert relation == found.relation
    assert found.similarity == max(found.contained, found.contains)


def test_templates_stay_apart() -> None:
    """Two companies' results share the words and not the figures."""
    one = EARNINGS.format("Ardmore Steel", 34, 21, 812, 504, 19, 15, "third")
    other = EARNINGS.format("Brinley Foods", 67, 58, 341, 296, 44, 40, "first")

    assert stories([("Ardmore Steel Corp 4th qtr net", one), ("Brinley Foods Corp 4th qtr net", other)]) == [0, 1]


def test_a_follow_up_stays_apart() -> None:
    """A new story may quote a paragraph of the old one."""
    follow_up = f"{OTHER}\n\n{PARAGRAPHS[1]}\n\n" + OTHER.replace("Hikers", "Walkers").replace("Sunday", "Monday")

    assert stories([(HEADLINE, STORY), ("Rescue service praised by minister", follow_up)]) == [0, 1]


def test_boilerplate_merges_nothing() -> None:
    """Articles that share their outlet's footer only are different stories, and the footer is learned."""
    short, long = f"{PARAGRAPHS[3]}\n\n{FOOTER}", f"{OTHER}\n\n{FOOTER}"
    found = linked(("Flour to run short", short), ("Hikers found unharmed", long))

    assert found.same == ()
    assert len(FOOTER.split()) // 2 < len(learned(("Flour to run short", short), ("Hikers found unharmed", long)))


def test_lessons_take_weight_from_boilerplate() -> None:
    """What different stories kept sharing tells less."""
    pair = (("Flour to run short", f"{PARAGRAPHS[3]}\n\n{FOOTER}"), ("Hikers found", f"{OTHER}\n\n{FOOTER}"))
    taught = Weights(dict.fromkeys(learned(*pair), 50), version=1)

    assert linked(COPIES["boilerplate around"], (HEADLINE, STORY), weights=taught).same
    assert linked(*pair, weights=taught).same == ()
    assert taught.version == 1


def test_a_round_up_is_linked_and_merges_nothing() -> None:
    """A digest carries the beginning of several stories: it is linked to each and joins none."""
    story, hikers = (HEADLINE, STORY), ("Hikers found unharmed", f"{OTHER}\n\n{FOOTER}")
    hikers_lead, _, _ = OTHER.partition("\n\n")
    business = zip(PLACES, MATTERS, strict=True)
    rest = " ".join(f"In {place} the council met and heard of {matter}." for place, matter in business)
    digest = ("Morning briefing", f"Here is the news.\n\n{LEAD}\n\n{hikers_lead}\n\n{rest}")
    found = linked(digest, story, hikers)

    assert found.same == ()
    assert [one.relation for one in found.digests] == [Relation.DIGEST] * 2


def test_tiny_texts_match_only_their_own_copies() -> None:
    """Twenty words are enough to know a copy by, and to know a stranger by."""
    tiny = (
        "Ferry to resume",
        "The ferry between Brill and Otley will sail again on Friday, its owner Nadia Brandt said.",
    )
    edited = ("Ferry to resume", tiny[1].replace("its owner", "owner"))
    stranger = ("Bridge to close", "The bridge at Kelso will be closed on Friday for repairs, a council officer said.")

    assert stories([tiny, stranger, edited]) == [0, 1, 0]


@settings(deadline=None, max_examples=200)
@given(st.permutations(range(len(COPIES) + 1)), st.sampled_from((1, 3, 64)))
def test_the_order_of_arrival_does_not_matter(order: list[int], batch: int) -> None:
    """With the same weights any order gives the same stories, in batches of any size."""
    articles = [*COPIES.values(), ("Hikers found unharmed", f"{OTHER}\n\n{FOOTER}")]
    found = dict(zip(order, stories([articles[place] for place in order], Weights(), batch), strict=True))

    assert len({found[place] for place in range(len(COPIES))}) == 1
    assert len(set(found.values())) == 2


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=300)), min_size=2, max_size=4))
def test_any_texts_are_compared_symmetrically(articles: list[tuple[str, str]]) -> None:
    """Whatever arrives raises nothing, and both sides see the same score."""
    for other in articles[1:]:
        one = linked(articles[0], other)
        two = linked(other, articles[0])

        assert [found.score for found in one.all] == [found.score for found in two.all]


def test_long_articles_are_compared_at_the_coarser_scale() -> None:
    """A thinned sketch is compared with a whole one by the shingles that both keep."""
    long = "\n\n".join(STORY.replace("Ellis", place).replace("said", f"said in {place}") for place in PLACES)

    assert stories([(HEADLINE, long), (HEADLINE, long[: len(long) // 2])]) == [0, 0]
