"""Audit: compares what was given with what the database and the ledger hold."""

import statistics
from collections import Counter
from typing import NamedTuple

from sqlalchemy import Engine, TextClause, text

from benchmarks.chaos.service import Service

_STORIES = """
SELECT count(*) FROM story s WHERE s.articles <> (SELECT count(*) FROM article a WHERE a.story_id = s.story_id)
"""


class Audit(NamedTuple):
    """The sets at the end. Lost, doubled and strangers must be none, and so must be what is left in the ledger."""

    given: int
    stored: int
    quarantined: int
    exhausted: int  # of the quarantined: articles whose workers were killed too often, through no fault of theirs
    lost: int
    doubled: int
    strangers: int
    miscounted: int  # stories whose size is not the number of their articles
    pending: int
    delays_s: list[float]  # from receipt to commit, sorted

    @property
    def sound(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.doubled or self.strangers or self.miscounted or self.pending)

    def figures(self) -> dict[str, object]:
        """Return the figures by name, for a table."""
        plain = {name: value for name, value in self._asdict().items() if name != "delays_s"}
        if not self.delays_s:
            return plain
        at_99 = self.delays_s[int(len(self.delays_s) * 0.99)]
        spread = f"{statistics.median(self.delays_s):.1f} / {at_99:.1f} / {self.delays_s[-1]:.1f} s"
        return plain | {"receipt to commit (median / 99 % / worst)": spread}


def audit(given: set[str], engine: Engine, service: Service) -> Audit:
    """Compare the sets. Every raw article here holds one article, so each id must be there exactly once."""
    with engine.connect() as connection:
        stored = Counter(connection.execute(text("SELECT raw_id FROM article")).scalars())
        held = Counter(connection.execute(text("SELECT raw_id FROM quarantine")).scalars())
        kept = set(connection.execute(text("SELECT raw_id FROM raw_article")).scalars())
        exhausted = connection.execute(
            text("SELECT count(*) FROM quarantine WHERE reason = 'attempts_exhausted'")
        ).scalar_one()
        miscounted = connection.execute(text(_STORIES)).scalar_one()
        delays = connection.execute(_delays(engine)).scalars()
        delays_s = sorted(float(delay) for delay in delays)
    both = stored + held
    return Audit(
        given=len(given),
        stored=len(stored),
        quarantined=len(held),
        exhausted=exhausted,
        lost=len(given - (both.keys() & kept)),
        doubled=sum(count > 1 for count in both.values()),
        strangers=len(both.keys() - given),
        miscounted=miscounted,
        pending=service.pending(),
        delays_s=delays_s,
    )


def _delays(engine: Engine) -> TextClause:
    span = (
        "(julianday(committed_at) - julianday(received_at)) * 86400"
        if engine.dialect.name == "sqlite"
        else "EXTRACT(EPOCH FROM committed_at - received_at)"
    )
    return text(f"SELECT {span} FROM article")
