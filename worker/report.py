"""Report: exactly one log line for each article and verdict. Never a body, never a credential."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog

from schemas.log_events import Event, event_of
from schemas.logging_setup import together
from schemas.verdict import Verdict
from worker.pipeline import Outcome

_log = structlog.get_logger("copytaster.verdict")
_HEADLINE_LENGTH = 80  # characters of a headline in a log line: enough to know it by, short enough for a terminal


def report_all(outcomes: Iterable[Outcome], now: datetime) -> None:
    """Log what became of a batch."""
    with together():
        for outcome in outcomes:
            report(outcome, now)


def report(outcome: Outcome, now: datetime) -> None:
    """Log what became of one article, and which stories it joined."""
    quiet = outcome.verdict in (Verdict.STORED, Verdict.COPY, Verdict.VERSION, Verdict.REPLAYED)
    level = _log.info if quiet else _log.warning
    level(event_of(outcome.verdict), **fields_of(outcome, now))
    decision = outcome.decision
    if decision is not None and decision.joins:
        _log.info(
            Event.STORIES_MERGED,
            story_id=decision.story_id,
            merged=list(decision.joins),
            article_id=outcome.article.article_id if outcome.article else None,
        )


def fields_of(outcome: Outcome, now: datetime) -> dict[str, Any]:
    """Return the fields of the verdict's line; `age_ms` runs from receipt to commit."""
    raw, article, decision = outcome.raw, outcome.article, outcome.decision
    fields: dict[str, Any] = {"wire": raw.wire, "raw_id": raw.raw_id, "name": raw.name, "request_id": raw.request_id}
    fields["age_ms"] = int((now - raw.received_at).total_seconds() * 1000)
    if article is not None:
        fields |= {
            "article_id": article.article_id,
            "guid": article.guid,
            "headline": article.headline[:_HEADLINE_LENGTH],
        }
    if decision is not None:
        fields |= {
            "story_id": decision.story_id,
            "copy_of": decision.copy_of,
            "relation": decision.relation,
            "similarity": decision.similarity,
            "version": article.version if article is not None else None,
            "detail": decision.why,
        }
    if outcome.refused is not None:
        refusal = outcome.refused.refusal
        fields |= {
            "stage": refusal.stage,
            "reason": refusal.reason,
            "detail": refusal.detail,
            "attempts": outcome.refused.attempts,
        }
    if outcome.took_ms:
        fields["took_ms"] = outcome.took_ms
    return {name: value for name, value in fields.items() if value is not None}
