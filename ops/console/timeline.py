"""Timeline: the articles of a story in the order in which they were filed, each at its place in time. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ops.console.wording import lasting
from schemas.records import ArticleRecord


class Filed(NamedTuple):
    """One article on the line: `at` is its place in per cent, `after` how long after the first it came."""

    article: ArticleRecord
    when: datetime
    outlet: str
    at: float
    after: str
    leads: bool
    stated: bool  # the time is its own; else it is when we received it


def timeline(articles: Sequence[ArticleRecord], lead_id: str) -> list[Filed]:
    """Return the articles by when they say that they were published, else by when they arrived."""
    if not articles:
        return []
    dated = sorted(articles, key=lambda one: (one.published_at or one.received_at, one.seq))
    times = [one.published_at or one.received_at for one in dated]
    first, span = times[0], max(1.0, (times[-1] - times[0]).total_seconds())
    return [
        Filed(
            one,
            when,
            outlet_of(one),
            round(100 * (when - first).total_seconds() / span, 2),
            "first" if when == first else f"+ {lasting((when - first).total_seconds())}",
            one.article_id == lead_id,
            one.published_at is not None,
        )
        for one, when in zip(dated, times, strict=True)
    ]


def outlet_of(article: ArticleRecord) -> str:
    """Return who carried an article: its publisher, else the agency, else the wire it came by."""
    return article.publisher or article.agency or article.wire


def why(article: ArticleRecord) -> str:
    """Return a sentence on why an article stands in its story; empty for the first of it."""
    parts = []
    if article.relation and article.similarity is not None:
        parts.append(f"{article.relation}, {article.similarity:.0%} alike")
    if article.contained is not None and article.contains is not None:
        parts.append(f"{article.contained:.0%} of it stands in the other, {article.contains:.0%} of the other in it")
    if article.why:
        parts.append(article.why)
    return "; ".join(parts)
