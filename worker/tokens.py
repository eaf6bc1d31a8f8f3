"""Tokens: running text to hashed words, alike for every house's style. Pure."""

import sys
from collections.abc import Sequence

import numpy as np

from worker.folding import MONTHS, fold
from worker.ragged import begins
from worker.vocabulary import Found, Hashes, Vocabulary, Words, find, scramble

TEXT_CAP = 200_000  # characters read: 30,000 words, longer than any article; bounds the time of hostile input
NUMBER, MONTH, SHORT = 1, 2, 4  # flags in the lowest bits of a word's hash
FLAGS = NUMBER | MONTH | SHORT

_SHORT = 3  # characters: most words of grammar have so few
_FULL_SCRIPTS = 0xE0  # first byte from which scripts put more into a character: India, East Asia
_LOWEST_BYTE = 0 if sys.byteorder == "little" else 7
_MONTHS = find(MONTHS).hashes()


def tokens(text: str) -> Hashes:
    """Return the 64-bit hashes of a text's folded words in order, flags in their lowest bits."""
    return words_of([text]).hashes


def words_of(texts: Sequence[str]) -> Words:
    """Return the hashed words of texts, each read up to TEXT_CAP characters."""
    words = _vocabulary.words([text[:TEXT_CAP] for text in texts])
    _put_day_after_month(words)
    return words


def _flagged(folded: Found) -> Hashes:
    """Return the hashes of folded words with their flags."""
    raw = np.frombuffer(folded.written, dtype=np.uint8)
    characters = np.zeros(len(raw) + 1, dtype=np.int64)
    ((raw & 0xC0) != 0x80).cumsum(out=characters[1:])  # bytes that begin a character of UTF-8
    first = raw[folded.starts]
    flags = ((first >= ord("0")) & (first <= ord("9"))) * np.uint64(NUMBER)
    hashes = folded.hashes()
    flags |= np.isin(hashes, _MONTHS) * np.uint64(MONTH)
    is_short = (characters[folded.ends] - characters[folded.starts] <= _SHORT) & (first < _FULL_SCRIPTS)
    flags |= (is_short & (flags == 0)) * np.uint64(SHORT)
    return np.asarray(scramble(hashes) & ~np.uint64(FLAGS) | flags)


_vocabulary = Vocabulary(fold, _flagged)


def _put_day_after_month(words: Words) -> None:
    """Write "5 March" as "March 5", in place."""
    hashes = words.hashes
    lowest = hashes.view(np.uint8)[_LOWEST_BYTE::8]
    is_month = (lowest & MONTH) > 0
    is_month[begins(words.number[words.number > 0])] = False  # what stands before is of another text
    months = is_month.nonzero()[0]
    months = months[(lowest[months - 1] & NUMBER).nonzero()[0]]
    days = hashes[months - 1]
    hashes[months - 1] = hashes[months]
    hashes[months] = days
