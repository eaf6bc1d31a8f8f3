"""Memory desk: the real pure core over an index in memory, with the limits that the database has."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable

from schemas.thresholds import Thresholds
from worker.fingerprint import fingerprint
from worker.match import Known, Weights, link, shortlist

STEPS = ("fingerprint", "look-up", "verify")
_LESSONS_CAP = 100_000  # shingles, as many as the store's table keeps
_LESSON_EVERY = 64  # articles between refreshes of the weights: one batch


class MemoryDesk:
    """Articles in, stories out: components of linked articles. `seconds`: one core's time, by article and step."""

    def __init__(self, thresholds: Thresholds | None = None, weights: Weights | None = None) -> None:
        """With `weights` given nothing is learned: the stories are those of these weights in any order."""
        self.thresholds = thresholds or Thresholds()
        self.seconds: list[tuple[float, float, float]] = []
        self.keys = 0
        self.sketch_bytes = 0
        self._learns = weights is None
        self.weights = weights or Weights()
        self._lessons: Counter[int] = Counter()
        self._postings: dict[int, list[int]] = defaultdict(list)
        self._sketches: list[bytes] = []
        self._parents: list[int] = []

    def add(self, headline: str, body: str) -> int:
        """File one article; return its number."""
        seq = len(self._sketches)
        begun = time.thread_time()
        found = fingerprint(headline, body)
        printed = time.thread_time()
        postings = {key: self._postings[key][::-1] for key in found.keys if key in self._postings}
        seqs = shortlist(found.keys, postings, self.thresholds)
        looked = time.thread_time()
        known = [Known(one, str(self._root(one)), self._sketches[one]) for one in seqs]
        links = link(found.sketch, known, self.weights, self.thresholds)
        self.seconds.append((printed - begun, looked - printed, time.thread_time() - looked))
        self._file(seq, found.keys, found.sketch)
        for one in links.same:
            self._join(seq, one.seq)
        self._learn(seq, links.lessons)
        return seq

    def stories(self) -> list[int]:
        """Return the story of each article in order of arrival, named by its earliest article."""
        return [self._root(seq) for seq in range(len(self._parents))]

    def _file(self, seq: int, keys: Iterable[int], sketch: bytes) -> None:
        self._sketches.append(sketch)
        self._parents.append(seq)
        self.sketch_bytes += len(sketch)
        for key in keys:
            self.keys += 1
            postings = self._postings[key]
            postings.append(seq)
            del postings[: -self.thresholds.postings_cap]

    def _learn(self, seq: int, lessons: Iterable[int]) -> None:
        if not self._learns:
            return
        self._lessons.update(lessons)
        if seq % _LESSON_EVERY == _LESSON_EVERY - 1:
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
