"""Preferences: how long a client would like to wait for the verdict (RFC 7240, `Prefer: wait=5`). Pure."""

import re

_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?(\d{1,6})\"?\s*(?:[,;]|$)", re.IGNORECASE)


def seconds_to_wait(prefer: str | None, most: float) -> float | None:
    """Return the seconds that a client prefers to wait, `most` at most; None when it does not say.

    >>> seconds_to_wait("respond-async, wait=5", 30)
    5.0
    """
    found = _WAIT.search(prefer or "")
    return None if found is None else min(float(found[1]), most)
