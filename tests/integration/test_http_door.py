"""The HTTP door: what it takes, what it refuses and says, and that what it accepted reaches the database."""

import base64
import zipfile
from io import BytesIO

import httpx
import orjson
import pytest

from ops import desk
from producer.enqueue import Door
from producer.http.acceptor import Acceptor
from schemas.raw_article import raw_id_of
from schemas.settings import Settings
from tests.support.databases import Database
from tests.support.door import COPY, LINES, ORIGINAL, OTHER, TEXT, capped, problem, results, taste
from tests.support.http import client_of


def test_a_posted_article_is_accepted_then_known(database: Database) -> None:
    """202 with its id and status at first, 200 for the same bytes, and the verdict at the status once it is there."""
    with client_of(database.settings) as client:
        first = client.post("/v1/articles?wire=afp&name=surge.txt", content=ORIGINAL, headers=TEXT)
        again = client.post("/v1/articles?wire=afp", content=ORIGINAL, headers=TEXT)
        pending = client.get(first.headers["location"])
        taste(database)
        stored = client.get(first.headers["location"])
        replayed = client.post("/v1/articles?wire=afp", content=ORIGINAL, headers=TEXT)
    raw_id = raw_id_of("afp", ORIGINAL)
    assert (202, raw_id, "accepted") == (first.status_code, first.json()["raw_id"], first.json()["acceptance"])
    assert (again.status_code, again.json()["acceptance"]) == (200, "pending")
    assert pending.json()["state"] == "pending"
    assert ("stored", raw_id) == (stored.json()["state"], stored.json()["raw_id"])
    assert (
        replayed.status_code, replayed.json()["acceptance"], replayed.json()["state"]
    ) == (200, "replayed", "stored")  # fmt: skip
    record = next(iter(desk.records(database.engine)))
    assert (record.wire, record.name) == ("afp", "surge.txt")


def test_a_copy_and_a_refused_article_say_so(database: Database) -> None:
    """The status of a copy names its original, that of a refused article the reason and what to do."""
    with client_of(database.settings) as client:
        client.post("/v1/articles?wire=afp", content=ORIGINAL, headers=TEXT)
        copied = client.post("/v1/articles?wire=post", content=COPY, headers=TEXT)
        broken = client.post("/v1/articles", content=b"<nitf><head>", headers={"Content-Type": "application/nitf+xml"})
        taste(database)
        copy = client.get(copied.headers["location"]).json()
        refused = client.get(broken.headers["location"]).json()
        by_article = client.get(f"/v1/articles/{copy['articles'][0]['article_id']}").json()
    assert copy["state"] == "copy"
    assert copy["articles"][0]["copy_of"]
    assert copy == by_article
    assert refused["state"] == "quarantined"
    assert refused["refused"][0]["reason"]
    assert refused["refused"][0]["detail"]


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("image/png", b"\x89PNG", (415, "unsupported-media-type")),
        ("application/zip", b"PK\x03\x04", (415, "unsupported-media-type")),
        ("application/x-ndjson", b"{}", (415, "unsupported-media-type")),
        ("application/json", b'{"headline"', (400, "malformed")),
        ("application/json", b"3", (422, "invalid")),
        ("text/plain", b"", (422, "invalid")),
        ("application/cloudevents+json", b'{"id": "1"}', (400, "malformed")),
    ],
)
def test_what_cannot_be_an_article_is_refused(
    settings: Settings, database: Database, content_type: str, body: bytes, expected: tuple[int, str]
) -> None:
    """Each refusal is a problem with its own kind, and says what to do."""
    with client_of(database.settings) as client:
        assert expected == problem(client.post("/v1/articles", content=body, headers={"Content-Type": content_type}))
    assert Door(settings).ledger.pending()[0] == 0


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/articles", {"GET", "POST"}),
        ("GET", "/v1/articles/batch", {"POST"}),
        ("POST", "/v1/stories", {"GET"}),
        ("PUT", "/v1/quarantine/" + "0" * 32, {"DELETE"}),
    ],
)
def test_a_method_that_is_not_for_a_path_is_told_all_that_are(
    database: Database, method: str, path: str, allowed: set[str]
) -> None:
    """Also where several routers have the path, each with some of its methods."""
    with client_of(database.settings) as client:
        answer = client.request(method, path)
    assert problem(answer) == (405, "method-not-allowed")
    assert allowed == set(answer.headers["allow"].split(", "))


def test_a_container_is_refused_whatever_it_is_called(database: Database) -> None:
    """A ZIP that is sent as text is known by its first bytes, and the answer says how its documents can be sent."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", ORIGINAL)
    with client_of(database.settings) as client:
        answer = client.post("/v1/articles", content=packed.getvalue(), headers=TEXT)
    assert problem(answer) == (415, "unsupported-media-type")
    assert "/v1/articles/batch" in answer.json()["detail"]


def test_hints_come_from_the_query_or_from_headers(database: Database) -> None:
    """What is said beside the bytes is kept with them; the query wins, and headers may be UTF-8."""
    headers = {**TEXT, "Copytaster-Publisher": "Københavner Blad".encode(), "Copytaster-Wire": b"dpa"}
    with client_of(database.settings) as client:
        answer = client.post("/v1/articles?wire=afp&language=da", content=ORIGINAL, headers=headers)  # type: ignore[arg-type]
    taste(database)
    raw = desk.raw_article(database.engine, answer.json()["raw_id"])
    assert raw is not None
    assert (raw.wire, raw.hints) == ("afp", {"publisher": "Københavner Blad", "language": "da"})


@pytest.mark.parametrize("query", ["wire=AFP", "wire=a%2Fb", "name=%00", "headline=" + "x" * 3000])
def test_what_cannot_be_kept_is_refused(database: Database, query: str) -> None:
    """A wire has the letters of a folder's name; no text has control characters or no end."""
    with client_of(database.settings) as client:
        assert problem(client.post(f"/v1/articles?{query}", content=ORIGINAL, headers=TEXT)) == (422, "invalid")


def test_a_cloud_event_is_taken_in_both_modes(database: Database) -> None:
    """Structured and binary events bring the same bytes, so the second is a replay of the first."""
    event = {
        "specversion": "1.0", "id": "7", "source": "/cms", "type": "story.published", "subject": "surge.txt",
        "datacontenttype": "text/plain", "wire": "afp",
    }  # fmt: skip
    binary = {**TEXT, "ce-specversion": "1.0", "ce-id": "7", "ce-source": "/cms", "ce-type": "t", "ce-wire": "afp"}
    structured = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
    packed = {**event, "data_base64": base64.b64encode(ORIGINAL).decode()}
    with client_of(database.settings) as client:
        first = client.post("/v1/articles", content=orjson.dumps(packed), headers=structured)
        second = client.post("/v1/articles", content=ORIGINAL, headers=binary)
        third = client.post(
            "/v1/articles", content=orjson.dumps({**event, "data": ORIGINAL.decode()}), headers=structured
        )
        without = client.post("/v1/articles", content=ORIGINAL, headers={**TEXT, "ce-specversion": "1.0"})
    assert [first.status_code, second.status_code, third.status_code] == [202, 200, 200]
    assert raw_id_of("afp", ORIGINAL) == first.json()["raw_id"] == third.json()["raw_id"]
    assert problem(without) == (400, "malformed")


def test_an_idempotency_key_belongs_to_its_bytes(database: Database) -> None:
    """The same key with the same bytes is a replay; with others it is a mistake of the sender, and nothing is taken."""
    key = {**TEXT, "Idempotency-Key": '"order-7"'}
    with client_of(database.settings) as client:
        first = client.post("/v1/articles?wire=afp", content=ORIGINAL, headers=key)
        again = client.post("/v1/articles?wire=afp", content=ORIGINAL, headers=key)
        other = client.post("/v1/articles?wire=afp", content=OTHER, headers=key)
    assert [first.status_code, again.status_code] == [202, 200]
    assert problem(other) == (422, "idempotency-key-reused")
    assert taste(database) == 1


def test_a_client_may_wait_for_the_verdict(database: Database) -> None:
    """`Prefer: wait` answers 200 with the verdict as soon as it is there, and 202 when the time is over before."""
    with client_of(database.settings) as client:
        late = client.post("/v1/articles", content=OTHER, headers={**TEXT, "Prefer": "wait=0"})
        taste(database)
        known = client.post("/v1/articles", content=OTHER, headers={**TEXT, "Prefer": "respond-async, wait=5"})
    assert (late.status_code, late.headers["preference-applied"]) == (202, "wait=0")
    assert (known.status_code, known.json()["state"]) == (200, "stored")


def test_a_full_queue_answers_429_until_it_is_drained(database: Database) -> None:
    """Above the mark an article is refused with Retry-After; a replay of what waits is not, and room lets more in."""
    small = database._replace(settings=capped(database.settings, high_water=1))
    with client_of(small.settings) as client:
        assert client.post("/v1/articles", content=ORIGINAL, headers=TEXT).status_code == 202
        full = client.post("/v1/articles", content=OTHER, headers=TEXT)
        whole = client.post("/v1/articles/batch", content=b'{"headline": "A", "body": "B"}', headers=LINES)
        known = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
        taste(small)
        room = client.post("/v1/articles", content=OTHER, headers=TEXT)
    assert (429, "queue-full") == problem(full) == problem(whole)
    assert 0 < int(full.headers["retry-after"]) < 60
    assert [known.status_code, room.status_code] == [200, 202]


def test_a_body_over_the_limit_is_refused_before_it_is_read(database: Database) -> None:
    """A stated length over the limit is refused at once; a chunked body where it passes it."""
    small = capped(database.settings, max_article_bytes=2048)
    with client_of(small) as client:
        stated = client.post("/v1/articles", content=b"x" * 5000, headers=TEXT)
        chunked = client.post("/v1/articles", content=iter([b"x" * 1000] * 5), headers=TEXT)
        line = client.post(
            "/v1/articles/batch", content=b'{"a": "' + b"x" * 4000 + b'"}\n{"headline": "A"}', headers=LINES
        )
    assert (413, "too-large") == problem(stated) == problem(chunked)
    assert [one["status"] for one in results(line)] == [413, 202]


def test_posts_of_one_moment_share_a_step(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty posts at once take fewer than twenty steps of the ledger, and each has its own receipt."""
    steps: list[int] = []
    enqueue = Acceptor._enqueue

    def counted(self: Acceptor, raws: list[object]) -> object:
        steps.append(len(raws))
        return enqueue(self, raws)  # type: ignore[arg-type]

    monkeypatch.setattr(Acceptor, "_enqueue", counted)
    import asyncio

    async def all_at_once(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=address) as client:
            posts = [client.post("/v1/articles", content=b"Report %d." % n, headers=TEXT) for n in range(20)]
            return list(await asyncio.gather(*posts))

    with client_of(database.settings) as client:
        answers = asyncio.run(all_at_once(str(client.base_url)))
    assert 20 == len({answer.json()["raw_id"] for answer in answers}) == sum(steps)
    assert len(steps) < 20
