"""Tracing a batch: from what its reading and its transaction noted to the spans of each article. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from producer.ledger import Started
from schemas.spans import Span, Step, span_id_of, trace_id_of
from worker.pipeline import Outcome

_READING = (Step.PARSE, Step.EXTRACT, Step.FINGERPRINT)


def spans_of(
    started: Started, outcomes: Sequence[Outcome], began_ns: int, passed: Mapping[Step, int], worker: str
) -> Iterator[Span]:
    """Yield the spans of one raw article, below the span of its receipt.

    `outcomes` are those of its takes; `passed` says when reading, match and apply of its batch were over, as
    FINGERPRINT, MATCH and APPLY. Match and apply are the batch's: each article waited for all of it.
    """
    raw_id, starts, trace_id = started.raw_id, started.starts, trace_id_of(started.raw)
    taste_id = span_id_of(raw_id, Step.TASTE, starts)
    refused = [one.refused.refusal for one in outcomes if one.refused is not None]
    told: dict[str, str | int] = {
        "wire": started.raw.wire,
        "raw_id": raw_id,
        "worker": worker,
        "starts": starts,
        "verdict": ",".join(sorted({one.verdict for one in outcomes})),
    }
    fault = f"{refused[0].reason}: {refused[0].detail}" if refused else None
    parent_id = span_id_of(raw_id, Step.RECEIVE)
    yield Span(Step.TASTE, trace_id, taste_id, parent_id, began_ns, passed[Step.APPLY], told, fault)

    def below(step: Step, began: int, ended: int, *which: object) -> Span:
        return Span(step, trace_id, span_id_of(raw_id, step, starts, *which), taste_id, began, ended)

    at = began_ns
    for place, outcome in enumerate(outcomes):
        for step in _READING:
            if outcome.took_ms and step in outcome.took_ms:
                until = at + round(outcome.took_ms[step] * 1e6)
                yield below(step, at, until, place)
                at = until
    yield below(Step.MATCH, passed[Step.FINGERPRINT], passed[Step.MATCH])
    yield below(Step.APPLY, passed[Step.MATCH], passed[Step.APPLY])
