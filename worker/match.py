"""Match: which known articles tell the same story, how they relate, and why. Pure.

A story is a connected component of pairwise links. Whether two articles are linked is a symmetric function of their two
sketches and the weights, so the order in which articles arrive does not change the stories.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from schemas.thresholds import Thresholds
from schemas.verdict import Relation
from worker.compare import Comparison, compare
from worker.sketch import unpack
from worker.weights import Weights

__all__ = ["Filed", "Known", "Link", "Links", "Weights", "lead", "link", "shortlist"]

BIAS = -14.4
COEFFICIENTS = {
    "overlap": 10.4,
    "larger": 6.6,
    "volume": 1.0,
    "start": -5.6,
    "lead": 1.6,
    "title": 3.9,
    "template": -7.9,
    "gaps": 1.6,
    "numbers": 3.0,
    "run": -1.8,
}
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


class Filed(NamedTuple):
    """What the rule for the lead needs of one article of a story."""

    article_id: str
    agency_own: bool  # the agency filed it itself, on its own wire
    published_at: datetime | None


def shortlist(keys: Iterable[int], postings: Mapping[int, Sequence[int]], limits: Thresholds) -> list[int]:
    """Return the few seqs worth verifying, best first: a shared key counts one over the number of its postings.

    `postings` are seqs for each key, newest first, already capped. Ties go to the newer article.
    """
    votes: dict[int, float] = {}
    for key in sorted(keys):
        seqs = postings.get(key, ())[: limits.postings_cap]
        for seq in seqs:
            votes[seq] = votes.get(seq, 0.0) + 1.0 / len(seqs)
    return sorted(votes, key=lambda seq: (-votes[seq], -seq))[: limits.candidates]


def link(sketch: bytes, known: Sequence[Known], weights: Weights, thresholds: Thresholds) -> Links:
    """Verify an article against known ones: the same story, a round-up of several, or different stories."""
    if not known:
        return Links()
    found = compare(unpack(sketch), [unpack(one.sketch) for one in known], weights, thresholds.min_shared)
    pairs = [(one, shared) for one, shared in zip(known, found, strict=True) if shared is not None]
    links = [(_link(one, shared, thresholds), shared) for one, shared in pairs]
    same = [made for made, _ in links if made.same]
    stories = {made.story_id for made in same}
    different = [(made, shared) for made, shared in links if made.story_id not in stories]
    lessons = sorted({int(shingle) for _, shared in different for shingle in shared.shingles})[: thresholds.lessons]
    digests = [] if same else _digests(different, thresholds)
    return Links(_best_first(same), _best_first(digests), tuple(lessons))


def score(features: Mapping[str, float]) -> float:
    """Return the probability, 0 to 1, that two articles with these features tell the same story."""
    logit = BIAS + sum(weight * features[name] for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-logit))


def lead(articles: Iterable[Filed]) -> str:
    """Return the article that leads a story: the agency's own, else the earliest published; ties by article id."""
    last = datetime.max.replace(tzinfo=UTC)
    return min(articles, key=lambda one: (not one.agency_own, one.published_at or last, one.article_id)).article_id


def _link(one: Known, shared: Comparison, thresholds: Thresholds) -> Link:
    confidence = score(shared.features)
    similarity = max(shared.contained, shared.contains)
    return Link(
        one.seq,
        one.story_id,
        confidence >= thresholds.same_story,
        confidence,
        _relation(shared),
        similarity,
        shared.contained,
        shared.contains,
        shared.features,
    )


def _relation(shared: Comparison) -> Relation:
    if shared.contained >= _WHOLE and shared.contains >= _WHOLE:
        return Relation.VERBATIM if shared.features["title"] >= _WHOLE else Relation.RETITLED
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


def _best_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda one: (-one.score, -one.seq)))
