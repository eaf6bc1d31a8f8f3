"""Batches: what is seen of a pair of articles depends on nothing but the pair."""

from schemas.thresholds import Thresholds
from tests.support.copies import COPIES, FOOTER, HEADLINE, OTHER, STORY
from worker.fingerprint import fingerprint
from worker.match import COEFFICIENTS, Known, Weights, link, links, measure, shortlists_within, verify

LIMITS = Thresholds()


def test_what_is_seen_of_a_pair_does_not_depend_on_the_batch() -> None:
    """Articles verified together see what each sees alone, to the last bit."""
    prints = [fingerprint(*copy).sketch for copy in COPIES.values()]
    known = [Known(seq, f"story-{seq}", sketch) for seq, sketch in enumerate(prints)]
    together = verify([(sketch, known[:place]) for place, sketch in enumerate(prints)], Weights(), LIMITS)

    for place, seen in enumerate(together):
        alone = link(prints[place], known[:place], Weights(), LIMITS)
        assert links(seen, [one.known.story_id for one in seen], LIMITS) == alone
        assert len(alone.same) == place


def test_articles_of_a_batch_find_those_before_them() -> None:
    """A batch is looked up in itself as well: each article in those that stand before it."""
    keys = [fingerprint(*copy).keys for copy in ((HEADLINE, STORY), ("Hikers", OTHER), COPIES["cut to a third"])]

    assert shortlists_within(keys, LIMITS) == [[], [], [0]]


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
