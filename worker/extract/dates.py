"""Stated times as filed to aware times in UTC. Nothing is guessed: what cannot be read stays unread. Pure."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Moment(NamedTuple):
    """A time in UTC, and whether its zone was stated (False: the wire's zone was assumed)."""

    time: datetime
    zone_stated: bool


def moment_of(stated: str | None, zone: str) -> Moment | None:
    """Return the moment that a stated time means, or None where there is none or it cannot be read."""
    text = " ".join((stated or "").split())
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        try:
            time = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        aware = time if time.tzinfo else time.replace(tzinfo=ZoneInfo(zone))
        return Moment(aware.astimezone(UTC), time.tzinfo is not None)
    except (ValueError, OverflowError):
        return None
