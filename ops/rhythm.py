"""Rhythm: has a wire gone quiet, measured against what it did in the same hours of the weeks before? Pure.

The rule, for a wire that is known for a week or more: it is quiet when the stretch of the week since its last article
brought at least three articles in the weeks before, in each of them but the poorest (one holiday or outage teaches
nothing, once three weeks are known). Hours of which only a part belongs to the stretch count by that part. The stretch
is three days long at most: a wire that is dead longer is judged by the last three days.

A wire that is younger than that, but older than an hour, is quiet when it is silent for three times as long as ever
before, and for five minutes.

Silence is measured up to `known_until`, before which nothing is pending: a desk that lags knows nothing of what came
since.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ops.figures import WireState
from schemas.tallies import hour_of

LONGEST_STRETCH = timedelta(days=3)  # longer than any weekend; a wire that speaks less often is nobody's newswire
WEEKS = 4
HOURS_OF_WEEK = 168
_LEAST_EXPECTED = 3.0  # articles: with fewer an ordinary pause would ring at every shift
_LEAST_HEARD = 20  # articles of a young wire before its silences mean anything
_LEAST_KNOWN = timedelta(hours=1)
_TIMES_LONGEST = 3.0
_LEAST_SILENCE = timedelta(minutes=5)
_ROBUST_FROM = 3  # weeks: with fewer there is no poorest one to leave out

Hours = Mapping[int, int]  # articles of one wire by hour, counted from 1970-01-01 in UTC


class Past(NamedTuple):
    """What is known of a wire: when it was heard first and last, its longest silence, how often, and in which hours."""

    first_at: datetime
    last_at: datetime
    longest_gap_s: float
    articles: int
    hours: Hours


class Judgement(NamedTuple):
    """Whether a wire is quiet, and the sentence that says why."""

    state: WireState
    why: str


def judge(past: Past, known_until: datetime) -> Judgement:
    """Return whether a wire has gone quiet."""
    silence = known_until - past.last_at
    weeks = weeks_known(past.first_at, known_until)
    if silence <= timedelta(0):
        return Judgement(WireState.LIVELY, "it was heard just now")
    if not weeks:
        return _judge_young(past, known_until)
    start = max(past.last_at, known_until - LONGEST_STRETCH)
    brought = [articles_between(past.hours, start - ago, known_until - ago) for ago in _weeks_ago(weeks)]
    expected = expected_of(brought)
    figures = ", ".join(f"{count:.0f}" for count in brought)
    why = f"silent for {spoken(silence)}; the same stretch of the {weeks} weeks before brought {figures} articles"
    if expected >= _LEAST_EXPECTED:
        return Judgement(WireState.QUIET, why)
    return Judgement(WireState.LIVELY if any(brought) or past.hours else WireState.UNKNOWN, why)


def usual_per_hour(past: Past, now: datetime) -> float | None:
    """Return what the last 60 minutes usually bring: the median of the weeks known; None while there is none."""
    weeks = weeks_known(past.first_at, now)
    brought = sorted(
        articles_between(past.hours, now - ago - timedelta(hours=1), now - ago) for ago in _weeks_ago(weeks)
    )
    if not brought:
        return None
    middle = len(brought) // 2
    return brought[middle] if len(brought) % 2 else (brought[middle - 1] + brought[middle]) / 2


def per_hour(hours: Hours, now: datetime) -> float:
    """Return the articles of the last 60 minutes; of the hour before this one a part is taken as its share of time.

    What this hour has brought is counted whole: it lies in the last 60 minutes.
    """
    this = hour_of(now)
    passed = now.timestamp() / 3600 - this
    return hours.get(this, 0) + hours.get(this - 1, 0) * (1 - passed)


def articles_between(hours: Hours, start: datetime, end: datetime) -> float:
    """Return how many articles a stretch of past time brought, as if each hour's came evenly."""
    first, last = start.timestamp() / 3600, end.timestamp() / 3600
    whole = range(int(first), int(last) + 1)
    return sum(hours.get(hour, 0) * max(0.0, min(hour + 1, last) - max(hour, first)) for hour in whole)


def expected_of(brought: Sequence[float]) -> float:
    """Return what may be expected of a stretch: the least that it brought, the poorest of three or more left out."""
    ranked = sorted(brought)
    if not ranked:
        return 0.0
    return ranked[1] if len(ranked) >= _ROBUST_FROM else ranked[0]


def weeks_known(first_at: datetime, now: datetime) -> int:
    """Return how many whole weeks a wire is known for, of the last four."""
    return max(0, min(WEEKS, (now - first_at) // timedelta(weeks=1)))


def spoken(span: timedelta) -> str:
    """Return a span as a person says it."""
    seconds = span.total_seconds()
    if seconds < 120:  # two minutes: below, seconds say more
        return f"{seconds:.0f} s"
    if seconds < 7200:  # two hours, for the same reason
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 48 * 3600 else f"{seconds / 86400:.0f} days"


def _weeks_ago(weeks: int) -> list[timedelta]:
    return [timedelta(weeks=week) for week in range(1, weeks + 1)]


def _judge_young(past: Past, known_until: datetime) -> Judgement:
    if past.articles < _LEAST_HEARD or known_until - past.first_at < _LEAST_KNOWN:
        return Judgement(WireState.UNKNOWN, f"{past.articles} articles so far: too few or too new to know its rhythm")
    silence, longest = known_until - past.last_at, timedelta(seconds=past.longest_gap_s)
    why = f"silent for {spoken(silence)}; its longest silence so far was {spoken(longest)}"
    quiet = silence > max(_LEAST_SILENCE, longest * _TIMES_LONGEST)
    return Judgement(WireState.QUIET if quiet else WireState.LIVELY, why)
