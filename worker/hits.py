"""Hits: the shingles of articles that stand in other articles, found for many pairs at once. Pure.

Everything is held in flat arrays, pair by pair, since a call of NumPy costs as much as a thousand of its elements.
"""

from typing import NamedTuple

import numpy as np

from worker.ragged import Bools, Ints, begins, owners, spread, sums
from worker.sketch import FIGURE, Sketches, Words32
from worker.slots import Slots

_SCALES = 32  # more than there are


class Pile(NamedTuple):
    """Sides, which are sketches thinned to a scale, end to end, and the pairs of sides to compare.

    A side stands there once, however many pairs it is in. First come those that are only the other side of a pair, then
    those that are either, then those that are only mine.
    """

    rows: Words32
    start: Ints  # of each side: where its rows begin
    number: Ints
    first_mine: int  # the first side that is mine
    others: int  # how many sides are the other of a pair
    x: Ints  # of each pair: mine
    y: Ints  # the other
    scale: Ints

    @property
    def length_x(self) -> Ints:
        """The shingles of mine, by pair."""
        return self.number[self.x]

    @property
    def length_y(self) -> Ints:
        """The shingles of the other, by pair."""
        return self.number[self.y]


class Hits(NamedTuple):
    """Shingles of mine found in the others, by pair and then by place in the other. `first` is where a pair's begin."""

    pair: Ints
    mine: Ints  # place in my sketch
    theirs: Ints  # place in theirs
    flat_x: Ints  # place in the pile's rows
    flat_y: Ints
    first: Ints
    number: Ints  # hits of each pair


class _Named(NamedTuple):
    """The shingles of all sides that can be hits, numbered from 1."""

    rows: Ints  # where they stand in the pile
    name: Ints  # which shingle each is
    first: Ints  # by side: where its own begin among these
    number: Ints
    most: int  # the highest name


def pile_up(sketches: Sketches, mine: Ints, theirs: Ints) -> Pile:
    """Lay out the sides of pairs, given as places among the sketches, each at the coarser scale of its pair."""
    scale = np.maximum(sketches.scale[mine], sketches.scale[theirs])
    sides, which = np.unique(np.concatenate((mine, theirs)) * _SCALES + np.tile(scale, 2), return_inverse=True)
    is_mine, is_other = (
        np.isin(np.arange(len(sides)), of_pairs) for of_pairs in (which[: len(mine)], which[len(mine) :])
    )
    order = np.lexsort((~is_other, is_mine))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    sketch, of_side = sides[order] // _SCALES, sides[order] % _SCALES
    number = sketches.shingles.number[sketch]
    rows = sketches.rows[spread(sketches.shingles.start[sketch], number)]
    if (of_side > sketches.scale[sketch]).any():
        kept = rows < (1 << (32 - of_side)).repeat(number)
        rows, number = rows[kept.nonzero()[0]], sums(kept, number)
    x, y = place[which].reshape(2, -1)
    first_mine, others = len(sides) - int(is_mine.sum()), int(is_other.sum())
    return Pile(rows, begins(number), number, first_mine, others, x, y, scale)


def find(pile: Pile) -> Hits:
    """Find the shingles that both of a pair have."""
    named = _named(pile)
    # One plus the place at which each of mine has each shingle: 16 bits hold it, a sketch being capped at 512.
    table = np.zeros((len(pile.number) - pile.first_mine, named.most + 1), dtype=np.int16)
    own = int(named.number[: pile.first_mine].sum())
    side = owners(named.number[pile.first_mine :])
    table[side, named.name[own:]] = named.rows[own:] - pile.start[pile.first_mine + side] + 1
    number = named.number[pile.y]
    theirs = spread(named.first[pile.y], number)
    cells = ((pile.x - pile.first_mine) * table.shape[1]).repeat(number)
    cells += named.name.take(theirs)
    places = table.ravel().take(cells)
    found = (places > 0).nonzero()[0]
    hits = np.diff(found.searchsorted(number.cumsum()), prepend=0)
    mine, flat_y = places.take(found).astype(np.int64) - 1, named.rows.take(theirs.take(found))
    flat_x, at_y = mine + pile.start[pile.x].repeat(hits), flat_y - pile.start[pile.y].repeat(hits)
    return Hits(owners(hits), mine, at_y, flat_x, flat_y, begins(hits), hits)


def narrow(pile: Pile, hits: Hits, kept: Bools) -> tuple[Pile, Hits]:
    """Leave out pairs with their hits."""
    if kept.all():
        return pile, hits
    number, rows = hits.number[kept], kept[hits.pair].nonzero()[0]
    mine, theirs, flat_x, flat_y = (places.take(rows) for places in (hits.mine, hits.theirs, hits.flat_x, hits.flat_y))
    left = pile._replace(x=pile.x[kept], y=pile.y[kept], scale=pile.scale[kept])
    return left, Hits(owners(number), mine, theirs, flat_x, flat_y, begins(number), number)


def _named(pile: Pile) -> _Named:
    """Name the shingles that stand in a side of mine and in an other: most of a stored article's stand in none."""
    shingles = pile.rows | FIGURE
    mine = shingles[int(pile.number[: pile.first_mine].sum()) :]
    places = Slots(mine, len(mine).bit_length()).find(shingles)
    shared = np.zeros(len(mine) + 1, dtype=np.bool_)
    shared[places[: int(pile.number[: pile.others].sum())]] = True
    shared[0] = False
    rows = shared.take(places).nonzero()[0]
    names = shared.cumsum()
    number = np.diff(rows.searchsorted(pile.start + pile.number), prepend=0)
    return _Named(rows, names.take(places.take(rows)), begins(number), number, int(names[-1]))
