"""Log lines: read from any text, ours or not, and chosen by what they are about. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from schemas.log_events import Event

_LONGEST = 8192  # characters of a line that is not ours
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # of `docker compose logs` on a terminal

Line = Mapping[str, Any]


class Wanted(NamedTuple):
    """Which lines are wanted; None wants all. `event` is the start of a name: `article`, `article.kill`, `inbox`."""

    wire: str | None = None
    event: str | None = None
    story: str | None = None  # the start of a story's or an article's id
    since: datetime | None = None
    grep: str | None = None  # text that stands somewhere in the line, upper and lower case alike
    part: str | None = None

    def wants(self, line: Line) -> bool:
        """Return whether a line is wanted."""
        return (
            self.wire in (None, line.get("wire"))
            and (self.event is None or str(line.get("event")).startswith(self.event))
            and (self.part is None or str(line.get("part")).startswith(self.part))
            and (self.story is None or self._is_of_story(line))
            and (self.since is None or _is_since(line, self.since))
            and (self.grep is None or self.grep.casefold() in orjson.dumps(line, default=str).decode().casefold())
        )

    def _is_of_story(self, line: Line) -> bool:
        assert self.story is not None
        names = [line.get(field) for field in ("story_id", "article_id", "copy_of")]
        names += line.get("merged") or [] if isinstance(line.get("merged"), list) else []
        return any(isinstance(name, str) and name.startswith(self.story) for name in names)


def line_of(text: bytes) -> Line | None:
    """Return a line as its fields; None for an empty one.

    What stands before the JSON, as `docker compose logs` puts `worker-1  | ` there, becomes its part; a line that holds
    no event is told as one that a part printed.
    """
    before, brace, _ = text.partition(b"{")
    if brace:
        try:
            found = orjson.loads(text[len(before) :])
        except orjson.JSONDecodeError:
            found = None
        if isinstance(found, dict) and isinstance(found.get("event"), str):
            part = _part_of(before)
            return found if part is None or "part" in found else {"part": part, **found}
    words = _COLOURS.sub("", text.decode("utf-8", "replace")).strip()[:_LONGEST]
    return {"event": Event.PART_PRINTED.value, "detail": words} if words else None


def time_of(line: Line) -> str:
    """Return the text by which lines are put in order; ISO 8601 in UTC is in order as text."""
    return str(line.get("timestamp") or "")


def _part_of(before: bytes) -> str | None:
    name = _COLOURS.sub("", before.decode("utf-8", "replace")).partition("|")[0].strip()
    return name or None


def _is_since(line: Line, since: datetime) -> bool:
    """Return whether a line is that new; one without a time belongs to those around it, and is wanted."""
    stamp = line.get("timestamp")
    return not isinstance(stamp, str) or stamp >= since.astimezone(UTC).isoformat(timespec="microseconds")
