"""Places, people and organisations: the format's own, else what bundled tables and plain cues find for certain. Pure.

Precision before recall: few names, each with a reason in the text, and none where the format states its own.
"""

import re
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

import ahocorasick

from schemas.article import Take
from worker.extract.gazetteer import country_names, is_city
from worker.extract.person_words import is_person
from worker.extract.tags import names_of

_MOST = 5  # of one kind: a story is about few
_READ = 6_000  # characters of the body: what comes later is background
_WORD = r"(?:[A-Z][\w'’-]+|[A-Z]\.)"
# Words with capitals in a row: a name, perhaps with its title before it.
_RUN = re.compile(rf"{_WORD}(?:\s(?:{_WORD}|van|von|de|del|della|der|den|di|da|al-\w+|bin|el))+")
_TITLE = (
    r"(?:President|Prime Minister|Premier|Chancellor|Vice President|(?:Foreign|Defen[cs]e|Finance|Interior|Health"
    r"|Justice|Energy|Trade|"
    r"Economy|Education|Culture|Transport|Labou?r) (?:Minister|Secretary)|Minister|Secretary of State"
    r"|Secretary-General|Governor|Gov\.|Senator|Sen\.|"
    r"Representative|Rep\.|Mayor|Judge|Justice|Attorney General|General|Gen\.|Colonel|Col\.|Admiral|Sheriff"
    r"|Ambassador|King|Queen|"
    r"Prince|Princess|Pope|Archbishop|Bishop|Cardinal|Chairman|Chairwoman|Chief Executive|CEO|Director|Professor"
    r"|Prof\.|Dr\.|Dr|Mr\.?|Mrs\.?|Ms\.?|Sir)"
)
_TITLED = re.compile(rf"\b{_TITLE}\s(?P<name>{_WORD}\s.+)")
_TITLE_BEFORE = re.compile(r"\b(?:Gov|Sen|Rep|Gen|Col|Prof|Dr|Mr|Mrs|Ms)\.\s$|\bsaid\s$")
_ROLE_AFTER = re.compile(
    r",\s(?:\d{1,2},\s)?(?:(?:the|a|an|its|his|her|their)\s)?(?:[\w'’-]+\s){0,5}?(?:spokes(?:man|woman|person)"
    r"|president|"
    r"minister|chairman|chairwoman|chief|director|manager|analyst|economist|professor|secretary|governor|mayor"
    r"|founder|head|"
    r"coach|captain|lawyer|researcher|strategist|dealer|trader)\b"
)
_SAID_AFTER = re.compile(r"\ssaid\b")
_QUOTE_ENDS = ("” ", '" ')
_BEFORE = 6  # characters in which a shortened title or "said" stands
# It begins with the set of capitals, so that the engine goes from one to the next, and looks behind each afterwards.
_ORGANISATION = re.compile(
    r"[A-Z](?<!\w[A-Z])(?:[\w&'’-]*\s(?:[A-Z][\w&'’-]*\s){0,3}(?:Inc|Corp|Ltd|Plc|PLC|LLC|GmbH|AG|SE|NV|Corporation"
    r"|University|Ministry|Association|Institute|Federation|Foundation|Commission|Committee|Organi[sz]ation|Agency"
    r"|Authority|Union)\b(?!\sof\s)"
    r"|(?:(?<=M)inistry|(?<=U)niversity|(?<=B)ank|(?<=D)epartment|(?<=I)nstitute|(?<=A)ssociation"
    r"|(?<=O)rgani[sz]ation|(?<=F)ederation)\sof\s(?:the\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})"
)
_ARTICLES = re.compile(r"^(?:The|A|An|But|And|In|At|On|For|Its|That|This|However)\s")


class Names(NamedTuple):
    """What a story is about, by name."""

    places: tuple[str, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]


def names_in(take: Take, body: str, language: str | None) -> Names:
    """Return the names that the format states, and for each kind that it leaves out what the text shows."""
    text = body[:_READ]
    english = language == "en"
    return Names(
        names_of(take.places) or _countries(text, language or "en"),
        names_of(take.people) or (_people(text) if english else ()),
        names_of(take.organisations) or (_organisations(text) if english else ()),
    )


def _people(text: str) -> tuple[str, ...]:
    """Return those whom a title, an office or a quotation names in full."""
    found: dict[str, None] = {}
    for run in _RUN.finditer(text):
        name = _named(run, text)
        if name and " " in name and is_person(name) and not is_city(name):
            found.setdefault(name)
    return tuple(found)[:_MOST]


def _named(run: re.Match[str], text: str) -> str | None:
    """Return the name in a run of capitals that its title, or the words around it, show to be a person's."""
    start, end = run.span()
    titled = _TITLED.search(run[0])
    if titled:
        return titled["name"]
    before = text[max(0, start - _BEFORE) : start]
    quoted = before.endswith(_QUOTE_ENDS) and _SAID_AFTER.match(text, end)
    if quoted or _TITLE_BEFORE.search(before) or (text.startswith(",", end) and _ROLE_AFTER.match(text, end)):
        return run[0]
    return None


def _organisations(text: str) -> tuple[str, ...]:
    found = Counter(_ARTICLES.sub("", match[0]) for match in _ORGANISATION.finditer(text))
    return tuple(name for name, _ in found.most_common() if " " in name)[:_MOST]


def _countries(text: str, language: str) -> tuple[str, ...]:
    """Return the countries that the text names as whole words, the most frequent first."""
    automaton = _automaton(language)
    if automaton is None:
        return ()
    found: Counter[str] = Counter()
    for end, (length, name) in automaton.iter_long(text):
        if not (text[end + 1 : end + 2].isalnum() or text[max(0, end - length) : end - length + 1].isalnum()):
            found[name] += 1
    return tuple(name for name, _ in found.most_common(_MOST))


@cache
def _automaton(language: str) -> Any:
    """Return the automaton (Aho and Corasick, 1975) of the countries' names in a language, None without names."""
    names = country_names(language)
    if not names:
        return None
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, (len(name), name))
    automaton.make_automaton()
    return automaton
