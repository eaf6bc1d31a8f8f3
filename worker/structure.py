"""Structure: how shared shingles lie in two texts: whole or in crumbs, from the top or late, with what between. Pure.

A copy shares long stretches and begins where the original begins. A template shares many short stretches with other
figures and names between them. A footer begins late. A follow-up has a lead of its own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.hits import Hits, Pile
from worker.ragged import Bools, Ints, begins

Floats = NDArray[np.float64]

_GAP = 12  # shingles: the longest difference that a changed name, figure or turn of phrase leaves in running text
_LEAD = 30  # shingles: the first paragraph or two
_LEAST_LEAD = 6  # shingles: the same in a thinned sketch


class _Steps(NamedTuple):
    """From each hit to the next in the other text."""

    mine: Ints
    theirs: Ints
    running: Bools  # next in both texts
    gap: Bools  # in both texts a short gap lies between, of different words
    broken: Bools  # neither: moved, or far apart


def structure(pile: Pile, hits: Hits, weights: Ints) -> list[Floats]:
    """Return the features of structure, an array for each, from `late` to `template` as worker.model names them."""
    mine, rank = _in_my_order(pile, hits)
    steps = _steps(hits, rank)
    tenth, last = hits.first + hits.number // 10, hits.first + hits.number - 1
    start_x, start_y = mine[tenth] / pile.length_x, hits.theirs[tenth] / pile.length_y
    span_x = mine[last] - mine[hits.first] + 1
    span_y = hits.theirs[last] - hits.theirs[hits.first] + 1
    return [
        np.maximum(start_x, start_y),
        _tops(pile, hits),
        hits.number / np.minimum(span_x, span_y),
        *_stretches(hits, steps, weights),
        *_changes(pile, hits, steps),
    ]


def _in_my_order(pile: Pile, hits: Hits) -> tuple[Ints, Ints]:
    """Return the places of the hits in mine, pair by pair in rising order, and which of these each hit is.

    Every place of mine can be hit once: so they are marked in a row and counted, which is cheaper than sorting.
    """
    starts = begins(pile.length_x)
    cells = starts[hits.pair] + hits.mine
    marks = np.zeros(int(pile.length_x.sum()), dtype=np.int64)
    marks[cells] = 1
    return marks.nonzero()[0] - starts[hits.pair], marks.cumsum()[cells]


def _steps(hits: Hits, rank: Ints) -> _Steps:
    mine, theirs = _step(hits.mine), _step(hits.theirs)
    together = (_step(rank) == 1) & (_step(hits.pair) == 0)
    near = together & (mine <= _GAP + 1) & (theirs <= _GAP + 1)
    running = near & (mine == 1) & (theirs == 1)
    return _Steps(mine, theirs, running, near & ~running, ~near)


def _tops(pile: Pile, hits: Hits) -> Floats:
    """Return the share of one lead that stands at the top of the other text, whichever way more does."""
    lead = np.maximum(_LEAST_LEAD, _LEAD >> pile.scale)
    lead_x, lead_y = np.minimum(pile.length_x, lead), np.minimum(pile.length_y, lead)
    of_x, of_y = lead_x[hits.pair], lead_y[hits.pair]
    on_top_x = (hits.mine < of_x) & (hits.theirs < 2 * of_y)
    on_top_y = (hits.theirs < of_y) & (hits.mine < 2 * of_x)
    return np.asarray(np.maximum(_counts(on_top_x, hits) / lead_x, _counts(on_top_y, hits) / lead_y))


def _counts(marked: Bools, hits: Hits) -> Ints:
    return np.add.reduceat(marked, hits.first, dtype=np.int64)


def _stretches(hits: Hits, steps: _Steps, weights: Ints) -> list[Floats]:
    """Return the longest run by all hits, and the weight of the heaviest block by the whole."""
    runs, first_run = _stretch_starts(~steps.running, hits)
    blocks, first_block = _stretch_starts(steps.broken, hits)
    longest = np.maximum.reduceat(_lengths(runs, len(hits.pair)), first_run)
    heaviest = np.maximum.reduceat(np.add.reduceat(weights, blocks), first_block)
    whole = np.maximum(np.add.reduceat(weights, hits.first), 1)
    return [longest / hits.number, heaviest / whole]


def _stretch_starts(broken: Bools, hits: Hits) -> tuple[Ints, Ints]:
    """Return where the stretches begin that breaks after hits leave, and which is the first of each pair."""
    breaks = broken.nonzero()[0]
    starts = np.zeros(len(breaks) + 1, dtype=np.int64)
    np.add(breaks, 1, out=starts[1:])
    return starts, starts.searchsorted(hits.first)


def _lengths(starts: Ints, end: int) -> Ints:
    lengths = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
    lengths[-1] = end - starts[-1]
    return lengths


def _step(values: Ints) -> Ints:
    return np.asarray(values[1:] - values[:-1])


def _changes(pile: Pile, hits: Hits, steps: _Steps) -> list[Floats]:
    """Return how many short gaps there are, and how many hold other figures by the figures that are shared."""
    gaps = steps.gap.nonzero()[0]
    owner, count = hits.pair[gaps], len(hits.number)
    step_x, step_y = steps.mine[gaps], steps.theirs[gaps]
    of_all = (pile.rows & 1).cumsum(dtype=np.int64)
    filled_x = of_all[hits.flat_x[gaps + 1] - 1] - of_all[hits.flat_x[gaps]]
    filled_y = of_all[hits.flat_y[gaps + 1] - 1] - of_all[hits.flat_y[gaps]]
    replaced = (step_x > 2) & (step_y > 2)
    slots = replaced & ((filled_x > 2) | (filled_x == step_x - 1)) & ((filled_y > 2) | (filled_y == step_y - 1))
    figures = np.add.reduceat(pile.rows[hits.flat_y] & 1, hits.first, dtype=np.int64)
    templates = np.bincount(owner, slots, count)
    return [
        np.bincount(owner, replaced, count) / (hits.number / 10 + 1),
        templates / (templates + figures / 3 + 1),
    ]
