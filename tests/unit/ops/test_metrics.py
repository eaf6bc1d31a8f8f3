"""Metrics: figures as Prometheus text, with labels of closed sets alone."""

from prometheus_client.parser import text_string_to_metric_families

from ops.figures import Figures, InboxFigures, RedisFigures, WireState
from ops.metrics import exposition
from schemas.verdict import Reason, Verdict
from tests.support.articles import NOON
from tests.support.figures import figures_of, spread_of, wire_of

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
PROMISED = {
    "copytaster_articles", "copytaster_refused", "copytaster_missing_fields", "copytaster_quarantined",
    "copytaster_pending", "copytaster_oldest_pending_seconds", "copytaster_queue_messages", "copytaster_in_flight",
    "copytaster_wire_last_article_timestamp_seconds", "copytaster_wire_quiet", "copytaster_wire_articles_per_hour",
    "copytaster_ingest_seconds", "copytaster_kill_to_applied_seconds", "copytaster_inbox_files", "copytaster_workers",
    "copytaster_build_info", "copytaster_redis_up", "copytaster_database_up", "copytaster_redis_memory_bytes",
    "copytaster_redis_memory_limit_bytes", "copytaster_disk_free_bytes", "copytaster_disk_bytes",
}  # fmt: skip


def samples(figures: Figures) -> Samples:
    return {
        (one.name, frozenset(one.labels.items())): one.value
        for family in text_string_to_metric_families(exposition(figures).decode())
        for one in family.samples
    }


def of(found: Samples, name: str, **labels: str) -> float:
    return found[(f"copytaster_{name}", frozenset(labels.items()))]


def names(figures: Figures) -> set[str]:
    return {family.name for family in text_string_to_metric_families(exposition(figures).decode())}


def test_every_promised_family_is_there() -> None:
    """And no other: dashboards and rules are written against these names."""
    assert names(figures_of()) == PROMISED


def test_figures_are_told_by_their_names() -> None:
    """The lag in seconds, counts as counters, times as Unix time."""
    figures = figures_of(
        redis=RedisFigures(pending=12, oldest_pending_ms=1500, queued_messages=2, in_flight=8, memory_bytes=7),
        quarantined={"malformed": 3},
        refused={("afp", "malformed"): 9},
        wires=(wire_of(state=WireState.QUIET),),
        inbox=InboxFigures(waiting=4, filed=6, spiked=1),
    )
    found = samples(figures)
    assert of(found, "oldest_pending_seconds") == 1.5
    assert (of(found, "pending"), of(found, "queue_messages"), of(found, "in_flight")) == (12, 2, 8)
    assert of(found, "articles_total", wire="afp", verdict="stored") == 7
    assert of(found, "missing_fields_total", wire="afp", field="byline") == 3
    assert of(found, "refused_total", wire="afp", reason="malformed") == 9
    assert of(found, "quarantined", reason="malformed") == 3
    assert of(found, "wire_quiet", wire="afp") == 1
    assert of(found, "wire_last_article_timestamp_seconds", wire="afp") == NOON.timestamp()
    assert (of(found, "inbox_files", state="waiting"), of(found, "inbox_files", state="spiked")) == (4, 1)
    assert of(found, "workers", state="idle") == 1
    assert of(found, "build_info", version="1.2.3") == 1


def test_a_count_that_is_nought_is_told_too() -> None:
    """A rate over a series that begins at its first event would miss that event."""
    found = samples(figures_of())
    counted = [of(found, "articles_total", wire="afp", verdict=verdict.value) for verdict in Verdict]
    assert counted == [{"stored": 7, "copy": 2}.get(verdict, 0) for verdict in Verdict]
    assert all(of(found, "quarantined", reason=reason.value) == 0 for reason in Reason)


def test_a_histogram_is_cumulative_and_ends_with_infinity() -> None:
    """As Prometheus wants it, with sum and count."""
    found = samples(figures_of(ingest=spread_of(0.05, 0.7, 4000)))
    assert of(found, "ingest_seconds_bucket", le="0.1") == 1
    assert of(found, "ingest_seconds_bucket", le="1.0") == 2
    assert of(found, "ingest_seconds_bucket", le="1800.0") == 2
    assert of(found, "ingest_seconds_bucket", le="+Inf") == of(found, "ingest_seconds_count") == 3
    assert of(found, "ingest_seconds_sum") == 4000.75


def test_what_could_not_be_asked_is_absent_and_said_to_be() -> None:
    """A lag of nought while Redis is away would be a lie."""
    found = samples(figures_of(redis=RedisFigures(error="refused"), database_error="refused"))
    assert (of(found, "redis_up"), of(found, "database_up")) == (0, 0)
    assert not {"copytaster_pending", "copytaster_articles_total"} & {name for name, _ in found}
