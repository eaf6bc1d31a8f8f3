"""Figures for tests: a desk at which all is well, of which a test changes what matters to it."""

from typing import Any

from ops.figures import (
    DiskFigures,
    Figures,
    InboxFigures,
    RedisFigures,
    Spread,
    WireFigures,
    WireState,
    WorkerFigures,
    WorkerState,
)
from schemas.tallies import BOUNDS
from tests.support.articles import NOON


def figures_of(**fields: Any) -> Figures:
    plain = {
        "at": NOON, "redis": RedisFigures(), "database_error": None, "verdicts": {"stored": 7}, "quarantined": {},
        "refused": {}, "wires": (wire_of(),), "losses": (), "workers": (worker_of(),), "inbox": InboxFigures(limit=99),
        "disk": DiskFigures(50 << 30, 100 << 30), "ingest": spread_of(), "kills": spread_of(), "version": "1.2.3",
    }  # fmt: skip
    return Figures(**{**plain, **fields})


def wire_of(wire: str = "afp", **fields: Any) -> WireFigures:
    plain = {
        "wire": wire, "verdicts": {"stored": 7, "copy": 2}, "missing": {"byline": 3}, "last_received_at": NOON,
        "per_hour": 9.0, "usual_per_hour": None, "state": WireState.LIVELY, "why": "it was heard just now",
    }  # fmt: skip
    return WireFigures(**{**plain, **fields})


def worker_of(name: str = "host-1", **fields: Any) -> WorkerFigures:
    plain = {
        "name": name, "state": WorkerState.IDLE, "in_hand": 0, "articles": 9, "last_progress_at": NOON,
        "last_seen_at": NOON,
    }  # fmt: skip
    return WorkerFigures(**{**plain, **fields})


def spread_of(*seconds: float) -> Spread:
    return Spread({bound: sum(one <= bound for one in seconds) for bound in BOUNDS}, sum(seconds))
