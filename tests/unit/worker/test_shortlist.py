"""Shortlist: the votes of a whole batch, counted at once, elect what each article's own would."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.thresholds import Thresholds
from tests.support.copies import COPIES, HEADLINE, OTHER, STORY
from worker.fingerprint import fingerprint
from worker.shortlist import Postings, newest, shortlist, shortlists, shortlists_within

KEYS = st.sets(st.integers(0, 12), max_size=6)
LIMITS = Thresholds(candidates=3, postings_cap=2)


def postings_of(rows: list[tuple[int, int]]) -> Postings:
    """Return rows of a key and a number as postings."""
    return Postings(*np.array(rows, dtype=np.int64).reshape(-1, 2).T)


def elected(keys: set[int], postings: dict[int, list[int]]) -> list[int]:
    """Return the shortlist of one article, its votes counted one by one."""
    votes: dict[int, float] = {}
    for key in sorted(keys):
        for seq in postings.get(key, []):
            votes[seq] = votes.get(seq, 0.0) + 1 / len(postings[key])
    return sorted(votes, key=lambda seq: (-votes[seq], -seq))[: LIMITS.candidates]


def test_the_shortlist_prefers_rare_keys() -> None:
    """A key that many articles have counts little; ties go to the newer article; the list is bounded."""
    limits = Thresholds(candidates=2)

    assert shortlist((1, 2), {1: [9, 8, 6, 5], 2: [7]}, limits) == [7, 9]
    assert shortlist((1, 2), {}, limits) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(KEYS, max_size=5), st.dictionaries(st.integers(0, 12), st.sets(st.integers(0, 20), max_size=4)))
def test_a_batch_is_looked_up_as_each_article_alone(keys: list[set[int]], stored: dict[int, set[int]]) -> None:
    """What is worth verifying for an article does not depend on what else is looked up."""
    rows = sorted((key, seq) for key, seqs in stored.items() for seq in seqs)
    by_key = {key: sorted(seqs) for key, seqs in stored.items() if seqs}

    assert [elected(mine, by_key) for mine in keys] == shortlists(keys, postings_of(rows), LIMITS)


@settings(deadline=None, max_examples=60)
@given(st.lists(KEYS, max_size=8))
def test_a_batch_is_looked_up_in_itself(keys: list[set[int]]) -> None:
    """Each article finds those before it, by the newest of each key, as if they had been stored one by one."""
    expected, stored = [], dict[int, list[int]]()
    for place, mine in enumerate(keys):
        expected.append(elected(mine, {key: seqs[-LIMITS.postings_cap :] for key, seqs in stored.items()}))
        for key in mine:
            stored.setdefault(key, []).append(place)

    assert expected == shortlists_within(keys, LIMITS)


def test_articles_of_a_batch_find_those_before_them() -> None:
    """A cut copy of a story finds the story, and not what is told beside it."""
    keys = [fingerprint(*copy).keys for copy in ((HEADLINE, STORY), ("Hikers", OTHER), COPIES["cut to a third"])]

    assert shortlists_within(keys, Thresholds()) == [[], [], [0]]


def test_of_each_key_the_newest_postings_stay() -> None:
    """Postings that came from several shelves in any order are those of the newest articles, key by key."""
    kept = newest(postings_of([(2, 5), (1, 4), (2, 9), (2, 7), (1, 3)]), 2)

    assert (kept.keys.tolist(), kept.seqs.tolist()) == ([1, 1, 2, 2], [4, 3, 9, 7])
