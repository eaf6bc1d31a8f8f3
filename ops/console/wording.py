"""Wording: numbers, times and sizes as a person reads them. Pure."""

from datetime import UTC, datetime

_NONE = "–"


def lasting(seconds: float | None) -> str:
    """Return a span in at most two units: `0.8 s`, `4 min 12 s`, `3 h 5 min`, `2 d 4 h`."""
    if seconds is None:
        return _NONE
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = int(seconds)
    for size, unit, below, small in ((86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // below
            return f"{whole // size} {unit} {rest} {small}" if rest else f"{whole // size} {unit}"
    return f"{whole} s"


def number(value: float | None) -> str:
    """Return a number with its thousands apart; small ones that are not whole keep one place."""
    if value is None:
        return _NONE
    return f"{value:,.1f}" if value < 10 and value != int(value) else f"{value:,.0f}"


def size(count: float) -> str:
    """Return a number of bytes in the unit that suits it (1 kB = 1,000 bytes)."""
    for unit, of in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= of:
            return f"{count / of:.1f} {unit}"
    return f"{count:.0f} bytes"


def percent(share: float | None) -> str:
    """Return a share as per cent."""
    return _NONE if share is None else f"{share:.0%}"


def stamp(when: datetime | None) -> str:
    """Return a time in UTC to the minute, with its day."""
    return _NONE if when is None else f"{when.astimezone(UTC):%d %b %H:%M}"


def clock(when: datetime | None) -> str:
    """Return the time of day in UTC."""
    return _NONE if when is None else f"{when.astimezone(UTC):%H:%M:%S}"


def iso(when: datetime) -> str:
    """Return a time for machines (RFC 3339, UTC)."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def ago(when: datetime | None, now: datetime) -> str:
    """Return how long ago something was."""
    return "never" if when is None else f"{lasting(max(0.0, (now - when).total_seconds()))} ago"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
