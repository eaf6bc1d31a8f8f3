"""Batches over HTTP: a result for each line or part, whatever stands between, and however much it is."""

import orjson

from ops import desk
from producer.enqueue import Door
from tests.support.databases import Database
from tests.support.door import COPY, LINES, ORIGINAL, TEXT, problem, results, taste
from tests.support.http import client_of


def test_a_batch_of_lines_has_a_result_for_each(database: Database) -> None:
    """Bad lines stand between good ones with a problem of their own; empty lines have no result."""
    good = [orjson.dumps({"headline": f"Report {n}", "body": f"Words of report {n}."}) for n in range(150)]
    body = b"\n".join([good[0], b"", b"{", b"7", *good[1:]])
    with client_of(database.settings) as client:
        answer = client.post("/v1/articles/batch?wire=afp&name=feed", content=body, headers=LINES)
    found = results(answer)
    assert answer.status_code == 200
    assert [1, 3, 4, *range(5, 154)] == [one["line"] for one in found]
    assert [one["status"] for one in found] == [202, 400, 422] + [202] * 149
    assert taste(database) == 150
    assert "feed#1" in {record.name for record in desk.records(database.engine)}


def test_a_batch_larger_than_all_buffers_is_answered_to_a_client_that_reads_at_the_end(database: Database) -> None:
    """Three megabytes are sent whole before the first result is read: neither side waits for the other."""
    lines = [orjson.dumps({"headline": f"Report {n}", "body": f"{n} " + "word " * 600}) for n in range(1000)]
    with client_of(database.settings) as client:
        answer = client.post("/v1/articles/batch", content=iter([line + b"\n" for line in lines]), headers=LINES)
    assert [one["status"] for one in results(answer)] == [202] * 1000
    assert Door(database.settings).ledger.pending()[0] == 1000


def test_a_multipart_batch_takes_any_format(database: Database) -> None:
    """Each part has its own type, name and wire, and a part that cannot be taken stands alone with its problem."""
    files = [
        ("a", ("surge.txt", ORIGINAL, "text/plain", {"Copytaster-Wire": "afp"})),
        ("b", ("b.zip", b"PK\x03\x04", "application/zip")),
        ("c", ("c.json", orjson.dumps({"headline": "Frost", "body": "No apples."}), "application/json")),
    ]
    with client_of(database.settings) as client:
        answer = client.post("/v1/articles/batch?wire=post", files=files)  # type: ignore[arg-type]
    assert [one["status"] for one in results(answer)] == [202, 415, 202]
    taste(database)
    assert {("afp", "surge.txt"), ("post", "c.json")} == {(one.wire, one.name) for one in desk.records(database.engine)}


def test_a_multipart_body_that_was_cut_says_so(database: Database) -> None:
    """What came whole is taken; the part that may have been cut is not, and the last result tells it."""
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain\r\n\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    with client_of(database.settings) as client:
        answer = client.post(
            "/v1/articles/batch", content=part + ORIGINAL + b"\r\n" + part + COPY[:40], headers=headers
        )
    assert [one["status"] for one in results(answer)] == [202, 400]


def test_a_batch_without_an_article_is_refused_as_a_whole(database: Database) -> None:
    """Nothing to take, or a body that is no batch: a problem, not an empty list of results."""
    with client_of(database.settings) as client:
        assert problem(client.post("/v1/articles/batch", content=b"\n\n", headers=LINES)) == (422, "invalid")
        assert problem(client.post("/v1/articles/batch", content=b"x", headers=TEXT)) == (415, "unsupported-media-type")
