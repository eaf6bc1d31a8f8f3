"""Whether words can be the place of a dateline: capitals, few of them, and no rubric. Pure."""

import re

from worker.extract.gazetteer import is_city, is_region
from worker.extract.tables import words_of

_LABELS = words_of("labels.txt")
_BYLINE_WORDS = frozenset("by von par por door af av di text foto photo story reporting".split())
# Words that stand in small letters within the names of places.
CONNECTORS = frozenset(
    "a a.m a.m. al am an and auf au aux bei da das de dei del della den der des di do dos du e el em en et ez i im in "
    "is l la las "
    "le les lez los na nad near o of off on op pri s sur the to u under und upon van von y zu aan den bij over "
    "sous".split()
)
# In capitals these make a phrase of what is not in the gazetteer: "LE POINT SUR LA SITUATION".
_PHRASE_WORDS = frozenset("sur on in for with und et y und pour mit per con and to from the a an is as at".split())
_TOGETHER = re.compile(r"\s(?:and|und|et|y|e|og|och)\s")  # two cities in one dateline
_ON_BOARD = frozenset(("aboard", "onboard"))  # a ship or a plane is a place to file from
_BLANKS = re.compile(r"[\s/]+")
_MAX_LENGTH = 60
_MAX_WORDS = 5
_MAX_REGIONS = 3
_WORD_EDGES = "\"'“”‘’«»"
_ABBREVIATION = re.compile(r"(?:^|[\s,.])[^\W\d_]{1,5}\.$|\.[A-Z]\.$")
_ELIDED = re.compile(r"(?:^['’][st][\s-]|^[dl]['’])")  # 's-Hertogenbosch, COEUR d'ALENE
_NOT_IN_PLACES = re.compile(r"[\d!?;:\"“”«»()<>@#$€£%*+]")


def place_of(phrase: str) -> str | None:
    """Return a place as printed (`MEMPHIS, Tenn.`, `MOSCOW/KYIV`), or None when the words cannot be one."""
    if len(phrase) > _MAX_LENGTH or _NOT_IN_PLACES.search(phrase):
        return None
    phrase = " ".join(phrase.split())
    if phrase.endswith(".") and not ("," in phrase and _ABBREVIATION.search(phrase)):
        phrase = phrase.rstrip(". ")
    city, *regions = [part.strip() for part in phrase.split(",") if part.strip()] or [""]
    if not is_place(city) or len(regions) > _MAX_REGIONS or not all(_is_region_like(region) for region in regions):
        return None
    return ", ".join((city, *regions))


def is_place(words: str) -> bool:
    """Return whether words can name a place: each but the connectors begins with a capital or has no case."""
    parts = [word for word in _BLANKS.split(words) if word]
    if not parts or len(parts) > _MAX_WORDS or parts[0].casefold() in _BYLINE_WORDS:
        return False
    return all(_begins_high(word) or (at and word.casefold() in CONNECTORS) for at, word in enumerate(parts))


def is_label(place: str) -> bool:
    """Return whether this is a rubric, an advisory or a day of the week; a phrase in capitals is one too."""
    folded = place.casefold().strip(" .")
    if folded in _LABELS or folded.rstrip("0123456789 ") in _LABELS:
        return True
    city = folded.partition(",")[0]
    words = city.split()
    if len(words) > 2 and words[0] not in _ON_BOARD and not _PHRASE_WORDS.isdisjoint(words[1:]):
        return not is_city(city) and not all(map(is_city, _TOGETHER.split(city)))
    return False


def is_capitals(place: str) -> bool:
    """Return whether the city of a place is printed in capitals."""
    return place.partition(",")[0].replace("Mc", "MC").isupper()


def is_acronym(city: str) -> bool:
    """Return whether one short word in capitals is more likely an organisation than a town nobody knows."""
    return len(city) <= 4 and not is_city(city)


def _is_region_like(region: str) -> bool:
    return is_region(region) or is_place(region)


def _begins_high(word: str) -> bool:
    first = _ELIDED.sub("", word).strip(_WORD_EDGES)[:1]
    return first.isalpha() and not first.islower()
