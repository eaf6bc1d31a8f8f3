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
@given(HASHES, st.integers(0, 60), st.integers(1, 13))
def test_slots_that_have_grown_find_all(hashes: list[int], first: int, bits: int) -> None:
    """Hashes that came later are found as if they had always stood there; the slots before know none of them."""
    rows = np.array(hashes, dtype=np.uint32)
    slots = Slots(rows[:first], bits)
    grown = slots.grown(rows[first:])

    assert list(range(1, len(rows) + 1)) == grown.find(rows).tolist()
    assert not slots.find(rows[first:]).any()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 40).map(lambda number: number << 1), max_size=60), st.integers(1, 6))
def test_of_equal_hashes_one_place_is_found(hashes: list[int], bits: int) -> None:
    """Whichever place a repeated hash is found at, it is found there each time, and no other hash stands there."""
    rows = np.array(hashes, dtype=np.uint32)
    found = Slots(rows, bits).find(rows)

    assert rows[found - 1].tolist() == hashes
    assert len(set(found.tolist())) == len(set(hashes))


def test_slots_that_have_grown_a_thousandfold_have_room_for_all() -> None:
    """Weights begin empty: with their slots growing by steps alone a hundred hashes stood behind one another."""
    rows = (np.arange(1, 8001, 2)).astype(np.uint32)
    grown = Slots(rows[:1], 1).grown(rows[1:])
    assert len(rows) <= len(grown._heads)
    assert list(range(1, len(rows) + 1)) == grown.find(rows).tolist()
