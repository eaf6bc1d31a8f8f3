"""Losses: has a wire begun to lack a field that it used to have, as when its format has changed? Pure.

The rule: of the articles read in this hour and the one before, at least ten lack the field, and their share has risen
by three tenths or more over the seven days before. A wire with fewer than fifty articles in those days has no past.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ops.figures import Loss

_LEAST_LACKING = 10  # articles: fewer may be a run of briefs, which have no byline
_LEAST_PAST = 50
_RISE = 0.3


class Read(NamedTuple):
    """Articles of one wire that were read in a span of time, and how many of them lacked each field."""

    articles: int
    missing: Mapping[str, int]

    def share(self, field: str) -> float:
        """Return the share that lacked a field."""
        return self.missing.get(field, 0) / self.articles if self.articles else 0.0


def losses(recent: Mapping[str, Read], past: Mapping[str, Read]) -> tuple[Loss, ...]:
    """Return what wires have lost, by wire and field; `recent` and `past` are by wire."""
    return tuple(
        Loss(wire, field, now.share(field), past[wire].share(field))
        for wire, now in sorted(recent.items())
        if wire in past and past[wire].articles >= _LEAST_PAST
        for field in sorted(now.missing)
        if now.missing[field] >= _LEAST_LACKING and now.share(field) - past[wire].share(field) >= _RISE
    )
