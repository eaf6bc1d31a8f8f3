"""Operating over HTTP: a program with a key for it releases, discards, splits and merges, and nobody else does."""

from collections.abc import Iterator

import httpx
import pytest

from ops import desk
from schemas.api_keys import Scope
from schemas.verdict import Reason
from tests.support.databases import Database
from tests.support.door import COPY, ORIGINAL, OTHER, TEXT, capped, keyed, problem, taste
from tests.support.http import client_of

_BROKEN = {"Content-Type": "application/nitf+xml"}


@pytest.fixture
def operator(database: Database) -> Iterator[httpx.Client]:
    """A client that may send, read and operate."""
    with keyed(database, *Scope) as client:
        yield client


def refused(client: httpx.Client, database: Database, *bodies: bytes) -> list[str]:
    """Send what will be quarantined; return the ids."""
    ids = [client.post("/v1/articles", content=body, headers=_BROKEN).json()["raw_id"] for body in bodies]
    taste(database)
    return ids


def test_what_lies_in_quarantine_is_listed_page_by_page(database: Database, operator: httpx.Client) -> None:
    """Each with its reason and what to do; filters hold, and following `next` meets each once."""
    ids = refused(operator, database, b"<nitf>", b"<nitf><head>", b"<nitf><body>")
    first = operator.get("/v1/quarantine?limit=2").json()
    rest = operator.get(f"/v1/quarantine?limit=2&cursor={first['next']}").json()
    assert ids == [one["raw_id"] for page in (first, rest) for one in page["held"]]
    assert rest["next"] is None
    assert all(one["detail"] for one in first["held"])
    reason = first["held"][0]["reason"]
    other = next(one for one in Reason if one != reason)
    counts = [len(operator.get(f"/v1/quarantine?reason={one}").json()["held"]) for one in (reason, other)]
    assert counts == [3, 0]


def test_a_release_is_read_again_and_a_discard_is_gone(database: Database, operator: httpx.Client) -> None:
    """A released document is accepted again; a discarded one is known to nobody; neither can be done twice."""
    again, gone = refused(operator, database, b"<nitf>", b"<nitf><head>")
    released = operator.post(f"/v1/quarantine/{again}/release")
    assert (released.status_code, released.headers["location"]) == (202, f"/v1/articles/{again}")
    assert operator.get(f"/v1/articles/{again}").json()["state"] == "pending"
    assert taste(database) == 1
    assert operator.delete(f"/v1/quarantine/{gone}").status_code == 204
    assert problem(operator.get(f"/v1/articles/{gone}")) == (404, "not-found")
    assert problem(operator.delete(f"/v1/quarantine/{gone}")) == (404, "not-found")
    assert problem(operator.post(f"/v1/quarantine/{gone}/release")) == (404, "not-found")


def test_a_release_into_a_full_queue_is_asked_to_come_back(database: Database) -> None:
    """A program is told so at once; the document stays where it is."""
    full = database._replace(settings=capped(database.settings, high_water=1))
    with keyed(full, *Scope) as client:
        (held,) = refused(client, full, b"<nitf>")
        client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
        assert problem(client.post(f"/v1/quarantine/{held}/release")) == (429, "queue-full")
        assert [one["raw_id"] for one in client.get("/v1/quarantine").json()["held"]] == [held]


def test_stories_are_split_and_merged_and_the_merge_undone(database: Database, operator: httpx.Client) -> None:
    """Each answer names the story that there is now; what cannot be corrected says why."""
    for wire, body in (("afp", ORIGINAL), ("post", COPY), ("dpa", OTHER)):
        operator.post(f"/v1/articles?wire={wire}", content=body, headers=TEXT)
    taste(database)
    by_wire = {one.wire: one for one in desk.records(database.engine)}
    split = operator.post("/v1/splits", json={"articles": [by_wire["post"].article_id]})
    assert (split.status_code, split.json()["merge_id"]) == (201, None)
    words = {"story_id": by_wire["afp"].story_id, "other_id": by_wire["dpa"].story_id}
    merged = operator.post("/v1/merges", json=words)
    assert (merged.status_code, merged.json()["story_id"]) == (201, words["story_id"])
    assert len(operator.get(f"/v1/stories/{words['story_id']}").json()["articles"]) == 2
    undone = operator.delete(f"/v1/merges/{merged.json()['merge_id']}")
    assert (undone.status_code, undone.json()["story_id"]) == (200, words["other_id"])
    assert problem(operator.delete(f"/v1/merges/{merged.json()['merge_id']}")) == (404, "not-found")
    assert problem(operator.post("/v1/splits", json={"articles": ["0" * 16]})) == (404, "not-found")
    assert problem(operator.post("/v1/merges", json={"story_id": "x"})) == (422, "invalid")


def test_only_a_key_for_it_operates(database: Database) -> None:
    """The open door of one's own machine does not, and neither does a key for all the rest."""
    with client_of(database.settings) as anyone:
        assert problem(anyone.get("/v1/quarantine")) == (403, "forbidden")
    with keyed(database, Scope.ENQUEUE, Scope.READ) as reader:
        assert problem(reader.post("/v1/splits", json={"articles": ["0" * 16]})) == (403, "forbidden")
        assert problem(reader.delete("/v1/merges/1")) == (403, "forbidden")
