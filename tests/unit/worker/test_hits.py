"""Hits: in any pile of sketches exactly the shingles that both of a pair have are found, where they stand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.hits import find, narrow, pile_up
from worker.sketch import Sketch

ROWS = st.lists(st.integers(1, 40).map(lambda number: number << 26), unique=True, max_size=12)


def sketch(rows: list[int], scale: int = 0) -> Sketch:
    """Return a sketch of these shingles."""
    return Sketch(scale, len(rows), np.array(rows, dtype="<u4").tobytes(), b"", b"")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(ROWS, ROWS), min_size=1, max_size=5))
def test_all_that_both_have_is_found(texts: list[tuple[list[int], list[int]]]) -> None:
    """Each hit is a shingle of both, at its place in each; none is missing, whatever else lies in the pile."""
    hits = find(pile_up([(sketch(mine), sketch(theirs)) for mine, theirs in texts]))
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
    pairs = [(sketch(mine), sketch(theirs)) for mine, theirs, _ in texts]
    kept = np.array([stays for *_, stays in texts])
    pile = pile_up(pairs)
    _, narrowed = narrow(pile, find(pile), kept)
    alone = find(pile_up([pair for pair, stays in zip(pairs, kept, strict=True) if stays]))

    assert alone.mine.tolist() == narrowed.mine.tolist()
    assert alone.theirs.tolist() == narrowed.theirs.tolist()
    assert alone.number.tolist() == narrowed.number.tolist()


def test_sketches_are_compared_at_the_coarser_scale() -> None:
    """Of a whole sketch beside a thinned one only the shingles count that thinning leaves."""
    small, large = 1 << 20, 1 << 31
    pile = pile_up([(sketch([large, small]), sketch([small], scale=1))])

    assert pile.x.tolist() == [small]
    assert find(pile).mine.tolist() == [0]
