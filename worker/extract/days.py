"""Days as datelines print them, in the months of thirty languages: `08th May, 2020`, `1 LUG`, `8 de mayo`. Pure."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from worker.extract.tables import lines_of

MONTHS: dict[str, int] = {
    name.casefold(): number for number, line in enumerate(lines_of("months.txt"), start=1) for name in line.split()
}
_NAME = r"(?P<month>[^\s\d.,;:()/\-–—]{2,12})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
# The day's ordinal: 8th, 1er, 8., 8º. "de", "di" and "of" may stand between it and the month, and before the year.
_DAY = r"(?<![\d.,/])(?P<day>\d{1,2})(?:st|nd|rd|th|er|ère|º|°|ª|\.[ºª°]?)?(?!,?\d)"
_PATTERNS = (
    re.compile(rf"(?<!\d){_YEAR}\.\s{_NAME}\s{_DAY}\.?", re.IGNORECASE),  # Hungarian
    re.compile(rf"{_DAY}\s{{0,2}}(?:de |di |d['’]|of )?{_NAME}(?:,?\s{{0,2}}(?:de |del )?{_YEAR})?", re.IGNORECASE),
    re.compile(rf"(?<!\w){_NAME}\s{{0,2}}{_DAY}(?!\s?%)(?:\s?,?\s{{0,2}}{_YEAR})?", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}"),
    re.compile(
        r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.(?!\s?\d)"
    ),  # "8.5.": with two stops, the day first
    re.compile(r"(?:(?P<year>(?:19|20)\d\d)년\s?)?(?P<number>\d{1,2})월\s?(?P<day>\d{1,2})일"),
    re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<number>\d{1,2})月(?P<day>\d{1,2})日"),
)
_FIGURE = re.compile(r"\d+")
_BEFORE, _BEHIND = 24, 40  # characters that a month, a year and what joins them to a day can take on either side of it
_SLACK = timedelta(days=2)  # a desk east of the date line writes tomorrow's date
_LONGEST = 9  # years between two 29ths of February, at a turn of a century


class Day(NamedTuple):
    """A day as printed, perhaps without its year, and where in the text it stands."""

    month: int
    day: int
    year: int | None
    start: int
    end: int


def find_day(text: str) -> Day | None:
    """Return the first day that a short text names, or None."""
    reach = _reach(text)
    if reach is None:
        return None
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, *reach):
            parts = match.groupdict()
            month = int(parts["number"]) if parts.get("number") else MONTHS.get(_folded(parts.get("month") or ""), 0)
            day, year = int(parts["day"]), parts.get("year")
            if 1 <= month <= 12 and _exists(int(year) if year else 2000, month, day):
                return Day(month, day, int(year) if year else None, match.start(), match.end())
    return None


def _reach(text: str) -> tuple[int, int] | None:
    """Return where the patterns need to look: around the figures of days, as far as a month and a year reach.

    A day has one or two figures. Most texts hold none, or only years and counts: then there is nowhere to look.
    """
    figures = list(_FIGURE.finditer(text))
    days = [at for at, figure in enumerate(figures) if figure.end() - figure.start() <= 2]
    if not days:
        return None
    end = figures[days[-1]].end() + _BEHIND
    following = figures[days[-1] + 1 : days[-1] + 2]  # the year perhaps: it is not cut in two
    if following and following[0].start() < end:
        end = following[0].end()
    return max(0, figures[days[0]].start() - _BEFORE), end


def _folded(name: str) -> str:
    return name.replace("İ", "i").replace("I", "i").casefold() if "İ" in name else name.casefold()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def resolve(day: Day, latest: date) -> date | None:
    """Return the date that a day means for a text known since `latest`.

    A day without a year is the last one of that name at or before `latest`, with two days of slack for the date line.
    A day that a stated year puts in the future was misread or mistyped, and is None. The answers are kept, for most of
    what arrives on one day states that day.
    """
    bound = latest + _SLACK
    if day.year is not None:
        stated = date(day.year, day.month, day.day)
        return stated if stated <= bound else None
    years = (year for year in range(bound.year, bound.year - _LONGEST, -1) if _exists(year, day.month, day.day))
    return next((found for year in years if (found := date(year, day.month, day.day)) <= bound), None)
