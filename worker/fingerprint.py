"""Fingerprint: an article's text to index keys and a sketch. Pure."""

from typing import NamedTuple

import numpy as np

from worker.sketch import pack
from worker.tokens import shingles, tokens

KEYS = 24  # a copy cut to a third still shares several with the original; 16 lose one copy in a hundred
KEY_WORDS = 4  # of running text: three are shared by chance, five break too often under noise


class Fingerprint(NamedTuple):
    """How an article is found (`keys`: distinct, signed 64-bit) and how it is verified (`sketch`: packed)."""

    keys: tuple[int, ...]
    sketch: bytes


def fingerprint(headline: str, body: str, language: str | None = None) -> Fingerprint:  # noqa: ARG001 - scripts tell
    """Fingerprint an article: the KEYS smallest hashes of its KEY_WORDS-word shingles, and its sketch.

    The smallest hashes are a sample that any two texts draw alike (bottom-k sketch: Broder, 1997). A text without words
    has no keys and matches nothing. The same text gives the same fingerprint in every process and version of Python.
    """
    words = tokens(body)
    hashes = shingles(words, KEY_WORDS)
    if len(hashes) > 3 * KEYS:
        hashes = np.partition(hashes, 2 * KEYS)[: 2 * KEYS]
    keys = np.unique(hashes)[:KEYS].astype(np.uint64).view(np.int64)
    return Fingerprint(tuple(keys.tolist()), pack(words, tokens(headline)))
