"""Compare: what one sketch shares with several others, as named figures that do not depend on who asks. Pure.

Every figure is a symmetric function of two sketches and the weights, the same to the last bit whichever article arrived
first: sums are of whole numbers, and what differs by side enters as the smaller or the larger of both. All candidates
are compared at once, in flat arrays of hits (a shingle of mine that stands in another sketch), since a call of NumPy
costs as much as a hundred of its elements.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.sketch import FLAGS, Sketch, Words32, at_scale
from worker.structure import Floats, Hits, Ints, Pile, structure
from worker.weights import UNIT, Weights

_SIEVE_BITS = 15  # buckets by the upper bits: of shingles not shared one in sixty gets past, and searching is dear
_SIEVE_SHIFT = np.uint32(32 - _SIEVE_BITS)


class Comparison(NamedTuple):
    """What one article shares with one known article."""

    shared: float  # weight of the shared shingles
    contained: float  # share of this article's weight that stands in the other
    contains: float  # share of the other's weight that stands in this article
    first: float  # where the shared part begins in the other, 0 to 1
    headline: float  # share of the shorter headline's words that stand in the other headline
    features: Floats  # in the order of worker.model.COEFFICIENTS
    common: tuple[Words32, Words32]  # the shingles shared, and the words of the headlines


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
    kept = ((hits.number >= enough) & (hits.number > 0)).nonzero()[0]
    if not len(kept):
        return []
    near, pile, hits = _narrow(kept, parts, Pile(scale, x, y, lengths), hits)
    found = _comparisons(pile, mine, [others[place] for place in near], hits, weights)
    return list(zip(near, found, strict=True))


def _narrow(kept: Ints, parts: Sequence[Words32], pile: Pile, hits: Hits) -> tuple[list[int], Pile, Hits]:
    """Leave out the others that share too little: their shingles and their hits."""
    places: list[int] = kept.tolist()
    if len(places) == len(parts):
        return places, pile, hits
    lengths, number = pile.lengths[kept], hits.number[kept]
    staying = np.zeros(len(parts), dtype=np.bool_)
    staying[kept] = True
    rows = (staying[hits.other]).nonzero()[0]
    other = np.arange(len(places)).repeat(number)
    theirs = hits.theirs[rows]
    flat = theirs + (lengths.cumsum() - lengths)[other]
    narrowed = Hits(other, hits.mine[rows], theirs, flat, number.cumsum() - number, number)
    return places, pile._replace(y=np.concatenate([parts[place] for place in places]), lengths=lengths), narrowed


def _find(pile: Pile) -> Hits:
    """Find the shingles of x in y."""
    _, x, y, lengths = pile
    bare = x | FLAGS
    order = np.argsort(bare)
    bare = bare[order]
    sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
    sieve[bare >> _SIEVE_SHIFT] = True
    maybe = (sieve[y >> _SIEVE_SHIFT]).nonzero()[0]
    wanted = y[maybe] | FLAGS
    at = np.searchsorted(bare, wanted)
    at[at == len(x)] = 0
    right = bare[at] == wanted
    places, flat = order[at[right]], maybe[right]
    starts = lengths.cumsum() - lengths
    other = np.arange(len(lengths)).repeat(lengths)[flat]
    count = np.bincount(other, minlength=len(lengths))
    return Hits(other, places, flat - starts[other], flat, count.cumsum() - count, count)


def _comparisons(pile: Pile, mine: Sketch, others: Sequence[Sketch], hits: Hits, weights: Weights) -> list[Comparison]:
    scale, x, y, lengths = pile
    title_lengths, told, words = _common(mine.headline, [other.headline for other in others])
    every = weights.of(np.concatenate((x, y, mine.headline, words)))
    after_y, after_title = len(x) + len(y), len(x) + len(y) + len(mine.headline)
    of_y, of_words = every[len(x) : after_y], every[after_title:]
    of_hits = of_y[hits.flat]
    weight_x, weight_y = int(every[: len(x)].sum()), np.add.reduceat(of_y, lengths.cumsum() - lengths)
    weight = np.add.reduceat(of_hits, hits.first)
    smaller, larger = np.maximum(np.minimum(weight_x, weight_y), 1), np.maximum(np.maximum(weight_x, weight_y), 1)
    title_weight = np.minimum(int(every[after_y:after_title].sum()), _sums(of_words, title_lengths))
    shared = (weight << scale) / UNIT
    features = np.array(
        (
            weight / smaller,
            weight / larger,
            np.log1p(shared),
            _sums(of_words * told, title_lengths) / np.maximum(title_weight, 1),
            _numbers(mine.numbers, [other.numbers for other in others]),
            *structure(pile, hits, of_hits),
        )
    ).T.copy()
    first = hits.theirs[hits.first + hits.number // 10] / lengths
    headline = _sums(told.astype(np.int64), title_lengths) / np.maximum(
        np.minimum(len(mine.headline), title_lengths), 1
    )
    contained, contains = weight / max(1, weight_x), weight / np.maximum(weight_y, 1)
    columns = (part.tolist() for part in (shared, contained, contains, first, headline))
    return list(map(Comparison, *columns, features, _lessons(y[hits.flat] | FLAGS, hits, words, told, title_lengths)))


def _lessons(
    rows: Words32, hits: Hits, words: Words32, told: NDArray[np.bool_], lengths: Ints
) -> Iterator[tuple[Words32, Words32]]:
    """Yield for each other the shingles and the words of the headline that are shared."""
    end = word_end = 0
    for number, length in zip(hits.number.tolist(), lengths.tolist(), strict=True):
        end, word_end = end + number, word_end + length
        yield rows[end - number : end], words[word_end - length : word_end][told[word_end - length : word_end]]


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
    running = np.zeros(len(values) + 1, dtype=np.int64)
    values.cumsum(out=running[1:])
    ends = lengths.cumsum()
    return np.asarray(running[ends] - running[ends - lengths])
