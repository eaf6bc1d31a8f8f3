"""Shortlist: which few of the articles that share keys with those of a batch are worth verifying. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from schemas.thresholds import Thresholds
from worker.ragged import Ints, firsts, owners, parts, ranks, spread
from worker.structure import Floats

_SEQ_BITS = 40  # a thousand billion articles; above them stands the place in the batch


class Postings(NamedTuple):
    """Which articles have which keys: rows by key, in rising order."""

    keys: Ints
    seqs: Ints


NO_POSTINGS = Postings(*np.empty((2, 0), dtype=np.int64))


class _Votes(NamedTuple):
    """For which articles those of a batch vote: their places in the batch, the seqs, and how much each vote counts."""

    article: Ints
    seqs: Ints
    share: Floats


def newest(postings: Postings, cap: int) -> Postings:
    """Return of each key the postings of the newest articles, at most so many; they come in any order."""
    order = np.lexsort((-postings.seqs, postings.keys))
    keys = postings.keys[order]
    kept = ranks(_counts(keys)) < cap
    return Postings(keys[kept], postings.seqs[order][kept])


def shortlists(keys: Sequence[Iterable[int]], postings: Postings, limits: Thresholds) -> list[list[int]]:
    """Return for each article of a batch, given by its keys, the seqs worth verifying, best first.

    A shared key counts one over the number of its postings. Ties go to the newer article. One over their square put an
    outlet's boilerplate, of which each key is rare, before a story that is carried by many.
    """
    article, sought = _laid_out(keys)
    first = np.append(firsts(postings.keys).nonzero()[0], len(postings.keys))  # of each key; the last is of none
    known = np.append(postings.keys[first[:-1]], -1)
    at = known[:-1].searchsorted(sought)
    start = first[at]
    number = np.where(known[at] == sought, np.diff(first, append=first[-1])[at], 0)
    share = 1.0 / np.maximum(number, 1)
    votes = _Votes(article.repeat(number), postings.seqs[spread(start, number)], share.repeat(number))
    return _elected(votes, len(keys), limits.candidates)


def shortlist(keys: Iterable[int], postings: Mapping[int, Sequence[int]], limits: Thresholds) -> list[int]:
    """Return the seqs worth verifying for one article; `postings` are the seqs that each key leads to."""
    mine = sorted(keys)
    rows = [(key, seq) for key in mine for seq in postings.get(key, ())]
    return shortlists([mine], Postings(*np.array(rows, dtype=np.int64).reshape(-1, 2).T), limits)[0]


def shortlists_within(keys: Sequence[Iterable[int]], limits: Thresholds) -> list[list[int]]:
    """Return for each article of a batch the earlier places of the batch worth verifying."""
    article, sought = _laid_out(keys)
    order = sought.argsort(kind="stable")  # by key, and of each key by place
    at = np.empty_like(order)
    at[order] = np.arange(len(order))
    number = np.minimum(ranks(_counts(sought[order])), limits.postings_cap)[at]  # of those before it with the same key
    share = 1.0 / np.maximum(number, 1)
    votes = _Votes(article.repeat(number), article[order][spread(at - number, number)], share.repeat(number))
    return _elected(votes, len(keys), limits.candidates)


def _laid_out(keys: Sequence[Iterable[int]]) -> tuple[Ints, Ints]:
    """Return all keys and whose they are, of each article in rising order: so votes are always summed in one order."""
    ordered = [sorted(of_one) for of_one in keys]
    number = np.fromiter(map(len, ordered), dtype=np.int64, count=len(ordered))
    return owners(number), np.fromiter(chain.from_iterable(ordered), dtype=np.int64, count=int(number.sum()))


def _elected(votes: _Votes, articles: int, most: int) -> list[list[int]]:
    """Return for each article of the batch those with the most votes."""
    named, which = np.unique((votes.article << _SEQ_BITS) | votes.seqs, return_inverse=True)
    count = np.bincount(which, votes.share, len(named))
    article, seqs = named >> _SEQ_BITS, named & ((1 << _SEQ_BITS) - 1)
    # They are in rising order; from the end on, what has equal votes is newest first, and a stable sort leaves it so.
    order = len(named) - 1 - np.lexsort((-count[::-1], article[::-1]))
    number = np.bincount(article, minlength=articles)
    chosen: list[int] = seqs[order[ranks(number) < most]].tolist()
    return list(parts(chosen, np.minimum(number, most)))


def _counts(ordered: Ints) -> Ints:
    """Return how many there are of each value of a sorted array."""
    return np.diff(firsts(ordered).nonzero()[0], append=len(ordered))
