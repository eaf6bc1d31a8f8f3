"""The headline of a page, from what its JSON-LD, its social cards, its `h1` and its title say. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from worker.readers.html_tree import fold

# What parts a headline from the name of the section or the site that a template puts behind it.
_SEPARATOR = re.compile(r"\s+[|\-–—·•»›~]+\s+|\s*[|：]\s*|\s+::\s+")
_KICKER_END = re.compile(r"[:：|]\s*$")


@dataclass(frozen=True, slots=True)
class Titles:
    """Every title that a page states: `declared` by JSON-LD, `social` by OpenGraph, `printed` in its `h1` elements."""

    declared: str | None = None
    social: str | None = None
    twitter: str | None = None
    printed: Sequence[str] = ()
    title: str | None = None
    sites: Sequence[str] = ()  # names of the site, for the suffix that a template puts behind a headline


def headline_of(titles: Titles) -> str | None:
    """Return the headline without the site's name, section or kicker, or None where the page states no title.

    What the publisher declares in JSON-LD comes first: it is the one place where a headline is called so. Cards and
    titles are often worded anew for networks and search engines; an `h1` may be the name of the site.
    """
    others = [line for line in (titles.social, titles.twitter, titles.title, *titles.printed) if line]
    chosen = _chosen(titles)
    if chosen is None:
        return None
    return _without_kicker(_without_suffix(chosen, others, titles.sites), titles.social)


def _chosen(titles: Titles) -> str | None:
    declared, social = titles.declared, titles.social
    if declared and social and _is_for_search(titles):
        return social
    if declared:
        return declared
    printed = _agreeing(titles.printed, [line for line in (social, titles.twitter, titles.title) if line])
    return social or titles.twitter or printed or titles.title or next(iter(titles.printed), None)


def _is_for_search(titles: Titles) -> bool:
    """Whether JSON-LD only repeats the `title` for search engines, while the card repeats what is printed."""
    declared, social, title = fold(titles.declared or ""), fold(titles.social or ""), fold(titles.title or "")
    printed = {fold(line) for line in titles.printed}
    return declared not in printed and social in printed and title.startswith(declared)


def _agreeing(printed: Iterable[str], others: Sequence[str]) -> str | None:
    """Return the first printed line that begins or stands in another title: headings of the page's furniture do not."""
    for line in printed:
        if any(fold(line) in fold(other) for other in others):
            return line
    return None


def _without_suffix(chosen: str, others: Sequence[str], sites: Iterable[str]) -> str:
    """Return the headline without " | Section | Site": another title ends there, or the rest is the site's name."""
    names = {fold(site) for site in sites if fold(site)}
    for separator in _SEPARATOR.finditer(chosen):
        start, rest = chosen[: separator.start()].rstrip(), fold(chosen[separator.end() :])
        if start and (rest in names or any(fold(start) == fold(other) for other in others)):
            return start
    for separator in reversed(list(_SEPARATOR.finditer(chosen))):
        start, rest = chosen[: separator.start()].rstrip(), fold(chosen[separator.end() :])
        if start and any(_is_site(rest, name) for name in names):
            return _without_suffix(start, others, sites)
    return chosen


def _is_site(rest: str, name: str) -> bool:
    return rest == name or (len(rest) > 3 and len(name) > 3 and (rest in name or name in rest) and len(rest) < 40)


def _without_kicker(chosen: str, social: str | None) -> str:
    """Return the headline without "Kicker: " where the page's own card leaves it out."""
    if social and len(social) < len(chosen) and chosen.endswith(social) and _KICKER_END.search(chosen[: -len(social)]):
        return social
    return chosen
