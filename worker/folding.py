"""Folding: a written word as every house would spell it, and its hash. Pure; used for matching only, never shown."""

import hashlib
import html
import re
import unicodedata

NUMBER, MONTH, NAME, SHORT = 1, 2, 4, 8  # flags in the lowest bits of a word's hash; a name has a capital
FLAGS = NUMBER | MONTH | NAME | SHORT
_SHORT = 3  # letters: most words of grammar have so few

_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = "january february march april may june july august september october november december".split()
_FOLDED = {
    **{word: str(number) for number, word in enumerate(_NUMERALS, 1)},
    **{month[:3]: month for month in _MONTHS},
    "sept": "september",
    "pct": "percent",
    "cent": "percent",
    "%": "percent",
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
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+|%")
# British to American, where it is enough that both fold alike: no word need come out well spelled.
_PIECES = (("our", "or"), ("ll", "l"), ("ae", "e"), ("oe", "e"), ("fence", "fense"), ("cence", "cense"))
_ENDINGS = {
    ending: british.replace("is", "iz", 1) + rest
    for british, rests in (("is", ("ation", "ations", "e", "ed", "es", "ing", "er", "ers")),)
    for rest in rests
    for ending in (british + rest,)
} | {"tre": "ter", "tres": "ters", "ogue": "og", "ogues": "ogs", "mme": "m", "mmes": "ms"}
_BRITISH = re.compile(
    "|".join((*(british for british, _ in _PIECES), "(?:" + "|".join(_ENDINGS) + ")$"))
)  # most words have none of it, and are told so at once
_FOLDABLE = 6  # letters from which spelling is folded: "our" and "rise" are words themselves
BARE = "\"'.,;:!?()[]“”‘’„«»-–—"  # what stands around a word in running text


def hash_run(raw: str) -> bytes:
    """Return the hashes, 8 bytes each, of the words in a piece of text without spaces; possibly none."""
    bare = raw.strip(BARE)
    if bare.isascii():
        if bare.isalpha():
            return hash_word(bare)
    else:
        raw = unicodedata.normalize("NFKC", raw)
    if "&" in raw:
        raw = html.unescape(raw)
    raw = raw.replace("’", "'").removesuffix("'s").replace("'", "")
    return b"".join(map(hash_word, _WORD.findall(raw)))


def hash_word(word: str) -> bytes:
    """Return the hash of one word or number, folded; nothing for a word that is dropped."""
    folded = fold(word.replace(",", "").lower())
    if not folded:
        return b""
    flags = NAME if word[0].isupper() else 0
    if folded[0].isdigit():
        flags |= NUMBER
    elif len(folded) <= _SHORT:
        flags |= SHORT
    if folded in _MONTHS:
        flags |= MONTH
    digest = hashlib.blake2b(folded.encode(errors="replace"), digest_size=8).digest()
    return bytes((digest[0] & ~FLAGS & 0xFF | flags,)) + digest[1:]


def fold(word: str) -> str:
    """Return a lower-case word as every house would spell it; empty when it is dropped."""
    if word in _DROPPED:
        return ""
    word = _FOLDED.get(word, word)
    if len(word) < _FOLDABLE or not _BRITISH.search(word):
        return word
    for british, american in _PIECES:
        if british in word:
            word = word.replace(british, american)
    for length in (7, 6, 5, 4, 3):
        ending = word[-length:]
        if ending in _ENDINGS:
            return word[:-length] + _ENDINGS[ending]
    return word
