"""News of the door: lists, exports, the stream and webhooks; each thing is told once, over a restart too."""

import csv
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson
import pytest

from ops.signing import is_genuine
from ops.webhooks import WebhookTrouble, add_webhook, list_webhooks, remove_webhook
from schemas.verdict import Verdict
from tests.support.databases import Database
from tests.support.door import COPY, ORIGINAL, OTHER, TEXT, taste
from tests.support.http import client_of, serving
from tests.support.waiting import wait_until


def fill(database: Database) -> None:
    """Store an original, a copy of it, and another story."""
    with client_of(database.settings) as client:
        for wire, body in (("afp", ORIGINAL), ("post", COPY), ("dpa", OTHER)):
            client.post(f"/v1/articles?wire={wire}", content=body, headers=TEXT)
    taste(database)


def events(text: str) -> list[tuple[str, str]]:
    """Return id and kind of each event of a stream."""
    blocks = [
        dict(line.split(": ", 1) for line in block.splitlines()) for block in text.split("\n\n") if "id: " in block
    ]
    return [(block["id"], block["event"]) for block in blocks]


def test_pages_hold_every_article_once(database: Database) -> None:
    """Following `next` from page to page meets every article exactly once, the newest first."""
    fill(database)
    seen: list[str] = []
    with client_of(database.settings) as client:
        page = client.get("/v1/articles?limit=1").json()
        while True:
            seen += [one["wire"] for one in page["articles"]]
            if page["next"] is None:
                break
            page = client.get(f"/v1/articles?limit=1&cursor={page['next']}").json()
        assert [one["wire"] for one in client.get("/v1/articles?verdict=copy").json()["articles"]] == ["post"]
        wrong = [
            client.get(f"/v1/articles?cursor=bm9uZQ&format={form}").status_code for form in ("json", "jsonl", "csv")
        ]
    assert wrong == [422] * 3
    assert seen == ["dpa", "post", "afp"]


def test_articles_are_listed_by_words(database: Database) -> None:
    """Of headline and text, together with any other filter, page by page; a word of none finds none."""
    fill(database)
    with client_of(database.settings) as client:

        def wires(question: str) -> list[str]:
            return [one["wire"] for one in client.get(f"/v1/articles?{question}").json()["articles"]]

        both = wires("words=sandbags")
        assert both == ["post", "afp"]
        assert wires("words=sandbags&wire=afp") == ["afp"]
        assert wires("words=nowhere") == wires("words=%25%27%22") == []
        first = client.get("/v1/articles?words=sandbags&limit=1").json()
        rest = client.get(f"/v1/articles?words=sandbags&limit=1&cursor={first['next']}").json()
        assert [one["articles"][0]["wire"] for one in (first, rest)] == both
        assert rest["next"] is None
        assert len(client.get("/v1/articles?words=sandbags&format=jsonl").text.splitlines()) == 2


def test_stories_are_listed_and_shown(database: Database) -> None:
    """The list has each story once with its lead's headline; a story has all its articles."""
    fill(database)
    with client_of(database.settings) as client:
        listed = client.get("/v1/stories").json()["stories"]
        first = next(one for one in listed if one["articles"] == 2)
        story = client.get(f"/v1/stories/{first['story_id']}").json()
        paged = client.get("/v1/stories?limit=1").json()
        rest = client.get(f"/v1/stories?limit=1&cursor={paged['next']}").json()
    assert {1, 2} == {one["articles"] for one in listed}
    assert [one["verdict"] for one in story["articles"]] == ["stored", "copy"]
    assert {one["story_id"] for one in listed} == {one["stories"][0]["story_id"] for one in (paged, rest)}


def test_exports_hold_what_the_list_holds(database: Database) -> None:
    """CSV, JSON Lines and ninjs have a record for every article; a headline that a spreadsheet would run is quoted."""
    fill(database)
    with client_of(database.settings) as client:
        formula = orjson.dumps({"headline": "=HYPERLINK(1)", "body": "Words of an odd article."})
        client.post("/v1/articles?wire=x", content=formula, headers={"Content-Type": "application/json"})
        taste(database)
        lines = client.get("/v1/articles?format=jsonl").text.splitlines()
        table = list(csv.DictReader(client.get("/v1/articles?format=csv").text.splitlines()))
        ninjs = [orjson.loads(one) for one in client.get("/v1/articles?format=ninjs").content.splitlines()]
        leads = client.get("/v1/stories?format=ninjs").content.splitlines()
    assert 4 == len(lines) == len(table) == len(ninjs)
    assert len(leads) == 3
    assert table[0]["headline"] == "'=HYPERLINK(1)"
    assert {"text"} == {one["type"] for one in ninjs}


def test_a_consumer_hears_of_each_story_once_over_a_restart(database: Database) -> None:
    """It reads, the service restarts, it goes on from its cursor: no story is missed and none told twice."""
    fill(database)
    with client_of(database.settings) as client:
        before = events(client.get("/v1/stream?follow=false&after=0").text)
    with client_of(database.settings) as client:
        client.post("/v1/articles?wire=late", content=b"Fog\n\nFog closed the airfield at Brill.", headers=TEXT)
        taste(database)
        cursor = {"Last-Event-ID": before[-1][0]}
        after = events(client.get("/v1/stream?follow=false", headers=cursor).text)
        everything = events(client.get("/v1/stream?follow=false&after=0&verdict=stored&verdict=copy").text)
    assert [kind for _, kind in before] == ["article.stored"] * 2
    assert [kind for _, kind in after] == ["article.stored"]
    assert len({number for number, _ in before + after}) == 3
    assert len(everything) == 4


def test_an_open_stream_tells_at_once_and_ends_with_the_service(database: Database) -> None:
    """What is committed while somebody listens arrives by itself; the end of the service ends the stream."""
    heard: list[str] = []
    with httpx.Client(timeout=20) as listening, serving(database.settings) as address:

        def listen() -> None:
            with listening.stream("GET", f"{address}/v1/stream?after=0") as answer:
                for line in answer.iter_lines():
                    heard.append(line)  # noqa: PERF402 - one by one: the test looks at them meanwhile

        listener = threading.Thread(target=listen)
        listener.start()
        httpx.post(f"{address}/v1/articles", content=ORIGINAL, headers=TEXT)
        taste(database)
        wait_until(lambda: "event: article.stored" in heard, "news")
    listener.join(60)
    assert not listener.is_alive()
    assert sum(line == "event: article.stored" for line in heard) == 1


class _Receiver(http.server.BaseHTTPRequestHandler):
    """A subscriber that fails at first, then takes everything."""

    failures = 2
    got: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        type(self).failures -= 1
        if type(self).failures >= 0:
            self.send_response(503)
        else:
            self.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def receiver() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Yield the address of a subscriber, and what it has taken."""
    kind = type("Receiver", (_Receiver,), {"got": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/news", kind.got  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_a_webhook_is_told_each_story_once_signed_and_again_until_it_takes_it(database: Database) -> None:
    """Two failures are retried; each delivery is signed and has an id of its own; a restart tells nothing twice."""
    fill(database)
    with receiver() as (address, got):
        hook = add_webhook(database.engine, address, [Verdict.STORED], after=0)
        with client_of(database.settings):
            wait_until(lambda: len(got) == 2, "deliveries")
            wait_until(lambda: list_webhooks(database.engine)[0].cursor >= 3, "cursor")
        with client_of(database.settings):
            time.sleep(1.5)
    assert 2 == len(got) == len({headers["webhook-id"] for headers, _ in got})
    assert all(is_genuine(hook.secret, headers, body, time.time()) for headers, body in got)
    assert not is_genuine(hook.secret, got[0][0], got[0][1] + b" ", time.time())
    assert not is_genuine(hook.secret, *got[0], time.time() + 3600)
    assert [orjson.loads(body)["type"] for _, body in got] == ["article.stored"] * 2


def test_a_webhook_is_https_or_of_this_machine(database: Database) -> None:
    """Articles are not sent in clear over a network, and an address holds no password."""
    for address in ("http://far.example/x", "ftp://a.example", "https://user:secret@a.example", "nonsense"):
        with pytest.raises(WebhookTrouble):
            add_webhook(database.engine, address, [Verdict.STORED])
    hook = add_webhook(database.engine, "https://near.example/news", [Verdict.STORED])
    remove_webhook(database.engine, hook.webhook_id)
    assert list_webhooks(database.engine) == []
