"""Trouble at the HTTP door: Redis away, slow and endless senders. Each costs little and hears what to do."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import httpx
import orjson
import pytest

from ops import guarded_http
from producer.enqueue import Door
from producer.http import acceptor, limits
from schemas.problem import Kind
from schemas.settings import Settings
from tests.support.databases import Database
from tests.support.door import ORIGINAL, OTHER, TEXT, capped
from tests.support.http import client_of, serving
from tests.support.servers import running_redis, short_folder
from worker.database import engine_of
from worker.migrate import migrate

_POST = b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"


def connected(address: str) -> socket.socket:
    """Return a connection to the door, as a careless or hostile client opens it."""
    host, _, port = address.removeprefix("http://").partition(":")
    found = socket.create_connection((host, int(port)), timeout=60)
    found.settimeout(60)
    return found


def test_without_redis_the_answer_is_503_at_once(database: Database) -> None:
    """Nothing listens where Redis should: each answer says so within seconds, and reading still works."""
    gone = capped(database.settings, redis_url="redis://127.0.0.1:1")
    with client_of(gone) as client:
        began = time.monotonic()
        answers = [client.post("/v1/articles", content=ORIGINAL, headers=TEXT) for _ in range(3)]
        took = time.monotonic() - began
        read = client.get("/v1/articles")
    assert [one.status_code for one in answers] == [503] * 3
    assert all(int(one.headers["retry-after"]) > 0 for one in answers)
    assert took < 12
    assert read.status_code == 200


def test_a_redis_that_comes_back_is_used_again() -> None:
    """The door that answered 503 takes articles as soon as Redis is there."""
    with short_folder("door") as home:
        settings = Settings(home=home)
        migrate(engine_of(settings, pooled=False))
        with client_of(settings) as client:
            away = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
            with running_redis(settings):
                time.sleep(0.6)  # for so long nobody tries
                back = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
    assert [away.status_code, back.status_code] == [503, 202]


def test_a_redis_that_freezes_under_the_door_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For two seconds; then nobody waits for it, and each answer is at once."""
    monkeypatch.setattr(acceptor, "_AWAY_S", 30.0)  # three answers take less, whatever else the machine does
    with door_and_redis() as (client, server):
        taken = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
        server.send_signal(signal.SIGSTOP)
        first, frozen = timed(client), [timed(client) for _ in range(3)]
    assert taken.status_code == 202
    assert {503} == {status for status, _ in (first, *frozen)}
    assert first[1] < 6
    assert max(took for _, took in frozen) < 1.5


def test_a_redis_that_dies_under_the_door_is_503_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead one refuses: each post may try, and none waits."""
    monkeypatch.setattr(acceptor, "_AWAY_S", 0.0)
    with door_and_redis() as (client, server):
        taken = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
        server.kill()
        server.wait()
        dead = [timed(client) for _ in range(3)]
    assert taken.status_code == 202
    assert {503} == {status for status, _ in dead}
    assert max(took for _, took in dead) < 1.5


@contextlib.contextmanager
def door_and_redis() -> Iterator[tuple[httpx.Client, "subprocess.Popen[bytes]"]]:
    """Yield a client of a door that has a Redis of its own, and that Redis."""
    with short_folder("door") as home:
        settings = Settings(home=home)
        migrate(engine_of(settings, pooled=False))
        with client_of(settings) as client, running_redis(settings) as server:
            yield client, server


def timed(client: httpx.Client) -> tuple[int, float]:
    """Return the status of a post and the seconds that it took."""
    began = time.monotonic()
    return client.post("/v1/articles", content=OTHER, headers=TEXT).status_code, time.monotonic() - began


def test_a_stated_length_of_ten_gigabytes_is_refused_unread(database: Database) -> None:
    """413 comes before a byte of the body, and the connection is closed: nothing of it is ever read."""
    with serving(database.settings) as address, connected(address) as client:
        client.sendall(_POST + b"Content-Length: 10737418240\r\n\r\n")
        answer = client.recv(4096)
        rest = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer.lower()
    assert len(rest) < 1000


def test_an_endless_chunked_body_is_cut_at_the_limit(database: Database) -> None:
    """A body that states no length is refused where it passes the limit, and the sender is cut off soon after."""
    small = capped(database.settings, max_article_bytes=64 << 10)
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    sent = 0
    with serving(small) as address, connected(address) as client:
        client.sendall(_POST + b"Transfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):  # reset or broken pipe, as the kernel has it
            while sent < 1 << 30:
                client.sendall(chunk)
                sent += len(chunk)
    assert sent < 64 << 20  # what buffers of the system take


def test_a_slow_body_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender of a byte now and then is answered 408 when its patience is over; others are served meanwhile."""
    monkeypatch.setattr(limits, "_PATIENCE_S", 2.0)
    with serving(database.settings) as address, connected(address) as slow:
        slow.sendall(_POST + b"Content-Length: 1000\r\n\r\nH")
        other = httpx.post(f"{address}/v1/articles", content=ORIGINAL, headers=TEXT)
        answer = slow.recv(4096)
    assert other.status_code == 202
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert Door(database.settings).ledger.pending()[0] == 1


def test_slow_headers_are_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred connections that never finish their headers are closed, and an honest one is served."""
    monkeypatch.setattr(guarded_http, "_HEADERS_S", 3.0)
    with serving(database.settings) as address:
        clients = [connected(address) for _ in range(100)]
        for client in clients:
            client.sendall(b"POST /v1/articles HTTP/1.1\r\nX-Slow: ")
        other = httpx.post(f"{address}/v1/articles", content=ORIGINAL, headers=TEXT)
        ended = [_ended(client) for client in clients]
    assert other.status_code == 202
    assert all(ended)


def test_endless_headers_are_refused(database: Database) -> None:
    """Headers beyond 64 kB are answered 431, however they are split, and the connection is closed."""
    with serving(database.settings) as address, connected(address) as client:
        client.sendall(b"GET /livez HTTP/1.1\r\n")
        try:
            for number in range(200):
                client.sendall(b"X-%d: " % number + b"x" * 4000 + b"\r\n")
                time.sleep(0.001)
        except OSError:
            pass
        try:
            answer = client.recv(4096)
        except ConnectionResetError:
            answer = b"HTTP/1.1 431 "  # the reset overtook the answer
    assert answer.startswith(b"HTTP/1.1 431 ")


def test_what_is_no_http_is_told_so(database: Database) -> None:
    """A line that no parser reads is answered 400 with a problem, as everything else is, and the connection closed."""
    with serving(database.settings) as address, connected(address) as client:
        client.sendall(b"GET / HTTP/1.1\r\nno colon\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"application/problem+json" in head
    assert orjson.loads(body)["type"] == Kind.MALFORMED.uri


def _ended(client: socket.socket) -> bool:
    try:
        return client.recv(100) == b""
    except ConnectionResetError:
        return True
    finally:
        client.close()
