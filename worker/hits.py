"""Hits: the shingles of articles that stand in other articles, found for many pairs at once. Pure.

Everything is held in flat arrays, pair by pair, since a call of NumPy costs as much as a thousand of its elements.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from worker.ragged import Bools, Ints, begins, owners
from worker.sketch import FIGURE, Sketch, Words32, at_scale, joined
from worker.slots import Slots

_SLOT_BITS = 13  # of an article of 300 shingles five find their slot taken


class Pile(NamedTuple):
    """Pairs of sketches, each thinned to the coarser scale of its pair.

    `x` holds mine, each side once however many pairs it stands in, `y` the others, pair by pair; the rest is by pair.
    """

    x: Words32
    y: Words32
    side: Ints  # which side of x
    start_x: Ints  # where that side begins
    length_x: Ints
    length_y: Ints
    scale: Ints


class Hits(NamedTuple):
    """Shingles of mine found in the others, by pair and then by place in the other. `first` is where a pair's begin."""

    pair: Ints
    mine: Ints  # place in my sketch
    theirs: Ints  # place in theirs
    flat_x: Ints  # place in the pile's x
    flat_y: Ints
    first: Ints
    number: Ints  # hits of each pair


def pile_up(pairs: Sequence[tuple[Sketch, Sketch]]) -> Pile:
    """Lay pairs of sketches end to end."""
    sides: dict[tuple[int, int], int] = {}
    mine: list[bytes] = []
    others: list[bytes] = []
    scales = [max(one.scale, other.scale) for one, other in pairs]
    side_of: list[int] = []
    for (one, other), scale in zip(pairs, scales, strict=True):
        side = sides.get((id(one), scale))
        if side is None:
            side = sides[id(one), scale] = len(mine)
            mine.append(at_scale(one, scale))
        side_of.append(side)
        others.append(other.shingles if other.scale == scale else at_scale(other, scale))
    x, y, side_by_pair = joined(mine), joined(others), np.array(side_of, dtype=np.int64)
    lengths = _lengths(mine)
    starts = begins(lengths)
    of_y = _lengths(others)
    return Pile(x, y, side_by_pair, starts[side_by_pair], lengths[side_by_pair], of_y, np.array(scales, dtype=np.int64))


def find(pile: Pile) -> Hits:
    """Find the shingles that both of a pair have."""
    sides = int(pile.side.max()) + 1 if len(pile.side) else 0
    lengths = np.zeros(sides, dtype=np.int64)
    lengths[pile.side] = pile.length_x
    slots = Slots(pile.x | FIGURE, _SLOT_BITS, owners(lengths), sides)
    places = slots.find(pile.y | FIGURE, pile.side.repeat(pile.length_y))
    flat_y = places.nonzero()[0]
    number = np.bincount(owners(pile.length_y)[flat_y], minlength=len(pile.side))
    return _laid_out(pile, places[flat_y] - 1, flat_y, number)


def narrow(pile: Pile, hits: Hits, kept: Bools) -> tuple[Pile, Hits]:
    """Leave out pairs with their hits."""
    if kept.all():
        return pile, hits
    staying = kept.repeat(pile.length_y)
    places = np.cumsum(staying) - 1
    rows = kept[hits.pair].nonzero()[0]
    by_pair = (part[kept] for part in pile[2:])
    narrowed = Pile(pile.x, pile.y[staying], *by_pair)
    return narrowed, _laid_out(narrowed, hits.flat_x[rows], places[hits.flat_y[rows]], hits.number[kept])


def _laid_out(pile: Pile, flat_x: Ints, flat_y: Ints, number: Ints) -> Hits:
    pair = owners(number)
    mine, theirs = flat_x - pile.start_x[pair], flat_y - begins(pile.length_y)[pair]
    return Hits(pair, mine, theirs, flat_x, flat_y, begins(number), number)


def _lengths(parts: Sequence[bytes]) -> Ints:
    return np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)) // 4
