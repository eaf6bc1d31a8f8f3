"""Moments: what a person types for a point in time. Pure."""

import re
from datetime import UTC, datetime, time, timedelta

_AGO = re.compile(r"(\d{1,6})\s*(s|m|min|h|d)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_UNITS = {"s": "seconds", "m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


def moment(text: str, now: datetime) -> datetime:
    """Return a point in time, in UTC: `90s`, `30m`, `2h`, `1d` ago; `06:00`, the last one; or ISO 8601, UTC by default.

    Raise ValueError saying what may be written. `now` is aware.
    """
    try:
        return _moment(text.strip(), now)
    except (ValueError, OverflowError):  # before the year 1, too
        raise ValueError(f"{text!r} is no time; write 30m, 2h, 06:00, 2026-03-01 or 2026-03-01T06:00") from None


def _moment(text: str, now: datetime) -> datetime:
    if ago := _AGO.fullmatch(text):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    if clock := _CLOCK.fullmatch(text):
        today = datetime.combine(now.astimezone(UTC), time(int(clock[1]), int(clock[2])), UTC)
        return today if today <= now else today - timedelta(days=1)
    given = datetime.fromisoformat(text)
    return (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UTC)
