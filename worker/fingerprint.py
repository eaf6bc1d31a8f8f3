"""Fingerprint: an article's text to index keys and a sketch. Pure."""

from typing import NamedTuple

import numpy as np

from worker.sketch import SHINGLE_WORDS, pack
from worker.tokens import SHORT, Hashes, flags, shingles, tokens

KEYS = 20  # a copy cut to a third still shares several with the original; with 16 one in 300 shares none
_DULL = np.uint64(60)  # SHORT, moved up so far, is the highest bit of a key: such keys are taken last


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
    rows, marks = shingles(words, SHINGLE_WORDS), flags(words, SHINGLE_WORDS)
    return Fingerprint(_keys(rows, marks), pack(words, rows, marks, tokens(headline)))


def _keys(rows: Hashes, marks: Hashes) -> tuple[int, ...]:
    hashes = (rows >> np.uint64(1)) | ((marks & SHORT) << _DULL)
    if len(hashes) > 3 * KEYS:
        hashes = np.partition(hashes, 2 * KEYS)[: 2 * KEYS]
    distinct = sorted(set(hashes.tolist()))[:KEYS]
    return tuple(key - (1 << 64) if key >> 63 else key for key in distinct)
