"""Hits: in any pile of sketches exactly the shingles that both of a pair have are found, where they stand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.hits import Pile, find, narrow, pile_up
from worker.sketch import Part, Sketches

ROWS = st.lists(st.integers(1, 40).map(lambda number: number << 26), unique=True, max_size=12)


def piled(*pairs: tuple[list[int], list[int]], scales: tuple[int, int] = (0, 0)) -> Pile:
    """Pile up pairs of sketches that hold these shingles."""
    every = [rows for pair in pairs for rows in pair]
    number = np.array([len(rows) for rows in every], dtype=np.int64)
    part = Part(number.cumsum() - number, number)
    rows = np.array([row for rows in every for row in rows], dtype=np.uint32)
    sketches = Sketches(rows, np.tile(scales, len(pairs)), part, part, part)
    return pile_up(sketches, np.arange(0, len(every), 2), np.arange(1, len(every), 2))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(ROWS, ROWS), min_size=1, max_size=5))
def test_all_that_both_have_is_found(texts: list[tuple[list[int], list[int]]]) -> None:
    """Each hit is a shingle of both, at its place in each; none is missing, whatever else lies in the pile."""
    hits = find(piled(*texts))
    expected = [
        (pair, mine.index(row), place)
        for pair, (mine, theirs) in enumerate(texts)
        for place, row in enumerate(theirs)
        if row in mine
    ]

    assert expected == list(zip(hits.pair.tolist(), hits.mine.tolist(), hits.theirs.tolist(), strict=True))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(ROWS, ROWS, st.booleans()), min_size=1, max_size=5))
def test_pairs_left_out_change_nothing_for_the_rest(texts: list[tuple[list[int], list[int], bool]]) -> None:
    """What is narrowed is what would have been piled up of the pairs that stay."""
    kept = np.array([stays for *_, stays in texts])
    pile = piled(*((mine, theirs) for mine, theirs, _ in texts))
    _, narrowed = narrow(pile, find(pile), kept)
    alone = find(piled(*((mine, theirs) for mine, theirs, stays in texts if stays)))

    assert alone.mine.tolist() == narrowed.mine.tolist()
    assert alone.theirs.tolist() == narrowed.theirs.tolist()
    assert alone.number.tolist() == narrowed.number.tolist()


def test_sketches_are_compared_at_the_coarser_scale() -> None:
    """Of a whole sketch beside a thinned one only the shingles count that thinning leaves."""
    small, large = 1 << 20, 1 << 31
    pile = piled(([large, small], [small]), scales=(0, 1))

    assert pile.rows.tolist() == [small, small]
    assert find(pile).mine.tolist() == [0]


def test_a_sketch_stands_in_the_pile_once() -> None:
    """However many pairs a sketch is in, and on whichever side, its shingles are laid out and weighed once."""
    rows = np.array([5 << 8, 7 << 8, 9 << 8], dtype=np.uint32)
    one = Part(np.array([0, 1]), np.array([2, 2]))
    pile = pile_up(Sketches(rows, np.zeros(2, dtype=np.int64), one, one, one), np.array([0, 1, 0]), np.array([1, 0, 0]))

    assert len(pile.rows) == 4
    assert find(pile).number.tolist() == [1, 1, 2]
