"""Memory desk: the real pure core over an index in memory, in batches as the workers have them, with their limits."""

import time
from collections import Counter, deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from schemas.thresholds import Thresholds
from worker.fingerprint import Fingerprint, fingerprints
from worker.match import Seen, Weights, links, verify
from worker.shortlist import Postings, shortlists, shortlists_within
from worker.teaching import Lesson, Teaching

STEPS = ("fingerprint", "look-up", "verify")
BATCH = 64  # articles: what a worker finds waiting on a busy day
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
        asked = self._look(prints)
        looked = time.thread_time()
        known = {seq: self._sketches[seq] for seqs in asked for seq in seqs if seq >= 0}
        verified = verify([one.sketch for one in prints], known, asked, self.weights, self.thresholds)
        self._sketches += [one.sketch for one in prints]
        self._parents += range(first, first + len(prints))
        joined = [self._settle(seq, first, seen) for seq, seen in enumerate(verified.seen, first)]
        if self._learns:
            lesson = self._lesson_of(verified.taught, joined, first)
            self._lessons.update(dict(zip(lesson.rows.tolist(), lesson.times.tolist(), strict=True)))
        spans = (printed - begun, looked - printed, time.thread_time() - looked)
        self.seconds += [tuple(span / len(batch) for span in spans)]
        self._file(first, prints)
        self._learn(first)

    def _look(self, prints: Sequence[Fingerprint]) -> list[list[int]]:
        """Return for each print the articles worth verifying: of those filed before, and, below zero, of the batch."""
        keys = [one.keys for one in prints]
        sought = sorted({key for of_one in keys for key in of_one if key in self._postings})
        rows = [(key, seq) for key in sought for seq in self._postings[key]]
        postings = Postings(*np.array(rows, dtype=np.int64).reshape(-1, 2).T)
        before, within = shortlists(keys, postings, self.thresholds), shortlists_within(keys, self.thresholds)
        return [[*seqs, *(-1 - place for place in places)] for seqs, places in zip(before, within, strict=True)]

    def _settle(self, seq: int, first: int, seen: Sequence[Seen]) -> set[int]:
        """Join an article to its links; return the stories that it was found to tell, as they were named until then."""
        filed = [one._replace(seq=_number(one.seq, first)) for one in seen]
        stories = [self._root(one.seq) for one in filed]
        found = links(filed, [str(story) for story in stories], self.thresholds)
        for one in found.same:
            self._join(seq, one.seq)
        return {int(one.story_id) for one in found.same}

    def _lesson_of(self, taught: Teaching, joined: Sequence[set[int]], first: int) -> Lesson:
        kept = np.ones(len(taught.article), dtype=np.bool_)
        for pair, article, seq in taught.of_articles([place for place, stories in enumerate(joined) if stories]):
            kept[pair] = self._root(_number(seq, first)) not in {self._root(story) for story in joined[article]}
        return taught.lessons(kept, self.thresholds.lessons)

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


def _number(seq: int, first: int) -> int:
    """Return the number of an article that is known by its place in the batch as well."""
    return seq if seq >= 0 else first - 1 - seq
