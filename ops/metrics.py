"""Metrics: figures as Prometheus text (exposition format 0.0.4). Pure.

Every label comes from a closed set: verdicts, reasons, fields, states, and wires, of which beyond a cap the rest is
"other". The counts are the database's own, so they are right whatever number of workers there is and whoever restarts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from ops.figures import Figures, Spread, WireState, WorkerState
from schemas.tallies import Lacking
from schemas.verdict import Reason, Verdict

Labelled = Iterable[tuple[tuple[str, ...], float]]


def exposition(figures: Figures) -> bytes:
    """Return the text that a Prometheus server scrapes; what could not be asked is absent, and `_up` says so."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(figures))
    return generate_latest(registry)


class _Collected(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        yield from _always(self._figures)
        if self._figures.redis.error is None:
            yield from _of_redis(self._figures)
        if self._figures.database_error is None:
            yield from _of_database(self._figures)
            yield from _of_wires(self._figures)


def _always(figures: Figures) -> Iterator[Metric]:
    yield _gauge("build_info", "The release that is running.", [((figures.version,), 1)], ["version"])
    yield _gauge("redis_up", "Whether Redis answers.", [((), figures.redis.error is None)])
    yield _gauge("database_up", "Whether the database answers, its schema up to date.", [((), _is_up(figures))])
    inbox = figures.inbox
    states = {"waiting": inbox.waiting, "claimed": inbox.claimed, "filed": inbox.filed, "spiked": inbox.spiked}
    about = f"Files of the inbox by state, filed and spiked those of today (UTC); counted up to {inbox.limit}."
    yield _gauge("inbox_files", about, _by(states), ["state"])
    yield _gauge("disk_free_bytes", "Free on the file system of HOME.", [((), figures.disk.free_bytes)])
    yield _gauge("disk_bytes", "Size of the file system of HOME.", [((), figures.disk.total_bytes)])


def _of_redis(figures: Figures) -> Iterator[Metric]:
    redis = figures.redis
    yield _gauge("pending", "Articles accepted and not finished.", [((), redis.pending)])
    oldest_s = redis.oldest_pending_ms / 1000
    yield _gauge("oldest_pending_seconds", "Age of the oldest pending article: the lag.", [((), oldest_s)])
    yield _gauge("queue_messages", "Celery messages that wait, of many articles each.", [((), redis.queued_messages)])
    yield _gauge("in_flight", "Articles in a worker's hand.", [((), redis.in_flight)])
    yield _gauge("redis_memory_bytes", "Memory that Redis uses.", [((), redis.memory_bytes)])
    yield _gauge("redis_memory_limit_bytes", "Redis' maxmemory; 0 for none.", [((), redis.memory_limit_bytes)])
    states = {state.value: sum(one.state is state for one in figures.workers) for state in WorkerState}
    yield _gauge("workers", "Workers by what they are at, judged by progress.", _by(states), ["state"])


def _of_database(figures: Figures) -> Iterator[Metric]:
    held = {reason.value: figures.quarantined.get(reason.value, 0) for reason in Reason}
    yield _gauge("quarantined", "Articles in quarantine now, by reason.", _by(held), ["reason"])
    refused = _counter("refused", "Articles refused, by wire and reason.", figures.refused.items(), ["wire", "reason"])
    yield refused
    yield _histogram("ingest_seconds", "Seconds from an article's receipt to its commit.", figures.ingest)
    yield _histogram("kill_to_applied_seconds", "Seconds from a kill's receipt to its commit.", figures.kills)


def _of_wires(figures: Figures) -> Iterator[Metric]:
    wires = figures.wires
    verdicts = [((one.wire, verdict), one.verdicts.get(verdict, 0)) for one in wires for verdict in Verdict]
    yield _counter("articles", "Articles by wire and verdict.", verdicts, ["wire", "verdict"])
    missing = [((one.wire, field), one.missing.get(field, 0)) for one in wires for field in Lacking]
    yield _counter("missing_fields", "Stored articles that lack a field, by wire.", missing, ["wire", "field"])
    heard = [((one.wire,), one.last_received_at.timestamp()) for one in wires if one.last_received_at is not None]
    yield _gauge("wire_last_article_timestamp_seconds", "When a wire's last article came.", heard, ["wire"])
    quiet = [((one.wire,), one.state is WireState.QUIET) for one in wires]
    yield _gauge("wire_quiet", "Whether a wire is silent against its own rhythm.", quiet, ["wire"])
    rates = [((one.wire,), one.per_hour) for one in wires]
    yield _gauge("wire_articles_per_hour", "Articles of the last 60 minutes, by wire.", rates, ["wire"])


def _is_up(figures: Figures) -> bool:
    return figures.database_error is None


def _by(counts: Mapping[str, int]) -> Labelled:
    return [((label,), count) for label, count in counts.items()]


def _gauge(name: str, about: str, values: Labelled, labels: Iterable[str] = ()) -> Metric:
    family = GaugeMetricFamily(f"copytaster_{name}", about, labels=list(labels))
    for at, value in values:
        family.add_metric(list(at), float(value))
    return family


def _counter(name: str, about: str, values: Labelled, labels: Iterable[str]) -> Metric:
    family = CounterMetricFamily(f"copytaster_{name}", about, labels=list(labels))
    for at, value in values:
        family.add_metric([str(label) for label in at], float(value))
    return family


def _histogram(name: str, about: str, spread: Spread) -> Metric:
    told = cast("Callable[[float], str]", floatToGoString)  # the library does not say
    buckets = [(told(bound), float(count)) for bound, count in spread.at_most.items()]
    family = HistogramMetricFamily(f"copytaster_{name}", about)
    if buckets:
        family.add_metric([], buckets, spread.sum_s)
    return family
