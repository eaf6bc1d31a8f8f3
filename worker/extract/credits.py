"""Who is credited: the agency that wrote the story and the outlet that publishes it. Pure."""

from collections.abc import Iterable, Iterator

from schemas.article import Take
from worker.extract.agency import agency_in, agency_named, publisher_named
from worker.extract.dateline import Opening
from worker.extract.tags import stated


def agency_of(take: Take, opening: Opening | None, byline: str | None, ends: Iterable[str]) -> str | None:
    """Return the agency credited, by the name we file it under.

    The credit line speaks first, then the dateline, the by-line, the last line and the publisher, each for agencies
    that the table knows. A name that it does not know is taken as printed, from the credit line or the dateline.
    """
    credit, named = stated(take.credit), opening.credits if opening else ()
    known = next(filter(None, _known(credit, named, byline, ends, take.publisher)), None)
    if known or credit:
        return known or credit
    unknown = [name for name in named if not publisher_named(name)]
    return unknown[-1] if unknown else None


def _known(
    credit: str | None, named: Iterable[str], byline: str | None, ends: Iterable[str], publisher: str | None
) -> Iterator[str | None]:
    """Yield the agency that each of the places tells, the surest place first; most articles have few of them."""
    yield agency_in(credit)
    for name in named:
        yield agency_named(name) or agency_in(name)
    if byline:
        yield agency_in(_behind_persons(byline))
    yield from map(agency_named, ends)
    if publisher:
        yield agency_named(publisher)


def publisher_of(publisher: str | None, opening: Opening | None) -> str | None:
    """Return the outlet: the stated one, else one that stands beside an agency in the dateline's bracket.

    An agency that publishes its own story goes by the name we file it under, so that both fields agree.
    """
    if publisher:
        return agency_named(publisher) or publisher_named(publisher) or publisher
    named = opening.credits if opening else ()
    known = next(filter(None, map(publisher_named, named)), None)
    if known or len(named) < 2 or not any(map(agency_named, named)):
        return known
    return next((name for name in named if not agency_named(name)), None)


def _behind_persons(byline: str) -> str:
    """Return what a by-line says after its first name: `By Jane Doe, Reuters`."""
    return byline.removeprefix("By ").removeprefix("by ")
