"""Compare: what one sketch shares with several others, as named figures that do not depend on who asks. Pure.

Every figure is a symmetric function of two sketches and the weights, the same to the last bit whichever article arrived
first: sums are of whole numbers, and what differs by side enters as the smaller or the larger of both. All candidates
are compared at once, in flat arrays of hits (a shingle of mine that stands in another sketch), since a call of NumPy
costs as much as a hundred of its elements.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.sketch import FLAGS, Sketch, Words32, at_scale
from worker.structure import Floats, Hits, Ints, Pile, structure
from worker.weights import UNIT, Weights


class Comparison(NamedTuple):
    """What one article shares with one known article."""

    shared: float  # weight of the shared shingles
    contained: float  # share of this article's weight that stands in the other
    contains: float  # share of the other's weight that stands in this article
    first: float  # where the shared part begins in the other, 0 to 1
    headline: float  # share of the shorter headline's words that stand in the other headline
    features: Floats  # in the order of worker.model.COEFFICIENTS
    shingles: Words32  # those shared, and the shared words of the headlines


def compare(mine: Sketch, others: Sequence[Sketch], weights: Weights, min_shared: int) -> list[Comparison | None]:
    """Compare one sketch with others; None for each that shares fewer than `min_shared` shingles."""
    found: list[Comparison | None] = [None] * len(others)
    scales = [max(mine.scale, other.scale) for other in others]
    for scale in set(scales):
        places = [place for place, one in enumerate(scales) if one == scale]
        for place, comparison in _at_scale(scale, mine, [others[place] for place in places], weights, min_shared):
            found[places[place]] = comparison
    return found


def _at_scale(
    scale: int, mine: Sketch, others: Sequence[Sketch], weights: Weights, min_shared: int
) -> list[tuple[int, Comparison]]:
    """Compare sketches thinned alike; return the place of each other that shares enough, and the comparison."""
    x = at_scale(mine.shingles, scale)
    parts = [at_scale(other.shingles, scale) for other in others]
    lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
    enough = np.minimum(np.minimum(lengths, len(x)), max(1, min_shared >> scale))
    y = np.concatenate(parts)
    if not len(x) or not len(y):
        return []
    hits = _find(Pile(scale, x, y, lengths))
    kept = np.flatnonzero((hits.number >= enough) & (hits.number > 0)).tolist()
    if not kept:
        return []
    if len(kept) < len(parts):
        parts, lengths = [parts[place] for place in kept], lengths[kept]
        y = np.concatenate(parts)
        hits = _find(Pile(scale, x, y, lengths))
    near = [others[place] for place in kept]
    return list(zip(kept, _comparisons(Pile(scale, x, y, lengths), mine, near, hits, weights), strict=True))


def _find(pile: Pile) -> Hits:
    """Find the shingles of x in y."""
    _, x, y, lengths = pile
    bare, wanted = x | FLAGS, y | FLAGS
    order = np.argsort(bare)
    at = np.searchsorted(bare, wanted, sorter=order)
    at[at == len(x)] = 0
    places = order[at]
    flat = np.flatnonzero(bare[places] == wanted)
    starts = np.cumsum(lengths) - lengths
    other = np.repeat(np.arange(len(lengths)), lengths)[flat]
    count = np.bincount(other, minlength=len(lengths))
    return Hits(other, places[flat], flat - starts[other], flat, np.cumsum(count) - count, count)


def _comparisons(pile: Pile, mine: Sketch, others: Sequence[Sketch], hits: Hits, weights: Weights) -> list[Comparison]:
    scale, x, y, lengths = pile
    of_y = weights.of(y)
    of_hits = of_y[hits.flat]
    weight_x = int(weights.of(x).sum())
    weight_y = np.add.reduceat(of_y, np.cumsum(lengths) - lengths)
    weight = np.add.reduceat(of_hits, hits.first)
    smaller, larger = np.maximum(np.minimum(weight_x, weight_y), 1), np.maximum(np.maximum(weight_x, weight_y), 1)
    headline, told, words = _headlines(mine.headline, [other.headline for other in others], weights)
    numbers = _numbers(mine.numbers, [other.numbers for other in others])
    shared = (weight << scale) / UNIT
    features = np.column_stack(
        (
            weight / smaller,
            weight / larger,
            np.log1p(shared),
            told,
            numbers,
            *structure(pile, hits, of_hits),
        )
    )
    first = hits.theirs[hits.first + hits.number // 10] / lengths
    shingles = np.split(y[hits.flat] | FLAGS, hits.first[1:])
    contained, contains = weight / max(1, weight_x), weight / np.maximum(weight_y, 1)
    columns = (part.tolist() for part in (shared, contained, contains, first, headline))
    common = [np.concatenate(pair) for pair in zip(shingles, words, strict=True)]
    return list(map(Comparison, *columns, features, common))


def _headlines(mine: Words32, others: Sequence[Words32], weights: Weights) -> tuple[Floats, Floats, list[Words32]]:
    """Return the share of the shorter headline that is common, plain and weighted, and the common words themselves."""
    lengths, hit, words = _common(mine, others)
    shorter = np.minimum(len(mine), lengths)
    counts = _sums(hit.astype(np.int64), lengths)
    of_words = weights.of(words)
    shared, of_other = _sums(of_words * hit, lengths), _sums(of_words, lengths)
    of_mine = int(weights.of(mine | FLAGS).sum())
    plain = counts / np.maximum(shorter, 1)
    weighted = shared / np.maximum(np.minimum(of_mine, of_other), 1)
    return plain, weighted, [part[got] for part, got in zip(_split(words, lengths), _split(hit, lengths), strict=True)]


def _numbers(mine: Words32, others: Sequence[Words32]) -> Floats:
    """Return the share of the numbers in common, one being granted to each side: having none says nothing."""
    lengths, hit, _ = _common(mine, others)
    return np.asarray((_sums(hit.astype(np.int64), lengths) + 1) / (np.minimum(len(mine), lengths) + 2))


def _common(mine: Words32, others: Sequence[Words32]) -> tuple[Ints, NDArray[np.bool_], Words32]:
    """Return how many words the others have, which of them are mine too (mine are sorted), and the words."""
    lengths = np.fromiter(map(len, others), dtype=np.int64, count=len(others))
    words = np.concatenate(others) | FLAGS
    if not len(mine) or not len(words):
        return lengths, np.zeros(len(words), dtype=np.bool_), words
    bare = mine | FLAGS
    at = np.searchsorted(bare, words)
    at[at == len(bare)] = 0
    return lengths, bare[at] == words, words


def _sums(values: Ints, lengths: Ints) -> Ints:
    """Sum values by stretches of the given lengths, which may be empty."""
    running = np.concatenate(([0], np.cumsum(values)))
    ends = np.cumsum(lengths)
    return np.asarray(running[ends] - running[ends - lengths])


def _split(values: NDArray[Any], lengths: Ints) -> list[NDArray[Any]]:
    return np.split(values, np.cumsum(lengths)[:-1])
