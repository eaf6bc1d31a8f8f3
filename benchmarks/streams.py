"""Streams: labelled articles in order of arrival, read as a worker reads them before they are matched.

Each line of a stream holds `id, title, body` and the truth: `story` and `kind`; where there is one, `publisher`.
"""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from benchmarks.memory_desk import Filed
from benchmarks.scoring import Labelled
from schemas.raw_article import RawArticle
from schemas.wire_profile import WireProfile
from worker.pipeline import Extracted, read

_RECEIVED = datetime(2026, 1, 1, tzinfo=UTC)
_WIRE = "stream"
_TRUTH = ("story", "kind")  # what no reader may see


class Line(NamedTuple):
    """One article of a stream, as the matcher sees it, and the truth about it."""

    filed: Filed
    truth: Labelled


def read_stream(stream: Path, *, titles: bool = True) -> list[Line]:
    """Read a stream, gzipped or not; without `titles` the matcher sees none. What is refused has no text."""
    packed = stream.read_bytes()
    lines = (gzip.decompress(packed) if stream.suffix == ".gz" else packed).splitlines()
    return [_line(orjson.loads(line), titles=titles) for line in lines if line.strip()]


def _line(row: dict[str, Any], *, titles: bool) -> Line:
    truth = Labelled(row["id"], row["story"], row["kind"], row.get("publisher") or "")
    article = {name: value for name, value in row.items() if name not in _TRUTH}
    raw = RawArticle(wire=_WIRE, name=truth.article_id, body=orjson.dumps(article), received_at=_RECEIVED)
    for found in read(raw, WireProfile(), _no_clock):
        if isinstance(found, Extracted):
            return Line(Filed(found.article.headline if titles else "", found.article.body), truth)
    return Line(Filed("", ""), truth)


def _no_clock() -> float:
    return 0.0
