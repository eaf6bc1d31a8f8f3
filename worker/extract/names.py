"""Places, people and organisations: the format's own, else what bundled tables and plain cues find for certain. Pure.

Precision before recall: few names, each with a reason in the text, and none where the format states its own.
"""

import re
from collections import Counter
from typing import NamedTuple

from schemas.article import Take
from worker.extract.countries import countries_in
from worker.extract.gazetteer import is_city
from worker.extract.person_words import is_person
from worker.extract.tags import names_of

_MOST = 5  # of one kind: a story is about few
_READ = 6_000  # characters of the body: what comes later is background
_WORD = r"(?:[A-Z](?:[\w'’-]++|\.))"
_NEXT = rf"\s(?:{_WORD}|(?:van|von|de|del|della|der|den|di|da|al-\w+|bin|el)\b)"
# Words with capitals in a row: a name, perhaps with its title before it, which takes a third word at least.
_RUN = re.compile(rf"{_WORD}{_NEXT}(?P<third>(?:{_NEXT})+)?")
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
_TITLE_BEFORE = re.compile(r"\b(?:(?:Gov|Sen|Rep|Gen|Col|Prof|Dr|Mr|Mrs|Ms)\.|said)\s\Z")
_ROLE_AFTER = re.compile(
    r",\s(?:\d{1,2},\s)?(?:(?:the|a|an|its|his|her|their)\s)?(?:[\w'’-]+\s){0,5}?(?:spokes(?:man|woman|person)"
    r"|president|"
    r"minister|chairman|chairwoman|chief|director|manager|analyst|economist|professor|secretary|governor|mayor"
    r"|founder|head|"
    r"coach|captain|lawyer|researcher|strategist|dealer|trader)\b"
)
_SAID_AFTER = re.compile(r"\ssaid\b")
_QUOTE_ENDS = ("” ", '" ')
_SHOWING = frozenset('”".d')  # the last characters before the blank of what shows a name: a quotation, "Dr." or "said"
_BEFORE = 6  # characters in which a shortened title or "said" stands
_KINDS = (
    r"Inc|Corp|Ltd|Plc|PLC|LLC|GmbH|AG|SE|NV|Corporation|University|Ministry|Association|Institute|Federation"
    r"|Foundation|Commission|Committee|Organi[sz]ation|Agency|Authority|Union"
)
# No organisation is without one of these. Sought first, it saves most texts the look at all capitals.
_KIND = re.compile(rf"(?:{_KINDS}|Bank|Department)")
# It begins with the set of capitals, so that the engine goes from one to the next, and looks behind each afterwards.
_ORGANISATION = re.compile(
    rf"[A-Z](?<!\w[A-Z])(?:[\w&'’-]*+\s(?:[A-Z][\w&'’-]*+\s){{0,3}}(?:{_KINDS})\b(?!\sof\s)"
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
        names_of(take.places) or countries_in(text, language or "en", _MOST),
        names_of(take.people) or (_people(text) if english else ()),
        names_of(take.organisations) or (_organisations(text) if english else ()),
    )


def _people(text: str) -> tuple[str, ...]:
    """Return those whom a title, an office or a quotation names in full."""
    found: dict[str, None] = {}
    for run in _RUN.finditer(text):
        named = _named(run, text)
        if named is None:
            continue
        name = named.removesuffix("'s").removesuffix("’s")
        if " " in name and is_person(name) and not is_city(name):
            found.setdefault(name)
            if len(found) == _MOST:
                break
    return tuple(found)


def _named(run: re.Match[str], text: str) -> str | None:
    """Return the name in a run of capitals that its title, or the words around it, show to be a person's."""
    titled = _TITLED.search(run[0]) if run.lastindex else None
    if titled:
        return titled["name"]
    start, end = run.span()
    if start > 1 and text[start - 2] in _SHOWING:
        before = text[max(0, start - _BEFORE) : start]
        if _TITLE_BEFORE.search(before) or (before.endswith(_QUOTE_ENDS) and _SAID_AFTER.match(text, end)):
            return run[0]
    return run[0] if text.startswith(",", end) and _ROLE_AFTER.match(text, end) else None


def _organisations(text: str) -> tuple[str, ...]:
    """Return what its kind shows to be an organisation, the most frequent first."""
    if not _KIND.search(text):
        return ()
    found = Counter(_ARTICLES.sub("", match[0]) for match in _ORGANISATION.finditer(text))
    return tuple(name for name, _ in found.most_common() if " " in name)[:_MOST]
