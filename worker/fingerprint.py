"""Fingerprint: an article's text to index keys and a sketch. Pure."""

from typing import NamedTuple

import numpy as np

from worker.folding import SHORT
from worker.sketch import pack
from worker.tokens import Shingles, marks_of, shingles, tokens

KEYS = 20  # a copy cut to a third still shares several with the original; with 16 one in 300 shares none
SHINGLE_WORDS = 3  # two words are too common, four break too often under copy-editing


class Fingerprint(NamedTuple):
    """How an article is found (`keys`: distinct, signed 64-bit) and how it is verified (`sketch`: packed)."""

    keys: tuple[int, ...]
    sketch: bytes


def fingerprint(headline: str, body: str, language: str | None = None) -> Fingerprint:  # noqa: ARG001 - scripts tell
    """Fingerprint an article: the KEYS smallest hashes of its shingles, and its sketch.

    The smallest hashes are a sample that any two texts draw alike (bottom-k sketch: Broder, 1997). Shingles without a
    short word go first: "one of the" stands in every article and finds none. A text without words has no keys and
    matches nothing. The same text gives the same fingerprint in every process and version of Python.
    """
    words = tokens(body)
    marks = marks_of(words)
    shingled = shingles(words, marks, SHINGLE_WORDS)
    return Fingerprint(_keys(shingled), pack(words, marks, shingled, tokens(headline)))


def _keys(shingled: Shingles) -> tuple[int, ...]:
    is_short = (shingled.marks[shingled.ranked] & SHORT) != 0
    chosen = shingled.ranked[~is_short][:KEYS]
    if len(chosen) < KEYS:
        chosen = np.concatenate((chosen, shingled.ranked[is_short][: KEYS - len(chosen)]))
    return tuple((shingled.hashes[chosen] >> np.uint64(1)).tolist())
