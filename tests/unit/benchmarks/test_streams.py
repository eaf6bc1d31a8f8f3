"""The benchmark of the matcher: a stream is read as a worker reads it, and scored by pairs."""

import gzip
from pathlib import Path

import orjson
import pytest

from benchmarks.scoring import Labelled, adjusted_rand, score
from benchmarks.streams import read_stream

_ROW = {
    "id": "a1",
    "title": "Ferry to sail again",
    "body": "OTLEY, March 3 - The ferry between Brill and Otley will sail again on Friday, its owner said.",
    "publisher": "The Otley Lamp",
    "story": "s1",
    "kind": "dateline+credit",
}
_TRUTH = [
    Labelled("a", "s1", "original", "Lamp"),
    Labelled("b", "s1", "headline+ocr", "Post"),
    Labelled("c", "s1", "headline", "Post"),
    Labelled("d", "s2", "neg_boiler", "Post"),
]


@pytest.mark.parametrize("name", ["stream.jsonl", "stream.jsonl.gz"])
def test_a_stream_is_read_as_a_worker_reads_it(tmp_path: Path, name: str) -> None:
    """The matcher sees the text without its dateline, as it does behind the queue."""
    lines = orjson.dumps(_ROW) + b"\n\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    (line,) = read_stream(path)

    assert line.filed.headline == "Ferry to sail again"
    assert line.filed.body.startswith("The ferry between Brill and Otley")
    assert line.truth == Labelled("a1", "s1", "dateline+credit", "The Otley Lamp")


def test_a_stream_can_be_read_without_headlines_and_refuses_nothing(tmp_path: Path) -> None:
    """Without titles the matcher has the texts alone; an article that a reader refuses has none, and stands alone."""
    path = tmp_path / "stream.jsonl"
    path.write_bytes(orjson.dumps(_ROW) + b"\n" + orjson.dumps({**_ROW, "id": "a2", "body": ""}))
    told, empty = read_stream(path, titles=False)

    assert told.filed.headline == ""
    assert told.filed.body
    assert empty.filed.body == ""
    assert empty.truth.article_id == "a2"


def test_pairs_are_scored_and_told_by_kind_and_outlet() -> None:
    """Of the three pairs of a story one is found, and one pair is wrong."""
    found = score(_TRUTH, [1, 1, 2, 2])

    assert (found.precision, found.recall, found.false_pairs, found.missed_pairs) == (0.5, 1 / 3, 1, 2)
    assert found.recall_by_kind == {"headline": 0.25, "ocr": 0.5, "original": 0.5}
    assert found.recall_by_outlet == {"Lamp": 0.5, "Post": 0.25}
    assert found.false_merges == {"neg_boiler": (1, 1)}


def test_partitions_alike_agree_wholly() -> None:
    """The adjusted Rand index does not depend on what stories are called."""
    assert adjusted_rand([1, 1, 2, 3], ["x", "x", "y", "z"]) == 1.0
    assert adjusted_rand([1, 1, 2, 2], [1, 2, 1, 2]) < 0
