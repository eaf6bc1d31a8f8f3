"""Slots: whatever the list, each hash is found at its place, and nothing is found that is not there."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.slots import Slots

HASHES = st.lists(st.integers(1, 2**32 - 1), unique=True, max_size=60)


@settings(deadline=None, max_examples=40)
@given(HASHES, HASHES, st.integers(1, 13))
def test_each_hash_is_found_at_its_place(hashes: list[int], others: list[int], bits: int) -> None:
    """With one slot for each hash or far too few: one plus the place of a known hash, none for an unknown."""
    slots = Slots(np.array(hashes, dtype=np.uint32), bits)
    places = {one: place for place, one in enumerate(hashes, 1)}
    sought = hashes + others

    assert [places.get(one, 0) for one in sought] == slots.find(np.array(sought, dtype=np.uint32)).tolist()


@settings(deadline=None, max_examples=40)
@given(HASHES, HASHES)
def test_lists_in_one_table_are_told_apart(first: list[int], second: list[int]) -> None:
    """A hash that stands in one side only is not found in the other, though both share a table."""
    hashes = np.array(first + second, dtype=np.uint32)
    sides = np.array([0] * len(first) + [1] * len(second), dtype=np.int64)
    slots = Slots(hashes, 4, sides, 2)
    found = slots.find(np.array(first, dtype=np.uint32), np.ones(len(first), dtype=np.int64))

    assert [one in second for one in first] == (found > 0).tolist()
    assert [one for one in first if one in second] == hashes[found[found > 0] - 1].tolist()
