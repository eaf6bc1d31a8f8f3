"""Spans: which trace an article belongs to, so that every part comes to the same answer alone."""

from datetime import timedelta

import pytest

from schemas.spans import Step, received, span_id_of, trace_id_of
from tests.support.articles import raw_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize("request_id", [TRACE, TRACE.upper(), "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"])
def test_a_trace_id_that_a_sender_gave_as_request_id_is_kept(request_id: str) -> None:
    """So a sender finds our spans in its own trace."""
    assert trace_id_of(raw_of(request_id=request_id)) == int(TRACE, 16)


def test_articles_of_one_request_are_in_one_trace_and_others_are_not() -> None:
    """Without a request id an article's own id stands for it."""
    first, second = raw_of("one", request_id="req-1"), raw_of("two", request_id="req-1")
    strangers = (raw_of("one", request_id="req-2"), raw_of("one"), raw_of("two"), raw_of(request_id="0" * 32))
    assert trace_id_of(first) == trace_id_of(second)
    traces = {trace_id_of(raw) for raw in (first, *strangers)}
    assert len(traces) == 5
    assert all(0 < trace < 1 << 128 for trace in traces)


def test_each_start_of_each_step_of_each_article_has_its_own_id() -> None:
    """A second start must not overwrite the first, nor one take of a document the next."""
    ids = {
        span_id_of(raw_id, step, *which)
        for raw_id in ("a" * 32, "b" * 32)
        for step in Step
        for which in ((), (1,), (2,), (1, 0), (1, 1))
    }
    assert len(ids) == 2 * len(Step) * 5
    assert all(0 < one < 1 << 64 for one in ids)


def test_a_clock_that_was_set_back_makes_no_span_that_ends_before_it_begins() -> None:
    """Collectors refuse those."""
    raw = raw_of()
    early = int((raw.received_at - timedelta(seconds=5)).timestamp() * 1e9)
    span = received(raw, early)
    assert span.began_ns == span.ended_ns
