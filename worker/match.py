"""Match: which known articles tell the same story, how they relate, and why. Pure.

A story is a connected component of pairwise links. Whether two articles are linked is a symmetric function of their two
sketches and the weights, so the order in which articles arrive does not change the stories.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from schemas.thresholds import Thresholds
from schemas.verdict import Relation
from worker.compare import Compared, Comparison, compare
from worker.model import BIAS, COEFFICIENTS, probabilities
from worker.ragged import Bools, Ints, owners
from worker.sketch import is_current, unpack
from worker.structure import Floats
from worker.teaching import NOTHING, Teaching
from worker.weights import Weights

__all__ = [
    "BIAS", "COEFFICIENTS", "Known", "Link", "Links", "Seen", "Verified", "Weights",
    "link", "links", "measure", "verify",
]  # fmt: skip

# A pair that may be one story teaches nothing: its own text would pass for boilerplate, and whether its next copies are
# known would depend on the order in which they came. Of ten copies that are not known as such nine score more.
_DOUBT = 0.3
# Articles that are compared at once: as many as a batch has. A document may hold thousands, and the table in which
# their shingles meet grows by the square of that: of 2,000 short ones it took 600 MB.
_MOST_TOGETHER = 256
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
    """Everything one article was matched with, best first."""

    same: tuple[Link, ...] = ()
    digests: tuple[Link, ...] = ()

    @property
    def all(self) -> tuple[Link, ...]:
        """The links of both kinds."""
        return self.same + self.digests


class Seen(NamedTuple):
    """A known article that may become a link: what it shares, and the probability that the two tell one story."""

    seq: int
    shared: Comparison
    score: float


class Verified(NamedTuple):
    """What was seen of a batch: by article what may become a link, and of the whole what may be learned from it."""

    seen: Sequence[Sequence[Seen]]
    taught: Teaching

    def joined(self, late: "Verified", places: Sequence[int]) -> "Verified":
        """Return this with what was seen later of some of the batch, whose places are given."""
        seen = list(self.seen)
        for place, more in zip(places, late.seen, strict=True):
            seen[place] = [*seen[place], *more]
        of_late = late.taught._replace(article=np.array(places, dtype=np.int64)[late.taught.article])
        return Verified(seen, self.taught.joined(of_late))


def verify(
    batch: Sequence[bytes],
    known: Mapping[int, bytes],
    asked: Sequence[Sequence[int]],
    weights: Weights,
    thresholds: Thresholds,
) -> Verified:
    """Compare the sketches of a batch, each with the articles that are asked for it, by their numbers.

    An article of the same batch is known by its place: -1 for the first, -2 for the second. What is seen of a pair does
    not depend on the rest. Known sketches of an older version, and those that are missing, are passed over.
    """
    sketches = {-1 - place: sketch for place, sketch in enumerate(batch)}
    sketches |= {seq: sketch for seq, sketch in known.items() if is_current(sketch)}
    verified = Verified([[] for _ in batch], NOTHING)
    for begin in range(0, len(batch), _MOST_TOGETHER):
        places = range(begin, min(begin + _MOST_TOGETHER, len(batch)))
        wanted = [[seq for seq in asked[place] if seq in sketches] for place in places]
        verified = verified.joined(_verified(sketches, places, wanted, weights, thresholds), places)
    return verified


def _verified(
    sketches: Mapping[int, bytes],
    places: Sequence[int],
    wanted: Sequence[Sequence[int]],
    weights: Weights,
    thresholds: Thresholds,
) -> Verified:
    """Verify the articles at some places of a batch; what is taught is told by where they stand among these."""
    seen: list[list[Seen]] = [[] for _ in places]
    seqs = np.array(list(chain.from_iterable(wanted)), dtype=np.int64)
    if not len(seqs):
        return Verified(seen, NOTHING)
    laid = {seq: at for at, seq in enumerate(dict.fromkeys(chain((-1 - place for place in places), seqs.tolist())))}
    article = owners(np.array(list(map(len, wanted))))
    theirs = np.array([laid[seq] for of_one in wanted for seq in of_one], dtype=np.int64)
    found, scores = _compared([sketches[seq] for seq in laid], article, theirs, weights, thresholds)
    article, seqs = article[found.pair], seqs[found.pair]
    for place in _telling(found, scores, thresholds).nonzero()[0].tolist():
        seen[article[place]].append(Seen(int(seqs[place]), found.one(place), float(scores[place])))
    return Verified(seen, _taught(found, article, seqs, scores < _DOUBT))


def links(seen: Sequence[Seen], stories: Sequence[str], thresholds: Thresholds) -> Links:
    """Tell the links of one article: the same story, or else a round-up of several.

    `stories` are those of the known articles by now, one for each that was seen.
    """
    told = list(zip(seen, stories, strict=True))
    same = [_link(one, story, thresholds) for one, story in told if one.score >= thresholds.same_story]
    return Links(_best_first(same)) if same else Links(digests=_best_first(_digests(told, thresholds)))


def link(sketch: bytes, known: Sequence[Known], weights: Weights, thresholds: Thresholds) -> Links:
    """Verify one article against known ones and tell its links."""
    stories = {one.seq: one.story_id for one in known}
    sketches = {one.seq: one.sketch for one in known}
    seen = verify([sketch], sketches, [list(sketches)], weights, thresholds).seen[0]
    return links(seen, [stories[one.seq] for one in seen], thresholds)


def measure(mine: bytes, known: Known, weights: Weights, thresholds: Thresholds) -> Link | None:
    """Return what two articles have in common, alike or not; None for fewer than two words."""
    patient = thresholds.model_copy(update={"min_shared": 1, "min_overlap": 0.0})
    found, scores = _compared([mine, known.sketch], np.array([0]), np.array([1]), weights, patient)
    seen = [Seen(known.seq, found.one(place), score) for place, score in enumerate(scores.tolist())]
    return _link(seen[0], known.story_id, thresholds) if seen else None


def _compared(
    sketches: Sequence[bytes], mine: Ints, theirs: Ints, weights: Weights, thresholds: Thresholds
) -> tuple[Compared, Floats]:
    """Compare pairs; return what they share, and the probability of each that shares enough."""
    limits = thresholds.min_shared, thresholds.min_overlap
    found = compare(unpack(sketches), mine, theirs, weights, min_shared=limits[0], min_overlap=limits[1])
    scores = np.zeros(len(found.pair))
    if len(found.near):
        scores[found.near] = probabilities(found.features)
    return found, scores


def _telling(found: Compared, scores: Floats, thresholds: Thresholds) -> Bools:
    """Return which pairs may become a link: two of one story, or a round-up and a text whose beginning it carries."""
    is_carried = (found.shared >= thresholds.digest_run) & (found.first < 0.5)
    return np.asarray((scores >= thresholds.same_story) | is_carried)


def _taught(found: Compared, article: Ints, seqs: Ints, different: Bools) -> Teaching:
    rows = different[found.owner].nonzero()[0]
    pairs = different.cumsum() - 1
    return Teaching(article[different], seqs[different], found.rows[rows], pairs[found.owner[rows]])


def _link(seen: Seen, story_id: str, thresholds: Thresholds) -> Link:
    seq, shared, score = seen
    features = () if shared.features is None else shared.features.tolist()
    return Link(
        seq,
        story_id,
        score >= thresholds.same_story,
        score,
        _relation(shared),
        max(shared.contained, shared.contains),
        shared.contained,
        shared.contains,
        dict(zip(COEFFICIENTS, features, strict=False)),  # no features: too little is shared for a copy
    )


def _relation(shared: Comparison) -> Relation:
    if shared.contained >= _WHOLE and shared.contains >= _WHOLE:
        return Relation.VERBATIM if shared.headline >= _WHOLE else Relation.RETITLED
    if shared.contained >= _WHOLE:
        return Relation.ABRIDGED
    return Relation.EXPANDED if shared.contains >= _WHOLE else Relation.EDITED


def _digests(told: Sequence[tuple[Seen, str]], thresholds: Thresholds) -> list[Link]:
    """Return links to the stories of which an article carries the beginning, when they are several."""
    carried = [_link(one, story, thresholds)._replace(relation=Relation.DIGEST) for one, story in told]
    return carried if len({made.story_id for made in carried}) > 1 else []


def _best_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda one: (-one.score, -one.seq)))
