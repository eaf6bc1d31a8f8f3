"""Match: which known articles tell the same story, how they relate, and why. Pure.

A story is a connected component of pairwise links. Whether two articles are linked is a symmetric function of their two
sketches and the weights, so the order in which articles arrive does not change the stories.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from schemas.thresholds import Thresholds
from schemas.verdict import Relation
from worker.compare import Comparison, compare
from worker.model import BIAS, COEFFICIENTS, probabilities
from worker.ragged import firsts
from worker.sketch import Sketch, is_current, unpack
from worker.weights import Weights

__all__ = [
    "BIAS", "COEFFICIENTS", "Known", "Link", "Links", "Seen", "Weights",
    "link", "links", "measure", "shortlist", "shortlists_within", "verify",
]  # fmt: skip

# A pair that may be one story teaches nothing: its own text would pass for boilerplate, and whether its next copies are
# known would depend on the order in which they came. Of ten copies that are not known as such nine score more.
_DOUBT = 0.3
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


class Seen(NamedTuple):
    """One known article beside the article in hand: what they share, and the probability that they tell one story."""

    known: Known
    shared: Comparison
    score: float

    def tells(self, thresholds: Thresholds) -> bool:
        """Return whether it may become a link, and is not only something to learn from."""
        return self.score >= thresholds.same_story or _is_carried(self.shared, thresholds)


def shortlist(keys: Iterable[int], postings: Mapping[int, Sequence[int]], limits: Thresholds) -> list[int]:
    """Return the few seqs worth verifying, best first: a shared key counts one over the number of its postings.

    `postings` are seqs for each key, newest first, already capped. Ties go to the newer article. One over their square
    put an outlet's boilerplate, of which each key is rare, before a story that is carried by many.
    """
    votes: dict[int, float] = {}
    for key in sorted(keys):
        seqs = postings.get(key)
        if seqs:
            share = 1.0 / len(seqs)
            for seq in seqs:
                votes[seq] = votes.get(seq, 0.0) + share
    if len(votes) < 2:
        return list(votes)
    return [-seq for _, seq in sorted((-vote, -seq) for seq, vote in votes.items())[: limits.candidates]]


def shortlists_within(keys: Sequence[Iterable[int]], limits: Thresholds) -> list[list[int]]:
    """Return for each article of a batch, given by its keys, the earlier places of the batch worth verifying."""
    postings: dict[int, list[int]] = defaultdict(list)
    shortlists = []
    for place, mine in enumerate(keys):
        known = {key: postings[key][: -limits.postings_cap - 1 : -1] for key in mine if key in postings}
        shortlists.append(shortlist(mine, known, limits))
        for key in mine:
            postings[key].append(place)
    return shortlists


def verify(
    batch: Sequence[tuple[bytes, Sequence[Known]]], weights: Weights, thresholds: Thresholds
) -> list[list[Seen]]:
    """Compare the sketch of each article of a batch with the known ones on its shortlist.

    What is seen of a pair does not depend on the rest of the batch. Known sketches of an older version are passed over.
    """
    unpacked: dict[int, Sketch | None] = {}  # None: of an older version
    pairs: list[tuple[Sketch, Sketch]] = []
    asked: list[tuple[int, Known]] = []
    for place, (mine, known) in enumerate(batch):
        if not known:
            continue
        one = unpack(mine)
        for other in known:
            if other.seq not in unpacked:
                unpacked[other.seq] = unpack(other.sketch) if is_current(other.sketch) else None
            theirs = unpacked[other.seq]
            if theirs is not None:
                pairs.append((one, theirs))
                asked.append((place, other))
    seen: list[list[Seen]] = [[] for _ in batch]
    found = compare(pairs, weights, thresholds.min_shared, thresholds.min_overlap) if pairs else []
    scores = iter(probabilities([one.features for one in found if one is not None and one.features is not None]))
    for (place, other), shared in zip(asked, found, strict=True):
        if shared is not None:
            score = next(scores) if shared.features is not None else 0.0
            seen[place].append(Seen(other, shared, score))
    return seen


def links(seen: Sequence[Seen], stories: Sequence[str], thresholds: Thresholds) -> Links:
    """Tell the links of one article: the same story, a round-up of several, or different stories to learn from.

    `stories` are those of the known articles by now, one for each that was seen.
    """
    if not seen:
        return Links()
    least = thresholds.same_story
    same = [_link(one, story, thresholds) for one, story in zip(seen, stories, strict=True) if one.score >= least]
    joined = {made.story_id for made in same}
    different = [(one, story) for one, story in zip(seen, stories, strict=True) if story not in joined]
    return Links(
        _best_first(same),
        () if same else _best_first(_digests(different, thresholds)),
        _lessons([one.shared for one, _ in different if one.score < _DOUBT], thresholds.lessons),
    )


def link(sketch: bytes, known: Sequence[Known], weights: Weights, thresholds: Thresholds) -> Links:
    """Verify one article against known ones and tell its links."""
    seen = verify([(sketch, known)], weights, thresholds)[0]
    return links(seen, [one.known.story_id for one in seen], thresholds)


def measure(mine: bytes, known: Known, weights: Weights, thresholds: Thresholds) -> Link | None:
    """Return what two articles have in common, alike or not; None for fewer than two words."""
    patient = thresholds.model_copy(update={"min_shared": 1, "min_overlap": 0.0})
    seen = verify([(mine, [known])], weights, patient)[0]
    return _link(seen[0], known.story_id, thresholds) if seen else None


def _link(seen: Seen, story_id: str, thresholds: Thresholds) -> Link:
    known, shared, score = seen
    features = () if shared.features is None else shared.features.tolist()
    return Link(
        known.seq,
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


def _digests(different: Sequence[tuple[Seen, str]], thresholds: Thresholds) -> list[Link]:
    """Return links to the stories of which an article carries the beginning, when they are several."""
    carried = [
        _link(one, story, thresholds)._replace(relation=Relation.DIGEST)
        for one, story in different
        if _is_carried(one.shared, thresholds)
    ]
    return carried if len({made.story_id for made in carried}) > 1 else []


def _is_carried(shared: Comparison, thresholds: Thresholds) -> bool:
    return shared.shared >= thresholds.digest_run and shared.first < 0.5


def _lessons(different: Sequence[Comparison], cap: int) -> tuple[int, ...]:
    """Return the distinct shingles and words of headlines that different stories share, in rising order."""
    if not different:
        return ()
    rows = np.concatenate([part for shared in different for part in shared.common])
    rows.sort()
    return tuple(rows[firsts(rows)][:cap].tolist())


def _best_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda one: (-one.score, -one.seq)))
