"""Words: what of a text can be looked for, in any script, and what a person's words ask for. Pure.

Case, width and accents are folded away. Scripts that put no spaces between words are taken by overlapping pairs of
characters, so that any run of them can be found.
"""

import re
import unicodedata
from typing import NamedTuple

MOST_WORDS = 8  # of a question; each further one would only narrow what eight have narrowed
_MOST_TERMS = 24  # of a question: a long run of characters without spaces is many
_TEXT_CAP = 200_000  # characters of a text, as the matcher reads: bounds the time of hostile input
# Of them, and of what folding makes of them, those that are indexed: as pairs of characters of four bytes they are
# still fewer than the 2^20 bytes that a vector of PostgreSQL's may hold.
_INDEXED_CAP = 120_000
_LONGEST = 40  # characters of a word; what is longer is a link or junk
_LEAST_BEGINNING = 3  # characters of a word of which the beginning is enough; shorter ones begin too many

# Thai and Lao, Burmese, Khmer, kana, Han; and Hangul, whose words are short and end in particles.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Letters and digits, and the vowel signs of Indian scripts and Tibetan, which Unicode does not count among them.
_SPACED = rf"(?:(?![{_UNSPACED}_])[\w\u0900-\u0963\u0966-\u0dff\u0f71-\u0fbc])+"
_RUN = re.compile(rf"([{_UNSPACED}]+)|{_SPACED}")
_PLAIN = re.compile(r"[a-z0-9]+")
# Accents, and the points of Hebrew and Arabic, which few write.
_MARKS = dict.fromkeys((*range(0x0300, 0x0370), *range(0x0591, 0x05C8), *range(0x0610, 0x061B), *range(0x064B, 0x0660)))


class Term(NamedTuple):
    """One term that an article must hold; `beginning`: a word that begins so is enough."""

    text: str
    beginning: bool


class Asked(NamedTuple):
    """What a person's words ask for: terms for the index, and the words as they must stand in the text."""

    terms: tuple[Term, ...]
    words: tuple[str, ...]

    def stand_in(self, text: str) -> bool:
        """Return whether every word stands in a text, as the index alone cannot say of unspaced scripts."""
        inside = folded(text)
        return all(word in inside for word in self.words)


def folded(text: str) -> str:
    """Return a text without its case, width and accents."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text[:_TEXT_CAP]).casefold().translate(_MARKS)
    return unicodedata.normalize("NFC", bare)


def terms_of(text: str) -> set[str]:
    """Return every term under which a text is found."""
    plain = folded(text[:_TEXT_CAP])[:_INDEXED_CAP]
    if plain.isascii():
        return {word[:_LONGEST] for word in _PLAIN.findall(plain)}
    terms: set[str] = set()
    for found in _RUN.finditer(plain):
        run = found.group()
        if found.group(1) is None:
            terms.add(run[:_LONGEST])
        else:
            terms.update(run[at : at + 2] for at in range(len(run)))  # the last alone too: it may be all one asks for
    return terms


def asked_of(text: str) -> Asked:
    """Return what is asked for by words, all of which must stand in an article; nothing for no word at all."""
    terms: dict[Term, None] = {}
    words: dict[str, None] = {}
    for word in folded(text).split()[:MOST_WORDS]:
        for found in _RUN.finditer(word):
            run = found.group()
            words[run[:_LONGEST]] = None
            terms.update(dict.fromkeys(_unspaced(run) if found.group(1) else (_spaced(run),)))
    return Asked(tuple(terms)[:_MOST_TERMS], tuple(words))


def _spaced(word: str) -> Term:
    return Term(word[:_LONGEST], beginning=_LEAST_BEGINNING <= len(word) < _LONGEST)


def _unspaced(run: str) -> list[Term]:
    if len(run) == 1:
        return [Term(run, beginning=True)]
    return [Term(run[at : at + 2], beginning=False) for at in range(len(run) - 1)]
