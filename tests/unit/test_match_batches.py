"""Batches: what is seen of a pair of articles depends on nothing but the pair."""

import random
import tracemalloc
from itertools import product

import numpy as np
import pytest

from schemas.thresholds import Thresholds
from tests.support.copies import COPIES, FOOTER, HEADLINE, MATTERS, OTHER, STORY
from worker.fingerprint import fingerprint, fingerprints
from worker.match import COEFFICIENTS, Known, Weights, link, links, measure, verify

LIMITS = Thresholds()


def test_what_is_seen_of_a_pair_does_not_depend_on_the_batch() -> None:
    """Articles verified together see what each sees alone, to the last bit."""
    prints = [fingerprint(*copy).sketch for copy in COPIES.values()]
    earlier = [[-1 - before for before in range(place)] for place in range(len(prints))]
    together = verify(prints, {}, earlier, Weights(), LIMITS)

    for place, seen in enumerate(together.seen):
        known = [Known(seq, f"story-{seq}", sketch) for seq, sketch in enumerate(prints[:place], 1)]
        alone = link(prints[place], known, Weights(), LIMITS)
        numbered = [one._replace(seq=-one.seq) for one in seen]
        assert links(numbered, [f"story-{one.seq}" for one in numbered], LIMITS) == alone
        assert len(alone.same) == place


def test_a_large_batch_sees_what_a_small_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared a few at a time, articles see and teach the same, whichever are of the batch and which are stored."""
    prints = [fingerprint(headline, f"{text}\n\n{FOOTER}").sketch for headline, text in (*COPIES.values(), ("", OTHER))]
    known = {7: fingerprint("", f"{MATTERS}\n\n{FOOTER}").sketch}
    asked = [[7, *(-1 - before for before in range(place))] for place in range(len(prints))]
    whole = verify(prints, known, asked, Weights(), LIMITS)
    monkeypatch.setattr("worker.match._MOST_TOGETHER", 2)
    parts = verify(prints, known, asked, Weights(), LIMITS)

    every = np.ones(len(whole.taught.seq), dtype=np.bool_)
    assert len(every)
    assert [[(one.seq, one.score) for one in seen] for seen in whole.seen] == [
        [(one.seq, one.score) for one in seen] for seen in parts.seen
    ]
    assert [tuple(map(int, one)) for one in zip(whole.taught.article, whole.taught.seq, strict=True)] == [
        tuple(map(int, one)) for one in zip(parts.taught.article, parts.taught.seq, strict=True)
    ]
    lessons = [seen.taught.lessons(every, 512) for seen in (whole, parts)]
    assert lessons[0].rows.tolist() == lessons[1].rows.tolist()


def test_a_document_of_a_thousand_articles_is_verified_in_little_memory() -> None:
    """An archive in one file has each story twice: its size alone must not fill a worker."""
    words = ["".join(syllables) for syllables in product(*["bdfglmnprst"] * 4)]
    draw = random.Random(5)
    texts = [" ".join(draw.choices(words, k=200)) for _ in range(600)]
    prints = [one.sketch for one in fingerprints([("", text) for text in texts * 2])]
    asked = [[] if place < len(texts) else [len(texts) - 1 - place] for place in range(len(prints))]
    tracemalloc.start()
    seen = verify(prints, {}, asked, Weights(), LIMITS).seen
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(map(len, seen)) == len(texts)
    assert peak < 64 << 20


def test_what_is_seen_of_an_article_does_not_depend_on_where_it_is_kept() -> None:
    """A stored article and one of the same batch with the same text teach alike, each under its own number."""
    mine, other = (fingerprint("", f"{text}\n\n{FOOTER}").sketch for text in (STORY, OTHER))
    stored = verify([mine], {7: other}, [[7]], Weights(), LIMITS)
    beside = verify([other, mine], {}, [[], [-1]], Weights(), LIMITS)

    assert sorted(stored.taught.rows.tolist()) == sorted(beside.taught.rows.tolist())
    assert (stored.taught.seq.tolist(), beside.taught.seq.tolist()) == ([7], [-1])


def test_what_is_seen_late_stands_with_what_was_seen_before() -> None:
    """Two looks at parts of what is stored tell and teach what one look at all of it does."""
    mine = [fingerprint("", f"{text}\n\n{FOOTER}").sketch for text in (OTHER, STORY)]
    known = {7: fingerprint("", f"{MATTERS}\n\n{FOOTER}").sketch, 8: mine[1]}
    whole = verify(mine, known, [[7, 8], [7, 8]], Weights(), LIMITS)
    early = verify(mine, known, [[7, 8], [7]], Weights(), LIMITS)
    joined = early.joined(verify(mine[1:], known, [[8]], Weights(), LIMITS), [1])

    assert [[one.seq for one in seen] for seen in whole.seen] == [[one.seq for one in seen] for seen in joined.seen]
    every = np.ones(len(whole.taught.seq), dtype=np.bool_)
    lessons = [seen.taught.lessons(every, 512) for seen in (whole, joined)]
    assert lessons[0].rows.tolist() == lessons[1].rows.tolist()
    assert lessons[0].times.tolist() == lessons[1].times.tolist()


def test_sketches_of_an_older_version_are_passed_over() -> None:
    """After an upgrade what was stored before matches nothing until it is rematched, and stops nothing."""
    mine = fingerprint(HEADLINE, STORY).sketch
    old = Known(1, "old", b"\x01" + mine[1:])

    assert [one.seq for one in link(mine, [old, Known(2, "new", mine)], Weights(), LIMITS).same] == [2]


def test_any_pair_can_be_measured() -> None:
    """A person may ask about two articles that no look-up would have brought together."""
    measured = measure(fingerprint("", STORY).sketch, Known(1, "1", fingerprint("", OTHER).sketch), Weights(), LIMITS)

    assert measured is None or not measured.same
    footers = [fingerprint("", f"{text}\n\n{FOOTER}").sketch for text in (STORY, OTHER)]
    shared = measure(footers[0], Known(1, "1", footers[1]), Weights(), LIMITS)
    assert shared is not None
    assert not shared.same
    assert set(shared.features) == set(COEFFICIENTS)
