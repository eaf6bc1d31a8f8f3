"""Memory desk: the real pure core over an index in memory, in batches as the workers have them, with their limits."""

import time
from collections import Counter, deque
from collections.abc import Sequence
from typing import NamedTuple

from schemas.thresholds import Thresholds
from worker.fingerprint import Fingerprint, fingerprints
from worker.match import Known, Seen, Weights, links, shortlist, shortlists_within, verify

STEPS = ("fingerprint", "look-up", "verify")
BATCH = 64  # articles: what a message of the queue names at most
_LESSONS_CAP = 100_000  # shingles, as many as the store's table keeps


class Filed(NamedTuple):
    """One article of a stream, as the matcher sees it."""

    headline: str
    body: str


class MemoryDesk:
    """Articles in, stories out: components of linked articles.

    `seconds`: the processor's time an article, by batch and step.
    """

    def __init__(self, thresholds: Thresholds | None = None, weights: Weights | None = None) -> None:
        """With `weights` given nothing is learned: the stories are those of these weights in any order."""
        self.thresholds = thresholds or Thresholds()
        self.seconds: list[tuple[float, ...]] = []
        self.keys = 0
        self.sketch_bytes = 0
        self._learns = weights is None
        self.weights = weights or Weights()
        self._lessons: Counter[int] = Counter()
        self._postings: dict[int, deque[int]] = {}  # newest first, as the database gives them
        self._sketches: list[bytes] = []
        self._parents: list[int] = []

    def add(self, batch: Sequence[Filed]) -> None:
        """File a batch of articles: all are looked up and verified, then joined to stories one after the other."""
        begun = time.thread_time()
        prints = fingerprints([(one.headline, one.body) for one in batch])
        printed = time.thread_time()
        first = len(self._sketches)
        shortlists = self._look(prints, first)
        looked = time.thread_time()
        self._sketches += [one.sketch for one in prints]
        self._parents += range(first, first + len(prints))
        asked = [
            (one.sketch, [Known(seq, "", self._sketches[seq]) for seq in seqs])
            for one, seqs in zip(prints, shortlists, strict=True)
        ]
        for seq, seen in enumerate(verify(asked, self.weights, self.thresholds), first):
            self._settle(seq, seen)
        spans = (printed - begun, looked - printed, time.thread_time() - looked)
        self.seconds += [tuple(span / len(batch) for span in spans)]
        self._file(first, prints)
        self._learn(first)

    def _look(self, prints: Sequence[Fingerprint], first: int) -> list[list[int]]:
        """Return for each print the articles worth verifying: of those filed before, and of the batch."""
        within = shortlists_within([one.keys for one in prints], self.thresholds)
        return [
            shortlist(
                one.keys, {key: self._postings[key] for key in one.keys if key in self._postings}, self.thresholds
            )
            + [first + place for place in places]
            for one, places in zip(prints, within, strict=True)
        ]

    def _settle(self, seq: int, seen: Sequence[Seen]) -> None:
        found = links(seen, [str(self._root(one.known.seq)) for one in seen], self.thresholds)
        for one in found.same:
            self._join(seq, one.seq)
        if self._learns:
            self._lessons.update(found.lessons)

    def stories(self) -> list[int]:
        """Return the story of each article in order of arrival, named by its earliest article."""
        return [self._root(seq) for seq in range(len(self._parents))]

    def _file(self, first: int, prints: Sequence[Fingerprint]) -> None:
        for seq, one in enumerate(prints, first):
            self.sketch_bytes += len(one.sketch)
            self.keys += len(one.keys)
            for key in one.keys:
                self._postings.setdefault(key, deque(maxlen=self.thresholds.postings_cap)).appendleft(seq)

    def _learn(self, seq: int) -> None:
        if not self._learns:
            return
        if len(self._lessons) > _LESSONS_CAP:
            self._lessons = Counter(dict(self._lessons.most_common(_LESSONS_CAP * 4 // 5)))
        self.weights = Weights(self._lessons, seq)

    def _root(self, seq: int) -> int:
        while self._parents[seq] != seq:
            self._parents[seq] = self._parents[self._parents[seq]]
            seq = self._parents[seq]
        return seq

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first
