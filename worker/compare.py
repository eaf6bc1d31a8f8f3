"""Compare: what pairs of sketches share, as named figures that do not depend on who asks. Pure.

Every figure is a symmetric function of two sketches and the weights, the same to the last bit whichever article arrived
first and whatever else is compared at once: sums are of whole numbers, and what differs by side enters as the smaller
or the larger of both.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from worker.hits import Hits, Pile, find, narrow, pile_up
from worker.ragged import Bools, Ints, spread, sums
from worker.sketch import FIGURE, Part, Sketches, Words32
from worker.structure import Floats, structure
from worker.weights import UNIT, Weights

# The share of headlines where one is missing, which speaks neither for a copy nor against it: about halfway between the
# means of copies, 0.65, and of other pairs, 0.07. With 0 a stream without headlines lost 2 % of its copies.
_NO_HEADLINE = 0.4


class Comparison(NamedTuple):
    """What one article shares with one known article."""

    shared: float  # weight of the shared shingles
    contained: float  # share of this article's weight that stands in the other
    contains: float  # share of the other's weight that stands in this article
    first: float  # where the shared part begins in the other, 0 to 1
    headline: float  # share of the shorter headline's words that stand in the other headline
    features: Floats | None  # in the order of worker.model.COEFFICIENTS; None where too little is shared for a copy


class Compared(NamedTuple):
    """What pairs share, for those that share enough to be looked at: each figure of Comparison, one value a pair."""

    pair: Ints  # which of the pairs that were given
    shared: Floats
    contained: Floats
    contains: Floats
    first: Floats
    headline: Floats
    near: Ints  # which of these pairs have features
    features: Floats  # a row for each of those
    rows: Words32  # the shingles shared, and the words of the headlines
    owner: Ints  # by row: which of these pairs shares it

    def one(self, place: int) -> Comparison:
        """Return what one of the pairs shares."""
        of_near = int(self.near.searchsorted(place))
        is_near = of_near < len(self.near) and int(self.near[of_near]) == place
        features = self.features[of_near] if is_near else None
        shared, contained, contains, first, headline = (float(figure[place]) for figure in self[1:6])
        return Comparison(shared, contained, contains, first, headline, features)


class _Weighed(NamedTuple):
    """Weights by pair, in units; `hits` by hit."""

    hits: Ints
    mine: Ints
    theirs: Ints
    shared: Ints

    @property
    def lighter(self) -> Ints:
        """The weight of the lighter text."""
        return np.minimum(self.mine, self.theirs)

    def of(self, kept: Bools, hits: Hits) -> "_Weighed":
        """Return the weights of some of the pairs, and of their hits."""
        return _Weighed(self.hits[kept[hits.pair].nonzero()[0]], self.mine[kept], self.theirs[kept], self.shared[kept])


class _Common(NamedTuple):
    """What the same part of both sketches of pairs holds: the words in common, and by pair how many each has."""

    words: Words32
    pair: Ints
    mine: Ints
    theirs: Ints

    @property
    def number(self) -> Ints:
        """The words in common, by pair."""
        return np.bincount(self.pair, minlength=len(self.mine))

    @property
    def fewer(self) -> Ints:
        """The words of the part that has fewer, by pair."""
        return np.minimum(self.mine, self.theirs)

    def of(self, kept: Bools) -> "_Common":
        """Return the words of some of the pairs."""
        rows = kept[self.pair]
        return _Common(self.words[rows], (kept.cumsum() - 1)[self.pair[rows]], self.mine[kept], self.theirs[kept])


def compare(
    sketches: Sketches, mine: Ints, theirs: Ints, weights: Weights, *, min_shared: int, min_overlap: float
) -> Compared:
    """Compare pairs of sketches, given by their places, that share at least `min_shared` shingles.

    Of a pair that shares less than `min_overlap` of the lighter text no features are made.
    """
    pile = pile_up(sketches, mine, theirs)
    hits = find(pile)
    enough = np.minimum(np.minimum(pile.length_x, pile.length_y), np.maximum(1, min_shared >> pile.scale))
    kept = (hits.number >= enough) & (hits.number > 0)
    mine, theirs, (pile, hits) = mine[kept], theirs[kept], narrow(pile, hits, kept)
    weighed = _weigh(pile, hits, weights)
    titles = _common(sketches.rows, sketches.headline, mine, theirs)
    near = weighed.shared >= min_overlap * weighed.lighter
    features = np.empty((0, 0))
    if near.any():
        of_texts = _of_texts(*narrow(pile, hits, near), weighed.of(near, hits))
        features = _features(of_texts, _of_words(sketches, mine[near], theirs[near], titles.of(near), weights))
    return Compared(
        kept.nonzero()[0],
        (weighed.shared << pile.scale) / UNIT,
        weighed.shared / np.maximum(weighed.mine, 1),
        weighed.shared / np.maximum(weighed.theirs, 1),
        hits.theirs[hits.first + hits.number // 10] / pile.length_y,
        titles.number / np.maximum(titles.fewer, 1),
        near.nonzero()[0],
        features,
        np.concatenate((pile.rows[hits.flat_y], titles.words)) | FIGURE,
        np.concatenate((hits.pair, titles.pair)),
    )


def _features(of_texts: Sequence[Floats], of_words: tuple[Floats, Floats, Floats]) -> Floats:
    """Return a row for each pair, in the order of worker.model.COEFFICIENTS."""
    smaller, larger, volume, *lies = of_texts
    by_title, clash, numbers = of_words
    return np.array((smaller, larger, volume, by_title, clash * lies[-1], numbers, *lies)).T.copy()


def _of_texts(pile: Pile, hits: Hits, weighed: _Weighed) -> list[Floats]:
    """Return the features of the running text: how much is shared, and how it lies."""
    shared = weighed.shared
    return [
        shared / np.maximum(weighed.lighter, 1),
        shared / np.maximum(np.maximum(weighed.mine, weighed.theirs), 1),
        np.log1p((shared << pile.scale) / UNIT),
        *structure(pile, hits, weighed.hits),
    ]


def _of_words(
    sketches: Sketches, mine: Ints, theirs: Ints, titles: _Common, weights: Weights
) -> tuple[Floats, Floats, Floats]:
    """Return the shared share of the headlines' weight, of their figures those that differ, and of numbers the shared.

    Of figures and of numbers one more is granted as common, and a word more than the lighter headline has: that none is
    there says nothing, and a headline of many stories says little.
    """
    part, count = sketches.headline, len(mine)
    weight, figures = [], []
    for side in (mine, theirs):
        words = sketches.rows[spread(part.start[side], part.number[side])]
        weight.append(sums(weights.of(words), part.number[side]))
        figures.append(sums((words & 1).astype(np.int64), part.number[side]))
    in_common = np.bincount(titles.pair, weights.of(titles.words), count)
    by_title = in_common / (np.minimum(*weight) + UNIT)
    by_title[titles.fewer == 0] = _NO_HEADLINE
    fewer = np.minimum(*figures)
    clash = (fewer - np.bincount(titles.pair, titles.words & 1, count)) / (fewer + 1)
    numbers = _common(sketches.rows, sketches.numbers, mine, theirs)
    return by_title, clash, (numbers.number + 1) / (numbers.fewer + 2)


def _weigh(pile: Pile, hits: Hits, weights: Weights) -> _Weighed:
    every = weights.of(pile.rows)
    of_sides, of_hits = sums(every, pile.number), every[hits.flat_y]
    return _Weighed(of_hits, of_sides[pile.x], of_sides[pile.y], sums(of_hits, hits.number))


def _common(rows: Words32, part: Part, mine: Ints, theirs: Ints) -> _Common:
    """Return the words that a part of both of a pair has, pair by pair."""
    sides = np.concatenate((mine, theirs))
    number = part.number[sides]
    pair = np.tile(np.arange(len(mine)), 2).repeat(number)
    ordered = (pair << 32) | rows[spread(part.start[sides], number)]
    ordered.sort()
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return _Common((twice & 0xFFFFFFFF).astype(np.uint32), twice >> 32, number[: len(mine)], number[len(mine) :])
