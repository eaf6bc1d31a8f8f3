"""Lessons: what different stories share loses weight, slowly, and a pair in doubt teaches nothing."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.thresholds import Thresholds
from tests.support.copies import OTHER, STORY
from worker.fingerprint import fingerprint
from worker.match import Known, Weights, measure, verify
from worker.sketch import unpack
from worker.teaching import Teaching
from worker.weights import UNIT

LIMITS = Thresholds()


def taught(*pairs: tuple[int, int, list[int]]) -> Teaching:
    """Return pairs of an article's place, a known one's number, and the rows that they share."""
    article, seq = (np.array([pair[at] for pair in pairs], dtype=np.int64) for at in (0, 1))
    rows = [(row, place) for place, pair in enumerate(pairs) for row in pair[2]]
    shared, owner = np.array(rows, dtype=np.int64).T
    return Teaching(article, seq, shared.astype(np.uint32), owner)


def lessons(pairs: Teaching, kept: Sequence[bool] = (True,) * 3, cap: int = 512) -> dict[int, int]:
    """Return the lessons of pairs: rows, and how many articles tell each."""
    found = pairs.lessons(np.array(kept), cap)
    return dict(zip(found.rows.tolist(), found.times.tolist(), strict=True))


def test_lessons_are_counted_by_article() -> None:
    """A row counts once for an article, however many it shares it with, and once for each other article."""
    assert lessons(taught((0, 1, [7, 9]), (0, 2, [7]), (3, 2, [9]))) == {7: 1, 9: 2}


def test_a_pair_that_is_not_kept_teaches_nothing() -> None:
    """What a copy shares with another copy of its story is no boilerplate, however little it is."""
    assert lessons(taught((0, 1, [5]), (0, 2, [7]), (0, 3, [9])), kept=[False, False, True]) == {9: 1}


def test_an_article_teaches_a_bounded_number_of_rows() -> None:
    """Of more rows than an article may teach the lowest are taken, and of another article its own."""
    assert lessons(taught((0, 1, [9, 3, 5]), (0, 2, [4]), (1, 2, [9])), cap=2) == {3: 1, 4: 1, 9: 1}


def test_pairs_with_what_is_not_stored_now_are_left_out() -> None:
    """An article that was stored before, met again in a batch, neither teaches nor is learned from by its place."""
    pairs = taught((1, 40, [5]), (2, -1, [7]), (2, -2, [9]))

    assert pairs.among([1, 2]).tolist() == [True, False, True]
    assert pairs.among([0, 2]).tolist() == [False, True, False]
    assert list(pairs.of_articles([2])) == [(1, 2, -1), (2, 2, -2)]


def test_a_pair_in_doubt_teaches_nothing() -> None:
    """A copy, known as one or not, makes no boilerplate of its story; what another story shares is learned."""
    mine, copy, other = (fingerprint("", text).sketch for text in (STORY, STORY[:400], f"{OTHER}\n\n{STORY[-300:]}"))
    found = verify([mine], {1: copy, 2: other}, [[1, 2]], Weights(), LIMITS)

    assert found.taught.seq.tolist() == [2]
    assert [one.seq for one in found.seen[0] if one.score > 0.3] == [1]


@pytest.mark.parametrize(("count", "weight"), [(0, 1.0), (1, 2 / 3), (2, 1 / 2), (6, 1 / 4), (198, 1 / 100)])
def test_weight_falls_by_how_often_different_stories_shared_it(count: int, weight: float) -> None:
    """A shingle shared twice by different stories has half its weight; what was never learned has all of it."""
    weights = Weights({41: count}, version=1).of(np.array([41, 99], dtype=np.uint32)).tolist()

    assert weights == [int(weight * UNIT), UNIT]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.dictionaries(st.integers(0, 60).map(lambda half: 2 * half + 1), st.integers(0, 9)), max_size=6))
def test_weights_that_changed_are_those_of_all_counts(changes: list[dict[int, int]]) -> None:
    """Weights brought up to date step by step are those that begin with all counts; the old stay as they were."""
    counts: dict[int, int] = {}
    every = np.arange(130, dtype=np.uint32)
    weights = [Weights()]
    for change in changes:
        rows, times = np.array(list(change.items()), dtype=np.int64).reshape(-1, 2).T
        weights.append(weights[-1].changed(rows.astype(np.uint32), times, len(weights)))
    for version, change in enumerate(({}, *changes)):
        counts |= change
        assert Weights(counts).of(every).tolist() == weights[version].of(every).tolist()
        assert [counts.get(row | 1, 0) for row in range(130)] == weights[version].times(every).tolist()
        assert (len(counts), version) == (len(weights[version]), weights[version].version)


def test_a_missing_headline_speaks_neither_way() -> None:
    """Where one article has no headline the score lies between those for the same headline and for another."""
    whole = fingerprint("Dockers vote to strike over cranes", STORY).sketch
    scores = {}
    for headline in ("Dockers vote to strike over cranes", "", "Hikers found unharmed on Sunday"):
        found = measure(
            whole, Known(1, "1", fingerprint(headline, f"{STORY[:500]}\n\n{OTHER}").sketch), Weights(), LIMITS
        )
        assert found is not None
        scores[headline] = found.score

    assert sorted(scores, key=scores.__getitem__, reverse=True) == list(scores)


def test_a_headline_that_many_stories_carry_says_little() -> None:
    """A round-up's standing headline, learned from a hundred of them, brings two texts together no longer."""
    sketches = [fingerprint("Evening briefing", text).sketch for text in (STORY, f"{STORY[:300]}\n\n{OTHER}")]
    worn = dict.fromkeys(unpack(sketches[:1]).rows[-2:].tolist(), 100)  # the headline's two words
    of_title = []
    for weights in (Weights(), Weights(worn, version=1)):
        found = measure(sketches[0], Known(1, "story-1", sketches[1]), weights, LIMITS)
        assert found is not None
        of_title.append(found.features["title"])

    assert of_title == [pytest.approx(2 / 3), pytest.approx(2 / 53, rel=0.001)]
