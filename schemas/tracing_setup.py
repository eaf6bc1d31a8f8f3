"""Tracing: spans on their way to an OpenTelemetry collector, where the settings name one. Otherwise nothing is loaded.

A thread of its own sends them in batches, made at the first span and so after a worker was copied from its nursery; a
collector that is away costs an article nothing, and what does not fit the queue is dropped.
"""

import atexit
import os
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from schemas.errors import SettingsError
from schemas.settings import PREFIX, Settings
from schemas.spans import Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter


def send_spans(settings: Settings, spans: Iterable[Span]) -> None:
    """Send spans on their way; at once, whoever listens. Where no collector is named they are not even made."""
    if settings.traces_url:
        _traces(os.getpid(), settings.traces_url, settings.traces_share).send(spans)


def end_tracing(settings: Settings) -> None:
    """Send what waits still, within some seconds: the last thing that a process does."""
    if settings.traces_url:
        _traces(os.getpid(), settings.traces_url, settings.traces_share).close()


def require_tracing(settings: Settings) -> None:
    """Raise SettingsError when a collector is named and what sends spans to it is not installed."""
    if settings.traces_url and not all(find_spec(name) for name in ("opentelemetry", "opentelemetry.exporter")):
        told = f"{PREFIX}TRACES_URL is set, but what sends traces is not installed"
        raise SettingsError(f"{told}: pip install 'copytaster[traces]', or unset it.")


@lru_cache(maxsize=1)
def _traces(_pid: int, url: str, share: float) -> "Traces":
    """Return this process's way to the collector; the process id keeps a copy from using its parent's thread."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    traces = Traces(OTLPSpanExporter(endpoint=url), share)
    atexit.register(traces.close)  # a worker ends without it, and says so itself
    return traces


class Traces:
    """Sends a share of the traces, the same ones in every process, for it is the trace's id that decides."""

    def __init__(self, exporter: "SpanExporter", share: float) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import TraceIdRatioBased

        self._batches = BatchSpanProcessor(exporter)
        self._resource = Resource.create({"service.name": "copytaster", "service.instance.id": str(os.getpid())})
        self._sampler = TraceIdRatioBased(share)

    def send(self, spans: Iterable[Span]) -> None:
        """Put spans into the queue of the thread that sends them."""
        from opentelemetry.sdk.trace.sampling import Decision

        for span in spans:
            if self._sampler.should_sample(None, span.trace_id, span.step).decision is Decision.RECORD_AND_SAMPLE:
                self._batches.on_end(self._told(span))

    def close(self) -> None:
        """Send what waits."""
        self._batches.shutdown()  # type: ignore[no-untyped-call]

    def _told(self, span: Span) -> "ReadableSpan":
        from opentelemetry.sdk.trace import ReadableSpan
        from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

        def context(span_id: int) -> SpanContext:
            return SpanContext(span.trace_id, span_id, is_remote=False, trace_flags=TraceFlags(TraceFlags.SAMPLED))

        return ReadableSpan(
            name=span.step,
            context=context(span.span_id),
            parent=context(span.parent_id) if span.parent_id else None,
            resource=self._resource,
            attributes={f"copytaster.{name}": value for name, value in span.attributes.items()},
            kind=SpanKind.PRODUCER if span.parent_id == 0 else SpanKind.INTERNAL,
            status=Status(StatusCode.ERROR, span.fault) if span.fault else Status(StatusCode.OK),
            start_time=span.began_ns,
            end_time=span.ended_ns,
        )
