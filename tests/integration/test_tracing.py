"""Traces: from the door to the commit in one trace, by OpenTelemetry's own exporter, kept in memory."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.exporter.otlp.proto.http import trace_exporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from producer.enqueue import Door
from schemas import tracing_setup
from schemas.errors import SettingsError
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.spans import Step, trace_id_of
from schemas.tracing_setup import end_tracing, require_tracing
from tests.support.databases import Database
from tests.support.wire_copy import ORCHARD, SURGE, filed
from worker.batch import Taster
from worker.store import Store


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """What would have gone to the collector."""
    kept = InMemorySpanExporter()
    monkeypatch.setattr(trace_exporter, "OTLPSpanExporter", lambda **_: kept)
    tracing_setup._traces.cache_clear()
    yield kept
    tracing_setup._traces.cache_clear()


def traced(database: Database, *raws: RawArticle, share: float = 1.0) -> Settings:
    """Let articles through the door and a worker, under settings that name a collector."""
    chosen = {"traces_url": "http://127.0.0.1:9/v1/traces", "traces_share": share}
    settings = database.settings.model_copy(update=chosen)
    door = Door(settings)
    door.enqueue_many(raws)
    taster = Taster(settings, door, Store(database.engine, settings), "host-1", stopping=lambda: False)
    taster.ingest([raw.raw_id for raw in raws])
    end_tracing(settings)
    return settings


def by_step(spans: tuple[ReadableSpan, ...]) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans}


def test_a_trace_follows_one_request_from_the_door_to_the_commit(
    database: Database, exporter: InMemorySpanExporter
) -> None:
    """Received, then tasted: read, matched and applied, each below the one it is a part of."""
    raw = filed().model_copy(update={"request_id": "req-7"})
    traced(database, raw)
    spans = exporter.get_finished_spans()
    assert sorted(span.name for span in spans) == sorted(Step)
    assert {span.context.trace_id for span in spans} == {trace_id_of(raw)}
    found = by_step(spans)
    taste = found[Step.TASTE]
    assert found[Step.RECEIVE].parent is None
    assert taste.parent is not None
    assert taste.parent.span_id == found[Step.RECEIVE].context.span_id
    parts = [found[step] for step in Step if step not in (Step.RECEIVE, Step.TASTE)]
    assert {span.parent.span_id for span in parts if span.parent} == {taste.context.span_id}
    assert (found[Step.RECEIVE].attributes or {})["copytaster.request_id"] == "req-7"
    assert (taste.attributes or {})["copytaster.verdict"] == "stored"


def test_the_steps_follow_each_other_within_their_span(database: Database, exporter: InMemorySpanExporter) -> None:
    """Parse, extract, fingerprint, match, apply: none begins before the one before it is over."""
    traced(database, filed())
    found = by_step(exporter.get_finished_spans())
    parts = [found[step] for step in (Step.PARSE, Step.EXTRACT, Step.FINGERPRINT, Step.MATCH, Step.APPLY)]
    times = [time for span in parts for time in (span.start_time or 0, span.end_time or 0)]
    assert times == sorted(times)
    assert found[Step.TASTE].start_time == times[0]
    assert found[Step.TASTE].end_time == times[-1]


def test_articles_of_one_batch_are_traced_each_in_its_own_trace(
    database: Database, exporter: InMemorySpanExporter
) -> None:
    """A message names many articles; a trace tells of one request."""
    raws = [filed().model_copy(update={"request_id": "one"}), filed(ORCHARD).model_copy(update={"request_id": "two"})]
    traced(database, *raws)
    traces = {span.context.trace_id for span in exporter.get_finished_spans()}
    assert traces == {trace_id_of(raw) for raw in raws}


def test_a_refused_article_is_marked_with_its_reason(database: Database, exporter: InMemorySpanExporter) -> None:
    """Whoever looks for red spans finds what went to quarantine."""
    traced(database, filed().model_copy(update={"body": b'{"headline": "half'}))
    taste = by_step(exporter.get_finished_spans())[Step.TASTE]
    assert not taste.status.is_ok
    assert str(taste.status.description).startswith("malformed")


def test_a_share_of_none_sends_none(database: Database, exporter: InMemorySpanExporter) -> None:
    """And of all, all: the trace's id decides, so that a trace is whole or not there."""
    traced(database, filed(), filed(SURGE[:4], wire="post"), share=0.0)
    assert exporter.get_finished_spans() == ()


def test_without_the_setting_nothing_of_it_is_loaded() -> None:
    """No import, no thread, no cost: neither in a producer nor in a worker."""
    names = ("opentelemetry.sdk.trace", "opentelemetry.exporter", "sentry_sdk")
    check = f"import sys, worker.batch, ops.options; print([name for name in {names} if name in sys.modules])"
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", check], cwd=root, capture_output=True, check=True, timeout=60)
    assert told.stdout.strip() == b"[]"


def test_a_collector_without_its_package_is_an_error_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At the start, not at the first article."""
    monkeypatch.setattr(tracing_setup, "find_spec", lambda _name: None)
    require_tracing(Settings())
    with pytest.raises(SettingsError, match=r"pip install 'copytaster\[traces\]'"):
        require_tracing(Settings(traces_url="http://collector:4318/v1/traces"))
