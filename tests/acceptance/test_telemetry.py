"""Telemetry of a whole service: what a collector on this machine is told by the processes of a real run."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from schemas.raw_article import RawArticle, received_now
from schemas.spans import Step, trace_id_of
from tests.acceptance.conftest import ServiceOf
from tests.support.accounts import wait_for_event
from tests.support.waiting import wait_until

pytestmark = pytest.mark.acceptance


class Collector(ThreadingHTTPServer):
    """Takes traces as a collector does, OTLP over HTTP, and keeps their spans."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.url = f"http://127.0.0.1:{self.server_port}/v1/traces"
        self.spans: list[Span] = []


class Taking(BaseHTTPRequestHandler):
    """One request to the collector."""

    server: Collector

    def do_POST(self) -> None:
        """Keep what is sent."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            raise AssertionError("nobody asked for compression")
        found = ExportTraceServiceRequest.FromString(body)
        self.server.spans += [s for of in found.resource_spans for scope in of.scope_spans for s in scope.spans]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector that listens."""
    with Collector() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def test_one_trace_follows_a_file_from_the_inbox_to_the_commit(service_of: ServiceOf, collector: Collector) -> None:
    """The inbox is one process, the worker another; both tell of the request id that the file was given."""
    service = service_of(traces_url=collector.url)
    wait_for_event(service, "inbox.watching")
    (service.settings.inbox_folder / "ap").mkdir(parents=True)
    (service.settings.inbox_folder / "ap" / "one.txt").write_text("Frost in Lunde\n\nThe orchards lost their blossom.")
    request_id = str(wait_for_event(service, "inbox.filed")["request_id"])
    wait_for_event(service, "article.stored")
    assert service.stop() == 0  # what waits is sent at the end
    wait_until(lambda: len(collector.spans) >= len(Step), "the spans")
    spans = collector.spans
    of_file = RawArticle(wire="ap", name="one.txt", body=b"x", received_at=received_now(), request_id=request_id)
    assert sorted(span.name for span in spans) == sorted(Step)
    assert {span.trace_id for span in spans} == {trace_id_of(of_file).to_bytes(16)}
