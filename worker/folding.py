"""Folding: a written word as every house would spell it. Pure; used for matching only, never shown.

Case, width, typography, British and American spelling, units and small numbers in words are matters of style: the edits
that every desk makes leave nothing behind. Scripts that put no spaces between words are cut into overlapping pairs of
characters.
"""

import html
import re
import unicodedata
from itertools import pairwise

_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()
MONTHS = "january february march april may june july august september october november december".split()
# Words that one house prints and the next does not: units before or after the figure, and names of agencies.
_DROPPED = (
    "per dlr dlrs dollar dollars usd reuters reuter ap afp upi pti dpa xinhua sputnik tass ansa efe staff".split()
)
_FOLDED = {
    **dict.fromkeys(_DROPPED, ""),
    **{word: str(number) for number, word in enumerate(_NUMERALS, 1)},
    **{month[:3]: month for month in MONTHS},
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
# Thai and Lao, Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_FIGURE = r"\d+(?:[.,/]\d+)*"
_WORD = re.compile(rf"{_FIGURE}|[^\W\d_]+|%")
# The same where signs stand on or beside letters: in Latin, Hebrew and Arabic, and in the scripts of India.
_SIGN = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0970-\u0dff]")
_SIGNED_WORD = re.compile(rf"{_FIGURE}|(?:[^\W\d_]|{_SIGN.pattern})+|%")
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
_MOST_GROWTH = 3  # times: a ligature becomes three letters, and some signs, in hostile texts only, eighteen
_FOLDABLE = 6  # letters from which spelling is folded: "our" and "rise" are words themselves


def fold(written: str) -> str:
    """Return the folded words, a space between two, of what stands between blanks; possibly none.

    ASCII letters are lower-case already.
    """
    if not written.isascii():
        plain = unicodedata.normalize("NFKC", written)[: _MOST_GROWTH * len(written)]
        return " ".join(map(_fold_unspaced, plain.lower().split()))
    return _fold_word(written) if written.isalpha() else _fold_run(written)


def _fold_unspaced(text: str) -> str:
    """Fold words between runs of unspaced script as usual, and each run to its overlapping pairs of characters."""
    folded: list[str] = []
    end = 0
    for found in _UNSPACED.finditer(text):
        run = found.group()
        folded += (_fold_run(text[end : found.start()]), *(map("".join, pairwise(run)) if len(run) > 1 else run))
        end = found.end()
    folded.append(_fold_run(text[end:]))
    return " ".join(folded)


def _fold_run(raw: str) -> str:
    if "&" in raw:
        raw = html.unescape(raw).lower()
    raw = raw.replace("’", "'").removesuffix("'s").replace("'", "")
    words = _WORD if raw.isascii() or not _SIGN.search(raw) else _SIGNED_WORD
    return " ".join([_fold_word(word.replace(",", "")) for word in words.findall(raw)])


def _fold_word(word: str) -> str:
    """Return a lower-case word as every house would spell it; empty when it is dropped."""
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
