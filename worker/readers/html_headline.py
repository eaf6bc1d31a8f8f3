"""The headline of a page, from what its JSON-LD, its social cards, its `h1` and its title say. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from worker.readers.html_tree import fold

MAX_TITLE_CHARS = 400  # headlines have 70, the longest real one 260; what is longer is a summary in the wrong place
MAX_PRINTED = 40  # front pages and lists of teasers set every line as an h1
# What parts a headline from the name of the section or the site that a template puts behind it.
_SEPARATOR = re.compile(r"\s+[|\-–—·•»›~]+\s+|\s*[|：]\s*|\s+::\s+")
_KICKER_END = re.compile(r"[:：|]\s*$")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)$")
_CUT_CHARS = range(95, 121)  # search engines once read 110 characters of a headline, so systems cut there
_SITE_CHARS = range(4, 40)


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
    known = _bounded(titles)
    others = [line for line in (known.social, known.twitter, known.title, *known.printed) if line]
    chosen = _chosen(known)
    if chosen is None:
        return None
    whole = _uncut(chosen, others)
    return _without_kicker(_without_suffix(whole, {fold(line) for line in others}, known.sites), known.social)


def _bounded(titles: Titles) -> Titles:
    def line(text: str | None) -> str | None:
        return text if text and len(text) <= MAX_TITLE_CHARS else None

    printed = tuple(text for text in titles.printed[:MAX_PRINTED] if line(text))
    return Titles(
        line(titles.declared), line(titles.social), line(titles.twitter), printed, line(titles.title), titles.sites
    )


def _chosen(titles: Titles) -> str | None:
    declared, social = titles.declared, titles.social
    if declared and not (social and _is_for_search(titles)):
        return declared
    printed = _agreeing(titles.printed, [line for line in (social, titles.twitter, titles.title) if line])
    return social or titles.twitter or printed or titles.title or next(iter(titles.printed), None)


def _is_for_search(titles: Titles) -> bool:
    """Whether JSON-LD only repeats the `title` for search engines, while the card repeats what is printed."""
    declared, social, title = fold(titles.declared or ""), fold(titles.social or ""), fold(titles.title or "")
    printed = {fold(line) for line in titles.printed}
    return declared not in printed and social in printed and title.startswith(declared)


def _agreeing(printed: Iterable[str], others: Sequence[str]) -> str | None:
    """Return the first printed line that stands in another title: headings of the page's furniture do not."""
    folded = [fold(other) for other in others]
    return next((line for line in printed if any(fold(line) in other for other in folded)), None)


def _uncut(chosen: str, others: Iterable[str]) -> str:
    """Return the title that goes on where the chosen one was cut off, or the chosen one."""
    if not (_ELLIPSIS.search(chosen) or len(chosen) in _CUT_CHARS):
        return chosen
    start = fold(chosen)
    return next((other for other in others if len(fold(other)) > len(start) and fold(other).startswith(start)), chosen)


def _without_suffix(chosen: str, others: set[str], sites: Iterable[str]) -> str:
    """Return the headline without " | Section | Site": another title ends there, or the rest is the site's name."""
    names = {name for site in sites if (name := fold(site))}
    for separator in _SEPARATOR.finditer(chosen):
        start, rest = chosen[: separator.start()].rstrip(), fold(chosen[separator.end() :])
        if start and (rest in names or fold(start) in others):
            return start
    for separator in reversed(list(_SEPARATOR.finditer(chosen))):
        start, rest = chosen[: separator.start()].rstrip(), fold(chosen[separator.end() :])
        if start and any(_is_site(rest, name) for name in names):
            return start
    return chosen


def _is_site(rest: str, name: str) -> bool:
    """Whether what stands behind a separator names the site, if only in part: "Post" or "The Harbour Post Online"."""
    return rest == name or (len(rest) in _SITE_CHARS and len(name) in _SITE_CHARS and (rest in name or name in rest))


def _without_kicker(chosen: str, social: str | None) -> str:
    """Return the headline without "Kicker: " where the page's own card leaves it out."""
    if social and len(social) < len(chosen) and chosen.endswith(social) and _KICKER_END.search(chosen[: -len(social)]):
        return social
    return chosen
