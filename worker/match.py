"""Match: which known articles tell the same story, how they relate, and why. Pure.

A story is a connected component of pairwise links. Whether two articles are linked is a symmetric function of their two
sketches and the weights, so the order in which articles arrive does not change the stories.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from schemas.thresholds import Thresholds
from schemas.verdict import Relation
from worker.compare import Comparison, compare
from worker.model import BIAS, COEFFICIENTS, probabilities
from worker.sketch import unpack
from worker.weights import Weights

__all__ = ["BIAS", "COEFFICIENTS", "Known", "Link", "Links", "Weights", "link", "shortlist"]

_WHOLE = 0.9  # share of a text that counts as nearly all of it: a changed word breaks three shingles


class Known(NamedTuple):
    """A stored article that may tell the same story."""

    seq: int
    story_id: str
    sketch: bytes


class Link(NamedTuple):
    """What an article has in common with one known article. Figures from 0 to 1."""

    seq: int
    story_id: str
    same: bool
    score: float
    relation: Relation
    similarity: float  # shared share of the smaller text
    contained: float  # share of this article that stands in the known one
    contains: float  # share of the known one that stands in this article
    features: Mapping[str, float]


class Links(NamedTuple):
    """Everything one article was matched with, best first, and what was learned from it."""

    same: tuple[Link, ...] = ()
    digests: tuple[Link, ...] = ()
    lessons: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[Link, ...]:
        """The links of both kinds."""
        return self.same + self.digests

    def and_also(self, later: "Links") -> "Links":
        """Return these links with those found in another part of the index, each known article once."""
        return Links(
            _best_first({one.seq: one for one in self.same + later.same}.values()),
            _best_first({one.seq: one for one in self.digests + later.digests}.values()),
            tuple(sorted({*self.lessons, *later.lessons})),
        )


def shortlist(keys: Iterable[int], postings: Mapping[int, Sequence[int]], limits: Thresholds) -> list[int]:
    """Return the few seqs worth verifying, best first: a shared key counts one over the number of its postings.

    `postings` are seqs for each key, newest first, already capped. Ties go to the newer article.
    """
    votes: dict[int, float] = {}
    for key in sorted(keys):
        seqs = postings.get(key, ())[: limits.postings_cap]
        for seq in seqs:
            votes[seq] = votes.get(seq, 0.0) + 1.0 / len(seqs) ** 2
    return sorted(votes, key=lambda seq: (-votes[seq], -seq))[: limits.candidates]


def link(sketch: bytes, known: Sequence[Known], weights: Weights, thresholds: Thresholds) -> Links:
    """Verify an article against known ones: the same story, a round-up of several, or different stories."""
    if not known:
        return Links()
    found = compare(unpack(sketch), [unpack(one.sketch) for one in known], weights, thresholds.min_shared)
    pairs = [(one, shared) for one, shared in zip(known, found, strict=True) if shared is not None]
    if not pairs:
        return Links()
    scores = probabilities(np.array([shared.features for _, shared in pairs])).tolist()
    links = [
        (_link(one, shared, score, thresholds), shared) for (one, shared), score in zip(pairs, scores, strict=True)
    ]
    same = [made for made, _ in links if made.same]
    stories = {made.story_id for made in same}
    different = [(made, shared) for made, shared in links if made.story_id not in stories]
    lessons = _lessons([shared for _, shared in different], thresholds.lessons)
    digests = [] if same else _digests(different, thresholds)
    return Links(_best_first(same), _best_first(digests), lessons)


def _link(one: Known, shared: Comparison, score: float, thresholds: Thresholds) -> Link:
    similarity = max(shared.contained, shared.contains)
    return Link(
        one.seq,
        one.story_id,
        score >= thresholds.same_story,
        score,
        _relation(shared),
        similarity,
        shared.contained,
        shared.contains,
        dict(zip(COEFFICIENTS, shared.features.tolist(), strict=True)),
    )


def _relation(shared: Comparison) -> Relation:
    if shared.contained >= _WHOLE and shared.contains >= _WHOLE:
        return Relation.VERBATIM if shared.headline >= _WHOLE else Relation.RETITLED
    if shared.contained >= _WHOLE:
        return Relation.ABRIDGED
    return Relation.EXPANDED if shared.contains >= _WHOLE else Relation.EDITED


def _digests(different: Sequence[tuple[Link, Comparison]], thresholds: Thresholds) -> list[Link]:
    """Return links to the stories of which an article carries the beginning, when they are several."""
    carried = [
        made._replace(relation=Relation.DIGEST)
        for made, shared in different
        if shared.shared >= thresholds.digest_run and shared.first < 0.5
    ]
    return carried if len({made.story_id for made in carried}) > 1 else []


def _lessons(different: Sequence[Comparison], cap: int) -> tuple[int, ...]:
    if not different:
        return ()
    return tuple(np.unique(np.concatenate([part for shared in different for part in shared.common]))[:cap].tolist())


def _best_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda one: (-one.score, -one.seq)))
