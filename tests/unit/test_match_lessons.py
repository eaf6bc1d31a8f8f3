"""Lessons: what different stories share loses weight, slowly, and a pair in doubt teaches nothing."""

import numpy as np
import pytest

from schemas.thresholds import Thresholds
from tests.support.copies import OTHER, STORY
from worker.compare import Comparison
from worker.fingerprint import fingerprint
from worker.match import Known, Seen, Weights, links, measure
from worker.sketch import unpack
from worker.weights import UNIT

LIMITS = Thresholds()


def seen(seq: int, score: float, shingle: int) -> Seen:
    """Return what might be seen of an article: one shingle is shared, and a score."""
    rows = np.array([shingle], dtype=np.uint32)
    shared = Comparison(1.0, 0.2, 0.2, 0.9, 0.0, np.zeros(13), (rows, rows[:0]))
    return Seen(Known(seq, f"story-{seq}", b""), shared, score)


@pytest.mark.parametrize(("score", "taught"), [(0.0, (7,)), (0.2, (7,)), (0.5, ()), (0.9, ())])
def test_a_pair_in_doubt_teaches_nothing(score: float, taught: tuple[int, ...]) -> None:
    """A copy that is not known as one must not make boilerplate of its own story."""
    assert links([seen(1, score, 7)], ["story-1"], LIMITS).lessons == taught


def test_a_story_that_is_joined_teaches_nothing() -> None:
    """What a copy shares with another copy of its story is no boilerplate, however little it is."""
    found = [seen(1, 0.99, 5), seen(2, 0.1, 7), seen(3, 0.1, 9)]

    assert links(found, ["story-1", "story-1", "story-3"], LIMITS).lessons == (9,)


@pytest.mark.parametrize(("count", "weight"), [(0, 1.0), (1, 2 / 3), (2, 1 / 2), (6, 1 / 4), (198, 1 / 100)])
def test_weight_falls_by_how_often_different_stories_shared_it(count: int, weight: float) -> None:
    """A shingle shared twice by different stories has half its weight; what was never learned has all of it."""
    weights = Weights({41: count}, version=1).of(np.array([41, 99], dtype=np.uint32)).tolist()

    assert weights == [int(weight * UNIT), UNIT]


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
    worn = dict.fromkeys(np.frombuffer(unpack(sketches[0]).headline, dtype="<u4").tolist(), 100)
    of_title = []
    for weights in (Weights(), Weights(worn, version=1)):
        found = measure(sketches[0], Known(1, "story-1", sketches[1]), weights, LIMITS)
        assert found is not None
        of_title.append(found.features["title"])

    assert of_title == [pytest.approx(2 / 3), pytest.approx(2 / 53, rel=0.001)]
