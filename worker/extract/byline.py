"""The persons of a byline: no "By", no titles, no agencies, cities or addresses among them. Pure."""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from worker.extract.agency import agency_named, agency_plainly_named, publisher_named
from worker.extract.gazetteer import is_city, is_region
from worker.extract.person_words import is_office_word, is_person, spelled_out, without_titles

_PREFIX = re.compile(
    r"^[\s—–-]*(?:(?:记者|記者|文(?=[/／：:]))[/／：:]?\s?|(?:authors?|autor(?:in|a|es|ka)?|reporter|writer|penulis|текст"
    r"|szerző|skribent)\s?:\s*|(?:by|von|par|por|door|di|da|af|av|od|tekst|text|texte|texto|testo|foto|от|автор|από|yazan"
    r"|oleh|reporting|reported|written|posted|published|"
    r"story|words|compiled|edited|interview|special report)\b\s?(?:by\b|von\b|par\b|por\b|av\b|af\b)?\s?[:|–—-]?\s*)+",
    re.IGNORECASE,
)
# What leads up to a name: "Ein Kommentar von", "Von unserem Korrespondenten", "Propos recueillis par", "A cura di".
_LEAD_IN = re.compile(
    r"^(?:(?:eine?|une?|una)\s\w{4,20}\s(?:von|par|por|di)\s|propos recueillis par\s|a cura di\s"
    r"|aus\s\w{3,20}\sberichtet\s"
    r"|(?:von|par|por|door|de|dal|av|af)\s(?:unser\w{0,2}|notre|nuestr[oa]|onze|nostr[oa]|vår|vores)\s\w{4,20}\s)",
    re.IGNORECASE,
)
_BEHIND = re.compile(  # what stands behind a byline without a mark of its own
    r"\s(?:photos?|fotos?|photographs|bilder|images?|video|illustrations?)\b\s?(?:by|von|par|de|di|:)\s.*$"
    r"|\s(?:last\s)?(?:updated|published|posted)\b.*$|\s?(?:기자|특파원)$",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,120}\]|<[^<>]{0,120}>")
_ADDRESS = re.compile(r"\S{1,64}@\S{1,190}|https?://\S{1,300}|www\.\S{1,300}|(?<!\w)@\w{1,50}", re.IGNORECASE)
_AND = r"and|und|et|y|e|i|og|och|en|ja|ve|und|и|και|kai|&|\+|with|mit|avec|con|med"
_SEPARATOR = re.compile(rf"\s?(?:[;|•·/／\n]|,\s(?:{_AND})\s|,|\s(?:{_AND})\s)\s?", re.IGNORECASE)
# What follows a name and is none: "John Smith in London", "Jane Doe for Reuters", "John Smith - Chief Reporter".
_TAIL = re.compile(
    r"\s(?:special to|in|for|of|at|from|für|aus|pour|para|per|per il|dpa|/|[-–—])\s.*$|\s(?:is|was|has)\s.*$"
)
_OFFICE = re.compile(r"\b(?:writer|correspondent|reporter|editor|columnist|photographer)s?$", re.IGNORECASE)
_TOWN = re.compile(r"(?:Bad|Fort|Los|Las|Mount|New|Port|Sankt|St\.) [^\W\d_]")  # no name of a person begins like that
_NO_GIVEN_NAME = frozenset("north south east west middle central latin our chief senior special south-east".split())
_ACCOUNTS = frozenset("admin administrator webmaster root superuser".split())
_JUNIOR = re.compile(r",\s?(?=(?:Jr|Sr)\b)")
_LONGEST = 500  # characters of a byline; a longer one is a paragraph that was put into the wrong field
_MOST = 20


def authors_of(byline: str | None, stated: Collection[str] = (), house: str | None = None) -> tuple[str, ...]:
    """Return the persons that a format lists, or else those that the byline names, in order and once each.

    `house` is the outlet's own name: an entry that begins with it ("Harbour Post and AFP") is a desk's signature.

    A desk that a format lists as an author ("City desk") stays as filed, an agency only where nobody else is listed:
    it is the author that the document states, and nobody is put in its place.
    """
    if not stated and not byline:
        return ()
    entries = [(entry, () if house and entry.startswith(f"{house} ") else _persons_in(entry)) for entry in stated]
    someone = any(persons for _, persons in entries)
    listed = [name for entry, persons in entries for name in persons or _as_filed(entry, alone=not someone)]
    return tuple(dict.fromkeys(listed or (_persons_in(byline) if byline else ())))[:_MOST]


def _as_filed(entry: str, *, alone: bool) -> list[str]:
    """Return a listed author who is no person, unless it is an agency or an office beside persons, or an account."""
    name = " ".join(entry.split())
    if not name or "@" in name or name.casefold() in _ACCOUNTS:
        return []
    return [name] if alone or not (agency_named(name) or _OFFICE.search(name)) else []


def _persons_in(text: str) -> tuple[str, ...]:
    return _persons_of(text[:_LONGEST])


@lru_cache(maxsize=2048)  # a newsroom's reporters sign every day, and 2,048 by-lines take two megabytes at most
def _persons_of(text: str) -> tuple[str, ...]:
    plain = _ADDRESS.sub(" ", _ASIDE.sub(" ", _JUNIOR.sub(" ", text)))
    plain = _BEHIND.sub("", _PREFIX.sub("", _LEAD_IN.sub("", plain.strip())))
    parts = [part for piece in _SEPARATOR.split(plain) if (part := _bare(piece))]
    if len(parts) == 2 and "," in plain and all(len(part.split()) == 1 for part in parts):
        parts = [_turned(parts)]
    persons = [spelled_out(part) for at, part in enumerate(parts) if _names_one(part, first=at == 0)]
    return tuple(person for person in persons if person)


def _turned(parts: list[str]) -> str:
    """Turn `Smith, John` round, unless either half is no name."""
    family, given = parts
    return f"{given} {family}" if not _is_credit(given) and not is_city(given) else family


def _bare(piece: str) -> str:
    """Return a name without what follows it, its titles and its edges."""
    return _without_office(without_titles(_TAIL.sub("", f"{piece} ").strip(" \t.:,;–—-*\"'“”")))


def _without_office(name: str) -> str:
    """Return `Jane Doering` of `Jane Doering Associated Press Writer`: agency and office need no mark behind a name."""
    words = name.split()
    if len(words) > 3 and _OFFICE.fullmatch(words[-1]) and (found := _before_agency(words[:-1], agency_named)):
        return found
    return _before_agency(words, agency_plainly_named) or _before_office(words) or name


def _before_office(words: list[str]) -> str | None:
    """Return `Jane Doering` of `Jane Doering Political Editor`, but nobody of `South Asia Editor`."""
    kept = list(words)
    while kept and _OFFICE.fullmatch(words[-1]) and is_office_word(kept[-1]):
        kept.pop()
    named = len(kept) in (2, 3) and len(kept) < len(words) and kept[0].casefold() not in _NO_GIVEN_NAME
    return " ".join(kept) if named and not is_city(" ".join(kept)) else None


def _before_agency(words: list[str], named: Callable[[str], str | None]) -> str | None:
    """Return the full name before an agency of one to three words, None where none ends the words."""
    ends = (length for length in (1, 2, 3) if len(words) > length + 1 and named(" ".join(words[-length:])))
    return next((" ".join(words[:-length]) for length in ends), None)


def _names_one(part: str, *, first: bool) -> bool:
    """Say whether a part of a byline is a person: after the first, one word alone is a city or an agency."""
    if _is_credit(part) or is_region(part) or (not first and (is_city(part) or _TOWN.match(part))):
        return False
    return is_person(part) and (first or " " in part)


def _is_credit(part: str) -> bool:
    """Return whether a part names an agency or an outlet, alone or before its bureau: `PA Scotland`."""
    head = part.partition(" ")[0]
    return bool(agency_named(part) or publisher_named(part) or (head.isupper() and agency_named(head)))
