"""Structure: how shared shingles lie in two texts: whole or in crumbs, from the top or late, with what between. Pure.

A copy shares long stretches and begins where the original begins. A template shares many short stretches with other
figures and names between them. A footer begins late. A follow-up has a lead of its own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.sketch import Words32

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_GAP = 12  # shingles: the longest difference that a changed name, figure or turn of phrase leaves in running text
_LEAD = 30  # shingles: the first paragraph or two
_LEAST_LEAD = 6  # shingles: the same in a thinned sketch
_DOUBT = 4  # shingles granted as unchanged: three shared figures prove less than thirty


class Pile(NamedTuple):
    """The sketches compared at once: mine, and the others one after the other."""

    scale: int
    x: Words32
    y: Words32
    lengths: Ints  # of each other


class Hits(NamedTuple):
    """Shingles of mine found in the others: by other, then by place in it. `first` is where each other's begin."""

    other: Ints  # which of the others
    mine: Ints  # place in my sketch
    theirs: Ints  # place in theirs
    flat: Ints  # place in all of theirs, one after the other
    first: Ints
    number: Ints  # hits of each other


class _Steps(NamedTuple):
    """From each hit to the next in the other text."""

    mine: Ints
    theirs: Ints
    running: NDArray[np.bool_]  # next in both texts
    gap: NDArray[np.bool_]  # in both texts a short gap lies between, of different words
    broken: NDArray[np.bool_]  # neither: moved, or far apart


def structure(pile: Pile, hits: Hits, weights: Ints) -> list[Floats]:
    """Return the features of structure, an array for each, from `late` to `template` as worker.model names them."""
    scale, x, y, lengths = pile
    at = (hits.other * len(x) + hits.mine).argsort()
    mine = hits.mine[at]
    steps = _steps(hits, at)
    tenth, last = hits.first + hits.number // 10, hits.first + hits.number - 1
    start_x, start_y = mine[tenth] / len(x), hits.theirs[tenth] / lengths
    span_x = mine[last] - mine[hits.first] + 1
    span_y = hits.theirs[last] - hits.theirs[hits.first] + 1
    return [
        np.maximum(start_x, start_y),
        _tops(scale, len(x), hits, lengths),
        hits.number / np.minimum(span_x, span_y),
        *_stretches(hits, steps, weights),
        *_changes(x, y, hits, steps),
    ]


def _steps(hits: Hits, at: Ints) -> _Steps:
    rank = np.empty_like(at)
    rank[at] = np.arange(len(at))
    mine, theirs = _step(hits.mine), _step(hits.theirs)
    together = (_step(rank) == 1) & (_step(hits.other) == 0)
    near = together & (mine <= _GAP + 1) & (theirs <= _GAP + 1)
    running = near & (mine == 1) & (theirs == 1)
    return _Steps(mine, theirs, running, near & ~running, ~near)


def _tops(scale: int, length: int, hits: Hits, lengths: Ints) -> Floats:
    """Return the share of one lead that stands at the top of the other text, whichever way more does."""
    lead = max(_LEAST_LEAD, _LEAD >> scale)
    lead_x, lead_y = min(length, lead), np.minimum(lengths, lead)
    of_y = lead_y[hits.other]
    on_top_x = (hits.mine < lead_x) & (hits.theirs < 2 * of_y)
    on_top_y = (hits.theirs < of_y) & (hits.mine < 2 * lead_x)
    return np.maximum(_counts(on_top_x, hits) / lead_x, _counts(on_top_y, hits) / lead_y)


def _counts(marked: NDArray[np.bool_], hits: Hits) -> Ints:
    return np.add.reduceat(marked.astype(np.int64), hits.first)


def _stretches(hits: Hits, steps: _Steps, weights: Ints) -> list[Floats]:
    """Return the longest run by all hits, how many blocks there are, and the weight of the heaviest by the whole."""
    runs, first_run = _lengths(~steps.running, hits)
    blocks, first_block = _lengths(steps.broken, hits)
    running = np.zeros(len(weights) + 1, dtype=np.int64)
    weights.cumsum(out=running[1:])
    ends = blocks.cumsum()
    heaviest = np.maximum.reduceat(running[ends] - running[ends - blocks], first_block)
    whole = np.maximum(np.add.reduceat(weights, hits.first), 1)
    count = np.add.reduceat(np.ones(len(blocks), dtype=np.int64), first_block)
    return [np.maximum.reduceat(runs, first_run) / hits.number, np.log(count), heaviest / whole]


def _lengths(broken: NDArray[np.bool_], hits: Hits) -> tuple[Ints, Ints]:
    """Return the lengths of the stretches that breaks after hits leave, and where each other's stretches begin."""
    breaks = broken.nonzero()[0]
    starts = np.zeros(len(breaks) + 1, dtype=np.int64)
    starts[1:] = breaks + 1
    lengths = np.empty_like(starts)
    lengths[:-1] = starts[1:] - starts[:-1]
    lengths[-1] = len(broken) + 1 - starts[-1]
    return lengths, starts.searchsorted(hits.first)


def _step(values: Ints) -> Ints:
    return np.asarray(values[1:] - values[:-1])


def _changes(x: Words32, y: Words32, hits: Hits, steps: _Steps) -> list[Floats]:
    """Return what short gaps hold: how many there are, the share of figures among figures, and of words among words."""
    gaps = steps.gap.nonzero()[0]
    owner, count = hits.other[gaps], len(hits.number)
    step_x, step_y = steps.mine[gaps], steps.theirs[gaps]
    figures_x, figures_y = (x & 1).cumsum(dtype=np.int64), (y & 1).cumsum(dtype=np.int64)
    filled_x = figures_x[hits.mine[gaps + 1] - 1] - figures_x[hits.mine[gaps]]
    filled_y = figures_y[hits.flat[gaps + 1] - 1] - figures_y[hits.flat[gaps]]
    replaced = (step_x > 2) & (step_y > 2)
    slots = replaced & ((filled_x > 2) | (filled_x == step_x - 1)) & ((filled_y > 2) | (filled_y == step_y - 1))
    figures = np.add.reduceat((y[hits.flat] & 1).astype(np.int64), hits.first)
    other_figures = np.bincount(owner, filled_x + filled_y, count)
    other_words = np.bincount(owner, step_x + step_y - 2, count)
    templates = np.bincount(owner, slots, count)
    return [
        np.bincount(owner, replaced, count) / (hits.number / 10 + 1),
        other_figures / (other_figures + 2 * figures + _DOUBT),
        other_words / (other_words + 2 * hits.number + _DOUBT),
        templates / (templates + figures / 3 + 1),
    ]
