"""Preferences: how long a client would like to wait for the verdict (RFC 7240, `Prefer: wait=5`). Pure."""

import re

MOST_S = 30.0  # proxies between here and there close what is silent for a minute
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?(\d{1,6})\"?\s*(?:[,;]|$)", re.IGNORECASE)


def seconds_to_wait(prefer: str | None) -> float | None:
    """Return the seconds that a client prefers to wait, `MOST_S` at most; None when it does not say.

    >>> seconds_to_wait("respond-async, wait=5")
    5.0
    """
    found = _WAIT.search(prefer or "")
    return None if found is None else min(float(found[1]), MOST_S)
