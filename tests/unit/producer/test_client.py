"""The client: what is sent again, after which pause, and what is not; against a service that answers as told."""

import asyncio
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import pytest
from tenacity import RetryCallState

from producer.client import AsyncClient, Client, NotTaken, _Pause

ARTICLES = [{"headline": f"Report {number}", "body": "The ferry sailed."} for number in (1, 2, 3)]
TAKEN = {"status": 202, "raw_id": "a" * 32}
FULL = {"status": 429, "detail": "The queue is full.", "retry_after": 7}
BAD = {"status": 422, "detail": "It has no bytes."}


class _Desk(http.server.BaseHTTPRequestHandler):
    """Gives the answers that it was told, one after the other, and keeps what came."""

    answers: list[tuple[int, dict[str, str], bytes]]
    came: list[bytes]

    def do_POST(self) -> None:
        self.came.append(self.rfile.read(int(self.headers["content-length"])))
        status, headers, body = self.answers.pop(0)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def desk(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a service that gives these answers, and the bodies that it got."""
    kind = type("Desk", (_Desk,), {"answers": list(answers), "came": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", kind.came  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of which is waited for."""
    made: list[float] = []
    pause = _Pause.__call__

    def noted(self: _Pause, state: RetryCallState) -> float:
        made.append(pause(self, state))
        return 0.0

    monkeypatch.setattr(_Pause, "__call__", noted)
    return made


def lines(*results: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    """Return the answer to a batch with these results."""
    numbered = [orjson.dumps({"line": number, **one}) for number, one in enumerate(results, 1)]
    return 200, {}, b"\n".join(numbered)


def sent_many(address: str, *, asynchronous: bool) -> list[dict[str, Any]]:
    """Send the articles by either client; return their results."""
    if not asynchronous:
        with Client(address) as client:
            return list(client.send_many(ARTICLES))

    async def run() -> list[dict[str, Any]]:
        async with AsyncClient(address) as client:
            return [one async for one in client.send_many(ARTICLES)]

    return asyncio.run(run())


@pytest.mark.parametrize("asynchronous", [False, True])
def test_of_a_batch_only_what_had_no_room_is_sent_again_after_the_pause_asked_for(
    pauses: list[float], *, asynchronous: bool
) -> None:
    """What was taken, and what never will be, is sent once; each result stands in its article's place."""
    with desk(lines(TAKEN, FULL, BAD), lines(TAKEN)) as (address, came):
        results = sent_many(address, asynchronous=asynchronous)
    assert [one["line"] for one in results] == [1, 2, 3]
    assert [one["status"] for one in results] == [202, 202, 422]
    assert came[1] == orjson.dumps(ARTICLES[1])
    assert len(pauses) == 1
    assert 7 <= pauses[0] < 25


def test_an_answer_that_ended_early_is_no_loss(pauses: list[float]) -> None:
    """Articles without a result are sent again, after a pause."""
    with desk(lines(TAKEN), lines(TAKEN, TAKEN)) as (address, came):
        assert [one["status"] for one in sent_many(address, asynchronous=False)] == [202] * 3
    assert came[1].count(b"\n") == 1
    assert len(pauses) == 1


def test_a_batch_that_finds_no_room_keeps_its_results(pauses: list[float]) -> None:
    """After the last attempt the results say which article was not taken, and why; pauses grow."""
    with desk(lines(TAKEN, FULL, TAKEN), *[lines(FULL)] * 7) as (address, came):
        results = sent_many(address, asynchronous=False)
    assert [one["status"] for one in results] == [202, 429, 202]
    assert len(came) == 8
    assert min(pauses) >= 7


def test_a_pause_has_an_end_whatever_the_service_asks_for(pauses: list[float]) -> None:
    """A Retry-After of an hour is a minute here."""
    later = (503, {"Retry-After": "3600"}, b"{}")
    with desk(later, (202, {}, b'{"raw_id": "b"}')) as (address, _came), Client(address) as client:
        assert client.send(b"Fog")["raw_id"] == "b"
    assert pauses == [60.0]


def test_what_will_never_be_taken_is_not_sent_again(pauses: list[float]) -> None:
    """The error has the status and what to do."""
    with (
        desk((415, {}, b'{"detail": "Send one of those."}')) as (address, came),
        Client(address) as client,
        pytest.raises(NotTaken, match=r"415: Send one of those\."),
    ):
        client.send(b"\x89PNG", media_type="image/png")
    assert (len(came), pauses) == (1, [])


def test_a_service_that_stays_away_is_an_error_after_all_attempts(pauses: list[float]) -> None:
    """Of a batch of which nothing was ever answered there are no results."""
    away: tuple[int, dict[str, str], bytes] = (503, {}, b'{"detail": "Redis does not answer."}')
    with desk(*[away] * 8) as (address, came), pytest.raises(NotTaken, match="503"):
        sent_many(address, asynchronous=False)
    assert (len(came), min(pauses) > 0) == (8, True)
