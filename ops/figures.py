"""Figures: how the desk is doing at one moment, as one value that every view shows. Pure."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class WireState(StrEnum):
    """Whether a wire speaks as it usually does at this hour of the week."""

    LIVELY = "lively"
    QUIET = "quiet"
    UNKNOWN = "unknown"  # too little is known of its rhythm to judge


class WorkerState(StrEnum):
    """What a worker is at, judged by progress and never by an answer to a ping."""

    WORKING = "working"
    IDLE = "idle"
    STUCK = "stuck"  # it has articles in hand and has not finished any for longer than a lease
    GONE = "gone"  # it has not been seen for several sweeps and did not say goodbye


class WireFigures(NamedTuple):
    """One wire. `verdicts` and `missing` count since the first start; rates are articles an hour."""

    wire: str
    verdicts: Mapping[str, int]
    missing: Mapping[str, int]  # stored articles that lack a field, by field
    last_received_at: datetime | None
    per_hour: float  # in the last 60 minutes
    usual_per_hour: float | None  # in the same hour of the weeks before; None while no week is known
    state: WireState
    why: str  # a sentence: what the state rests on


class WorkerFigures(NamedTuple):
    """One worker process, of any host."""

    name: str
    state: WorkerState
    in_hand: int
    articles: int  # finished since it was started
    last_progress_at: datetime | None  # when it last finished a batch
    last_seen_at: datetime | None


class RedisFigures(NamedTuple):
    """Redis, and the ledger in it. All counts are 0 when `error` says why it could not be asked."""

    error: str | None = None
    pending: int = 0
    oldest_pending_ms: int = 0  # the lag
    queued_messages: int = 0
    in_flight: int = 0  # articles in a worker's hand
    memory_bytes: int = 0
    memory_limit_bytes: int = 0  # 0: none is set


class InboxFigures(NamedTuple):
    """Files of the inbox by state; those filed and spiked are today's (UTC). Counting stops at `limit`."""

    waiting: int = 0
    claimed: int = 0
    filed: int = 0
    spiked: int = 0
    limit: int = 0
    error: str | None = None


class DiskFigures(NamedTuple):
    """The file system that HOME lies on."""

    free_bytes: int
    total_bytes: int


class Spread(NamedTuple):
    """A histogram: how many took at most so many seconds, by upper bound; `sum_s` is their sum."""

    at_most: Mapping[float, int]  # cumulative; the last bound is infinity
    sum_s: float


class Loss(NamedTuple):
    """A field that a wire's articles lack far more often than they used to."""

    wire: str
    field: str
    share: float  # of the articles of the last hours
    usual_share: float


class Figures(NamedTuple):
    """How the desk is doing at `at`. What could not be asked is empty, and the error beside it says why."""

    at: datetime
    redis: RedisFigures
    database_error: str | None
    verdicts: Mapping[str, int]  # of all wires, since the first start
    quarantined: Mapping[str, int]  # what lies in quarantine now, by reason
    refused: Mapping[tuple[str, str], int]  # ever, by wire and reason
    wires: tuple[WireFigures, ...]
    losses: tuple[Loss, ...]
    workers: tuple[WorkerFigures, ...]
    inbox: InboxFigures
    disk: DiskFigures
    ingest: Spread  # seconds from receipt to commit
    kills: Spread  # the same, of kills alone
    version: str  # of this release

    @property
    def quiet_wires(self) -> tuple[WireFigures, ...]:
        """The wires that have gone quiet."""
        return tuple(wire for wire in self.wires if wire.state is WireState.QUIET)

    def as_json(self) -> dict[str, Any]:
        """Return the figures for machines: plain words, numbers, lists and objects; times as datetime."""
        plain = self._asdict()
        for name in ("redis", "inbox", "disk"):
            plain[name] = plain[name]._asdict()
        for name in ("wires", "losses", "workers"):
            plain[name] = [one._asdict() for one in plain[name]]
        for name in ("ingest", "kills"):
            spread: Spread = plain[name]
            bounds = {"inf" if bound == float("inf") else f"{bound:g}": n for bound, n in spread.at_most.items()}
            plain[name] = {"at_most_s": bounds, "sum_s": spread.sum_s}
        plain["refused"] = [
            {"wire": wire, "reason": reason, "articles": count} for (wire, reason), count in self.refused.items()
        ]
        return plain
