"""Latency: from accept to commit, one article alone and under a load that is a share of what the workers can do."""

import statistics
import threading
import time
from collections.abc import Sequence

from rich.table import Table
from sqlalchemy import Engine, func, select

from benchmarks.contest import Ours
from benchmarks.newsroom import Piece
from schemas.columns import table_of
from schemas.records import ArticleRecord
from schemas.settings import Settings
from worker.database import engine_of

_article = table_of(ArticleRecord)
SHARES = (0.1, 0.5, 0.9)
_ALONE = 100  # articles, each enqueued when the one before is committed
_SECONDS = 20.0  # of each load: time for a queue to form, if one does
_FILLED_S = 8.0  # of more than they can do
_MORE = 1.2  # times what they do when all is enqueued beforehand
_POLL_S = 0.001
_MOMENT_S = 0.005


def latencies(contestant: Ours, settings: Settings, pieces: Sequence[Piece], capacity: float) -> Table:
    """Feed a running pipeline alone and at each share of what it can do; return milliseconds from accept to commit.

    `capacity` is what it stores in a second when all is enqueued beforehand. What it can do is measured with articles
    that come evenly: whoever enqueues them a few at a time shares the two cores.
    """
    table = Table("load", "articles/s", "p50 ms", "p99 ms", title="from accept to commit")
    engine = engine_of(settings)
    rest = iter(pieces)
    alone = [next(rest) for _ in range(_ALONE)]
    first = _last_seq(engine)
    for piece in alone:
        contestant.enqueue([piece])
        while contestant.done() < contestant.given:
            time.sleep(_POLL_S)
    table.add_row("one alone", "", *_percentiles(engine, first))
    most = _most(contestant, [next(rest) for _ in range(int(capacity * _MORE * _FILLED_S))], capacity * _MORE)
    table.add_row("more than they can do", f"{most:.0f}", "", "")
    for share in SHARES:
        first = _last_seq(engine)
        rate = most * share
        _feed(contestant, [next(rest) for _ in range(int(rate * _SECONDS))], rate)
        _drain(contestant)
        table.add_row(f"{share:.0%}", f"{rate:.0f}", *_percentiles(engine, first))
    engine.dispose()
    return table


def needed(capacity: float) -> int:
    """Return how many articles `latencies` takes at most."""
    return _ALONE + int(capacity * _MORE * (_FILLED_S + sum(share * _SECONDS + 1 for share in SHARES)))


def _most(contestant: Ours, pieces: Sequence[Piece], rate: float) -> float:
    """Return how many articles a second are stored of more than can be."""
    began = time.monotonic()
    _feed(contestant, pieces, rate)
    _drain(contestant)
    return len(pieces) / (time.monotonic() - began)


def _drain(contestant: Ours) -> None:
    while contestant.done() < contestant.given:
        time.sleep(0.05)


def _feed(contestant: Ours, pieces: Sequence[Piece], rate: float) -> None:
    """Enqueue evenly, those of one moment together as the HTTP door does; what is late is sent at once."""
    began, sent = time.monotonic(), 0
    tick = threading.Event()
    while sent < len(pieces):
        due = min(len(pieces), 1 + int((time.monotonic() - began) * rate))
        if due > sent:
            contestant.enqueue(pieces[sent:due])
            sent = due
        tick.wait(_MOMENT_S)


def _last_seq(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.coalesce(func.max(_article.c.seq), 0))).scalar_one())


def _percentiles(engine: Engine, after: int) -> tuple[str, str]:
    query = select(_article.c.received_at, _article.c.committed_at).where(_article.c.seq > after)
    with engine.connect() as connection:
        took = [(committed - received).total_seconds() * 1000 for received, committed in connection.execute(query)]
    cuts = statistics.quantiles(took, n=100)
    return f"{cuts[49]:.0f}", f"{cuts[98]:.0f}"
