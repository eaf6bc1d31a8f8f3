"""Languages that are written nearly alike, told apart by the words that only one of them has. Pure.

Statistics of letters confuse them: of Croatian passages of 200 characters the model takes three in ten for Bosnian.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from worker.extract.tables import names_of

_READ = 2_000  # characters: a short passage has few of the telling words, a whole story a score
_WORD = re.compile(r"[^\W\d_]+")
_SLAVIC = ("hr", "sr", "bs")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_SLAVIC, _SLAVIC),
    **dict.fromkeys(("id", "ms"), ("id", "ms")),
}
_BORROWED = ("bs", "ms")  # one sign of theirs is none: their larger neighbours have these words too, more rarely
# The old long vowel, which Croatian and Bosnian write "ije" and "je" and Serbian "e": vrijeme, mjesto. In loan words
# and behind prefixes all have the same letters: klijent, objekt, odjednom, ujedinjen.
_LONG_VOWEL = re.compile(r"[bcdglmprstvzčš]ije[bčćdđklmnpsštvzž]|[bcdmpstv]je[bcčćdđgklmnprsštvzž]")
_NOT_THAT = re.compile(r"ijent|ijem\b|jekt|jekat|jekc|jedn|jedin|hijer|dijet|gijen|prijem|podjel")
# "They can that they come": Serbian, and often Bosnian, puts "da" and a verb where Croatian has an infinitive.
_INSTEAD_OF_INFINITIVE = re.compile(
    r"\b(?:mogu|mož[eo]\w{0,4}|mora\w{0,4}|treba\w{0,4}|žel[ei]\w{0,3}|hoće\w{0,2}|neće\w{0,2}|će|ćete|ćemo|poč[ei]\w{1,3}"
    r"|nastavi\w{0,2}|pokuša\w{1,4}|odluči\w{0,2}|omoguć\w{1,6}|uspe\w{0,3})\sda\b"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class _Telling(NamedTuple):
    """Whole words, beginnings, endings and inner letters of words, each with the languages that have it."""

    words: Mapping[str, str]
    beginnings: Mapping[str, str]
    endings: Mapping[str, str]
    inside: Mapping[str, str]


def _telling() -> _Telling:
    kinds: dict[tuple[bool, bool], dict[str, str]] = {
        (before, behind): {} for before in (False, True) for behind in (False, True)
    }
    for languages, entries in names_of("twins.txt"):
        for entry in entries:
            kinds[entry.startswith("*"), entry.endswith("*")][entry.strip("*")] = languages
    return _Telling(kinds[False, False], kinds[False, True], kinds[True, False], kinds[True, True])


_TELLING = _telling()
_LENGTHS = sorted({len(beginning) for beginning in _TELLING.beginnings}, reverse=True)


def told_apart(found: str, text: str) -> str:
    """Return the language of a text that the model takes for `found`: that, or the twin whose own words it has.

    Where no word tells, the first of a group stands, in which most is filed, unless the model said another that has no
    more or less of them. Serbian in Cyrillic letters has no twin.
    """
    group = _GROUPS.get(found)
    start = text[:_READ]
    if group is None or _CYRILLIC.search(start):
        return found
    signs = Counter(_signs(start.casefold(), slavic=group is _SLAVIC))
    scores = {language: max(signs[language] - (language in _BORROWED), 0) for language in group}
    best = max(scores.values())
    leading = [language for language in group if scores[language] == best]
    return found if found in leading and found != "bs" else leading[0]


def _signs(folded: str, *, slavic: bool) -> Iterator[str]:
    """Yield a language for each sign of it in a text in small letters."""
    for word in _WORD.findall(folded):
        yield from _languages_of(word)
        if slavic and _LONG_VOWEL.search(word) and not _NOT_THAT.search(word):
            yield from ("hr", "bs")
    if slavic:
        for _ in _INSTEAD_OF_INFINITIVE.findall(folded):
            yield from ("sr", "bs")


def _languages_of(word: str) -> list[str]:
    whole = _TELLING.words.get(word)
    if whole is None:
        cut = next((word[:length] for length in _LENGTHS if word[:length] in _TELLING.beginnings), None)
        whole = _TELLING.beginnings[cut] if cut else ""
    if whole:
        return whole.split()
    ends = (languages for ending, languages in _TELLING.endings.items() if word.endswith(ending))
    inner = (languages for letters, languages in _TELLING.inside.items() if letters in word)
    return " ".join((*ends, *inner)).split()
