"""Fingerprint: articles' texts to index keys and sketches, many at once. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from worker.ragged import Bools, Ints, begins, parts, sums
from worker.shingles import Shingles, shingles
from worker.sketch import pack
from worker.tokens import SHORT, words_of

KEYS = 20  # a copy cut to a third still shares several with the original; with 16 one in 300 shares none
_MOST_TEXTS = 64
_MOST_CHARACTERS = 1 << 18  # read at once: 10 MB are made of them; one text may have more


class Fingerprint(NamedTuple):
    """How an article is found (`keys`: distinct, signed 64-bit) and how it is verified (`sketch`: packed)."""

    keys: tuple[int, ...]
    sketch: bytes


def fingerprint(headline: str, body: str) -> Fingerprint:
    """Fingerprint one article."""
    return fingerprints([(headline, body)])[0]


def fingerprints(articles: Sequence[tuple[str, str]]) -> list[Fingerprint]:
    """Fingerprint articles, given as headline and body: the KEYS smallest hashes of the shingles, and the sketch.

    The smallest hashes are a sample that any two texts draw alike (bottom-k sketch: Broder, 1997). Shingles without a
    short word go first: "one of the" stands in every article and finds none. A text without words has no keys and
    matches nothing. The same text gives the same fingerprint in every process and version of Python, whatever stands
    beside it.
    """
    return [made for some in _lots(articles) for made in _of_some(some)]


def _lots(articles: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    """Yield articles by as many as are read at once."""
    start = characters = 0
    for place, (headline, body) in enumerate(articles):
        characters += len(headline) + len(body)
        if place > start and (characters > _MOST_CHARACTERS or place - start == _MOST_TEXTS):
            yield articles[start:place]
            start, characters = place, len(headline) + len(body)
    yield articles[start:]


def _of_some(articles: Sequence[tuple[str, str]]) -> Iterator[Fingerprint]:
    words = words_of([body for _, body in articles] + [headline for headline, _ in articles])
    bodies, headlines = words.parted(len(articles))
    shingled = shingles(bodies)
    sketches = pack(bodies, shingled, headlines)
    return map(Fingerprint, _keys(shingled), sketches)


def _keys(shingled: Shingles) -> Iterator[tuple[int, ...]]:
    is_short = (shingled.marks[shingled.ranked] & SHORT) != 0
    room = np.maximum(KEYS - sums(~is_short, shingled.distinct), 0).repeat(shingled.distinct)
    chosen = np.where(is_short, _nth(is_short, shingled) <= room, _nth(~is_short, shingled) <= KEYS)
    keys = (shingled.hashes[shingled.ranked[chosen]] >> np.uint64(1)).tolist()
    return map(tuple, parts(keys, sums(chosen, shingled.distinct)))


def _nth(marked: Bools, shingled: Shingles) -> Ints:
    """Return for each shingle how many of its text are marked up to it."""
    before = begins(sums(marked, shingled.distinct))
    return np.asarray(marked.cumsum() - before.repeat(shingled.distinct))
