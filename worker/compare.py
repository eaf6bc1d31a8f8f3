"""Compare: what pairs of sketches share, as named figures that do not depend on who asks. Pure.

Every figure is a symmetric function of two sketches and the weights, the same to the last bit whichever article arrived
first and whatever else is compared at once: sums are of whole numbers, and what differs by side enters as the smaller
or the larger of both.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from worker.hits import Hits, Pile, find, narrow, pile_up
from worker.ragged import Bools, Ints, begins, parts, sums
from worker.sketch import FIGURE, Sketch, Words32, joined
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
    common: tuple[Words32, Words32]  # the shingles shared, and the words of the headlines


class _Weighed(NamedTuple):
    """Weights by pair, in units; `hits` by hit."""

    hits: Ints
    mine: Ints
    theirs: Ints
    shared: Ints

    def of(self, kept: Bools, hits: Hits) -> "_Weighed":
        """Return the weights of some of the pairs, and of their hits."""
        return _Weighed(self.hits[kept[hits.pair]], self.mine[kept], self.theirs[kept], self.shared[kept])


class _Titles(NamedTuple):
    """The headlines of pairs: the words in common, whose they are, and by pair their number and share."""

    words: Words32
    number: Ints
    by_number: Floats
    by_weight: Floats
    clash: Floats  # share of the figures and months that differ


def compare(
    pairs: Sequence[tuple[Sketch, Sketch]], weights: Weights, min_shared: int, min_overlap: float
) -> list[Comparison | None]:
    """Compare pairs of sketches; None for each that shares fewer than `min_shared` shingles.

    Of a pair that shares less than `min_overlap` of the lighter text no features are made.
    """
    found: list[Comparison | None] = [None] * len(pairs)
    pile = pile_up(pairs)
    hits = find(pile)
    enough = np.minimum(np.minimum(pile.length_x, pile.length_y), np.maximum(1, min_shared >> pile.scale))
    kept = (hits.number >= enough) & (hits.number > 0)
    if kept.any():
        places = kept.nonzero()[0].tolist()
        near = [pairs[place] for place in places]
        for place, made in zip(
            places, _comparisons(near, *narrow(pile, hits, kept), weights, min_overlap), strict=True
        ):
            found[place] = made
    return found


def _comparisons(
    pairs: Sequence[tuple[Sketch, Sketch]], pile: Pile, hits: Hits, weights: Weights, min_overlap: float
) -> Iterator[Comparison]:
    weighed = _weigh(pile, hits, weights)
    titles = _titles(pairs, weights)
    near = weighed.shared >= min_overlap * np.minimum(weighed.mine, weighed.theirs)
    alike = [pairs[place] for place in near.nonzero()[0].tolist()]
    rows = iter(
        _features(
            alike, *narrow(pile, hits, near), weighed.of(near, hits), (titles.by_weight[near], titles.clash[near])
        )
    )
    columns = (
        (weighed.shared << pile.scale) / UNIT,
        weighed.shared / np.maximum(weighed.mine, 1),
        weighed.shared / np.maximum(weighed.theirs, 1),
        hits.theirs[hits.first + hits.number // 10] / pile.length_y,
        titles.by_number,
    )
    features = (next(rows) if is_near else None for is_near in near.tolist())
    shingles = parts(pile.y[hits.flat_y] | FIGURE, hits.number)
    common = zip(shingles, parts(titles.words, titles.number), strict=True)
    yield from map(Comparison, *(column.tolist() for column in columns), features, common)


def _features(
    pairs: Sequence[tuple[Sketch, Sketch]], pile: Pile, hits: Hits, weighed: _Weighed, titles: tuple[Floats, Floats]
) -> Floats:
    if not pairs:
        return np.empty((0, 0))
    _, mine, theirs, shared = weighed
    by_title, clash = titles
    lies = structure(pile, hits, weighed.hits)
    columns = (
        shared / np.maximum(np.minimum(mine, theirs), 1),
        shared / np.maximum(np.maximum(mine, theirs), 1),
        np.log1p((shared << pile.scale) / UNIT),
        by_title,
        clash * lies[-1],
        _numbers(pairs),
        *lies,
    )
    return np.array(columns).T.copy()


def _weigh(pile: Pile, hits: Hits, weights: Weights) -> _Weighed:
    every = weights.of(np.concatenate((pile.x, pile.y)))
    of_x, of_y = every[: len(pile.x)], every[len(pile.x) :]
    of_hits = of_y[hits.flat_y]
    running = np.zeros(len(of_x) + 1, dtype=np.int64)
    of_x.cumsum(out=running[1:])
    mine = running[pile.start_x + pile.length_x] - running[pile.start_x]
    theirs = np.add.reduceat(of_y, begins(pile.length_y))
    return _Weighed(of_hits, mine, theirs, np.add.reduceat(of_hits, hits.first))


def _titles(pairs: Sequence[tuple[Sketch, Sketch]], weights: Weights) -> _Titles:
    mine, theirs = [one.headline for one, _ in pairs], [other.headline for _, other in pairs]
    words, owner, lengths = _common(mine, theirs)
    every = weights.of(np.concatenate((joined(mine), joined(theirs), words)))
    ends = lengths.sum(axis=1).cumsum()
    weight_x, weight_y = sums(every[: ends[0]], lengths[0]), sums(every[ends[0] : ends[1]], lengths[1])
    number = np.bincount(owner, minlength=len(pairs))
    weight = sums(every[ends[1] :], number)
    by_number = number / np.maximum(lengths.min(axis=0), 1)
    by_weight = weight / (np.minimum(weight_x, weight_y) + UNIT)  # a word more: a headline of many stories says little
    by_weight[lengths.min(axis=0) == 0] = _NO_HEADLINE
    clash = _clash(mine, theirs, np.bincount(owner[(words & 1) > 0], minlength=len(pairs)), lengths)
    return _Titles(words | FIGURE, number, by_number, by_weight, clash)


def _clash(mine: Sequence[bytes], theirs: Sequence[bytes], common: Ints, lengths: Ints) -> Floats:
    """Return the share of the figures and months in headlines that differ, one being granted as common."""
    of_x, of_y = (
        sums((joined(side) & 1).astype(np.int64), length) for side, length in zip((mine, theirs), lengths, strict=True)
    )
    fewer = np.minimum(of_x, of_y)
    return np.asarray((fewer - common) / (fewer + 1))


def _numbers(pairs: Sequence[tuple[Sketch, Sketch]]) -> Floats:
    """Return the share of the numbers in common, one being granted to each side: having none says nothing."""
    _, owner, lengths = _common([one.numbers for one, _ in pairs], [other.numbers for _, other in pairs])
    return np.asarray((np.bincount(owner, minlength=len(pairs)) + 1) / (lengths.min(axis=0) + 2))


def _common(mine: Sequence[bytes], theirs: Sequence[bytes]) -> tuple[Words32, Ints, Ints]:
    """Return the words that both of a pair have, the pair of each, and how many words each side has, in two rows."""
    every = joined((*mine, *theirs))
    lengths = np.fromiter(map(len, (*mine, *theirs)), dtype=np.int64, count=2 * len(mine)).reshape(2, -1) // 4
    pair = np.tile(np.arange(len(mine)), 2).repeat(lengths.ravel())
    ordered = (pair << 32) | every
    ordered.sort()
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return (twice & 0xFFFFFFFF).astype(np.uint32), twice >> 32, lengths
