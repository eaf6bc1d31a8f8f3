"""Tokens: running text to hashed words, alike for every house's style. Pure; used for matching only, never shown.

A word is folded before it is hashed (case, width, accents of typography, British and American spelling, units, small
numbers in words), so that the edits every desk makes leave the hashes as they are. Words of scripts that put no spaces
between words become overlapping runs of characters.
"""

import functools
import hashlib
import html
import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

TEXT_CAP = 200_000  # characters read: 30,000 words, longer than any article; bounds the time of hostile input
NUMBER = np.uint64(1)  # lowest bit of a word's hash: it is a number
MONTH = np.uint64(2)  # the next bit: it names a month
_LONGEST_WORD = 40  # longer words are not remembered: sentences of scripts without spaces, links, junk
_REMEMBERED = 1 << 16  # distinct words kept folded, about 12 MB a worker; a month of wire copy uses about as many

_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = "january february march april may june july august september october november december".split()
_FOLDED = {
    **{word: str(number) for number, word in enumerate(_NUMERALS, 1)},
    **{month[:3]: month for month in _MONTHS},
    "sept": "september",
    "pct": "percent",
    "cent": "percent",
    "mln": "million",
    "mn": "million",
    "bln": "billion",
    "bn": "billion",
    "cts": "cents",
    "stg": "sterling",
}
# Words that one house prints and the next does not: units before or after the figure, and names of agencies.
_DROPPED = frozenset(
    "per dlr dlrs dollar dollars usd reuters reuter ap afp upi pti dpa xinhua sputnik tass ansa efe staff".split()
)
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|[%]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_ENDINGS = (
    (re.compile(r"is(ation|e|ed|es|ing|er|ers)$"), r"iz\1"),
    (re.compile(r"our"), "or"),
    (re.compile(r"tre(s?)$"), r"ter\1"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    (re.compile(r"(def|off|lic|pret)ence"), r"\1ense"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"mme(s?)$"), r"m\1"),
)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd


def tokens(text: str) -> Hashes:
    """Return the 64-bit hashes of a text's words in order; NUMBER and MONTH are flags in the lowest bits."""
    words = text[:TEXT_CAP].split()
    if max(map(len, words), default=0) > _LONGEST_WORD:
        packed = b"".join(_hashed(word) if len(word) <= _LONGEST_WORD else _hash_run(word) for word in words)
    else:
        packed = b"".join(map(_hashed, words))
    hashes = np.frombuffer(packed, dtype="<u8").astype(np.uint64)
    _day_after_month(hashes)
    return hashes


def scramble(hashes: Hashes) -> Hashes:
    """Mix 64-bit values until every bit depends on every other: the finaliser of SplitMix64 (Steele et al., 2014)."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def shingles(hashes: Hashes, width: int) -> Hashes:
    """Return one hash for each run of `width` words; one for all of a text that is shorter. Empty for none."""
    length = len(hashes) - width + 1
    if length <= 0:
        return scramble(hashes.sum(keepdims=True)) if len(hashes) else hashes
    rolled = hashes[:length].copy()
    for offset in range(1, width):
        rolled *= _MULTIPLIER
        rolled += hashes[offset : offset + length]
    return scramble(rolled)


def fold(word: str) -> str:
    """Return a lower-case word as every house would spell it; empty when it is dropped."""
    if word in _DROPPED:
        return ""
    if word in _FOLDED:
        return _FOLDED[word]
    if len(word) > 5:
        for pattern, replacement in _ENDINGS:
            word = pattern.sub(replacement, word)
    return word


@functools.lru_cache(maxsize=_REMEMBERED)
def _hashed(raw: str) -> bytes:
    """Return the packed hashes of what stands between two spaces; remembered, since words come again."""
    return _hash_run(raw)


def _hash_run(raw: str) -> bytes:
    text = unicodedata.normalize("NFKC", html.unescape(raw)).lower().replace("’", "'").removesuffix("'s")
    if _UNSPACED.search(text):
        return _hash_unspaced(text)
    return b"".join(map(_hash_word, _WORD.findall(text.replace("'", ""))))


def _hash_word(word: str) -> bytes:
    if word[0].isdigit():
        word = word.replace(",", "")
    word = "percent" if word == "%" else fold(word)
    if not word:
        return b""
    value = int.from_bytes(hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest(), "little") & ~3
    value |= int(NUMBER) if word[0].isdigit() else 0
    value |= int(MONTH) if word in _MONTHS else 0
    return value.to_bytes(8, "little")


def _hash_unspaced(text: str) -> bytes:
    """Hash words between runs of unspaced script as usual, and each run as overlapping pairs of characters."""
    parts: list[bytes] = []
    end = 0
    for run in _UNSPACED.finditer(text):
        parts += map(_hash_word, _WORD.findall(text[end : run.start()].replace("'", "")))
        parts.append(_hash_pairs(run.group()))
        end = run.end()
    parts += map(_hash_word, _WORD.findall(text[end:].replace("'", "")))
    return b"".join(parts)


def _hash_pairs(run: str) -> bytes:
    points = np.frombuffer(run.encode("utf-32-le", errors="replace"), dtype="<u4").astype(np.uint64)
    pairs = points[:-1] * _MULTIPLIER + points[1:] if len(points) > 1 else points
    return (scramble(pairs) & ~np.uint64(3)).astype("<u8").tobytes()


def _day_after_month(hashes: Hashes) -> None:
    """Write "5 March" as "March 5", in place."""
    if len(hashes) > 1:
        at = np.flatnonzero((hashes[:-1] & NUMBER).astype(bool) & (hashes[1:] & MONTH).astype(bool))
        hashes[at], hashes[at + 1] = hashes[at + 1], hashes[at]
