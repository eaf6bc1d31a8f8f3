"""Teaching: what different stories share, gathered from a whole batch: the lessons that weigh boilerplate. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from worker.ragged import Bools, Ints, firsts, ranks
from worker.sketch import Words32


class Lesson(NamedTuple):
    """Shingles, and words of headlines, that different stories share: each once, and how often it was shared."""

    rows: Words32
    times: Ints


class Teaching(NamedTuple):
    """Pairs that surely are no copies, and the rows of their sketches that both of a pair have."""

    article: Ints  # by pair: its place in the batch
    seq: Ints  # by pair: the known article
    rows: Words32  # shingles, and words of headlines
    pair: Ints  # by row: which pair shares it

    def joined(self, other: "Teaching") -> "Teaching":
        """Return these pairs and others of the same batch."""
        return Teaching(
            np.concatenate((self.article, other.article)),
            np.concatenate((self.seq, other.seq)),
            np.concatenate((self.rows, other.rows)),
            np.concatenate((self.pair, other.pair + len(self.article))),
        )

    def among(self, places: Sequence[int]) -> Bools:
        """Return which pairs have no article of the batch but these; the known ones below zero are of the batch."""
        is_stored_or_among = (self.seq > 0) | np.isin(-1 - self.seq, places)
        return np.isin(self.article, places) & is_stored_or_among

    def of_articles(self, articles: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Yield of these articles each pair: its place among the pairs, the article, and the known one's number."""
        places = np.isin(self.article, articles).nonzero()[0]
        return zip(places.tolist(), self.article[places].tolist(), self.seq[places].tolist(), strict=True)

    def lessons(self, kept: Bools, cap: int) -> Lesson:
        """Return the rows of the pairs that are kept, each with the number of articles that share it with any other.

        One article tells at most `cap`, the lowest.
        """
        rows = kept.take(self.pair).nonzero()[0]
        told = (self.article << 32).take(self.pair.take(rows)) | self.rows.take(rows)
        told.sort()
        told = told[firsts(told).nonzero()[0]]
        told = told[(ranks(np.bincount(told >> 32)) < cap).nonzero()[0]].astype(np.uint32)
        rows, times = np.unique(told, return_counts=True)
        return Lesson(rows, times)


_NO_PAIRS = np.empty(0, dtype=np.int64)
NO_LESSON = Lesson(np.empty(0, dtype=np.uint32), _NO_PAIRS)
NOTHING = Teaching(_NO_PAIRS, _NO_PAIRS, np.empty(0, dtype=np.uint32), _NO_PAIRS)
