"""Load for the HTTP door, from a process of its own: keep-alive connections that post one after the other.

Prints one line of JSON: what was answered how often, and the milliseconds to the answer. Every acknowledged article is
written to a file as its number, so that whoever started this can look for each of them.
"""

import asyncio
import json
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

import uvloop

_WORDS = "The harbour of Kessel was closed on Sunday after the river had risen by two metres. " * 24


class Load(NamedTuple):
    """What is to be sent: `lines` articles in each request, 1 is a single post."""

    port: int
    seconds: float
    connections: int
    lines: int
    first: int  # the number of the first article: every article of a run is another one
    pause_s: float = 0.0  # between an answer and the next post of its connection


def article(number: int) -> bytes:
    """Return an article of two kilobytes that no other is equal to."""
    return json.dumps({"headline": f"Flood at Kessel, report {number}", "body": f"{number} {_WORDS}"}).encode()


class _Post(asyncio.Protocol):
    """One connection."""

    def __init__(self, load: Load, numbers: "asyncio.Queue[int]", took: list[float], done: list[int]) -> None:
        self._load = load
        self._took = took
        self._done = done
        self.statuses: dict[str, int] = {}
        self._buffer = bytearray()
        self.ended = asyncio.get_running_loop().create_future()
        self._until = time.perf_counter() + load.seconds
        self._numbers = numbers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first."""
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        lines = self._load.lines
        self._sent = self._numbers.get_nowait()
        self._numbers.put_nowait(self._sent + lines)
        body = b"\n".join(article(self._sent + at) for at in range(lines))
        path, media = (
            ("/v1/articles/batch", "application/x-ndjson") if lines > 1 else ("/v1/articles", "application/json")
        )
        head = f"POST {path}?wire=load HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\n"
        self._began = time.perf_counter()
        self._transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def data_received(self, data: bytes) -> None:
        """Read an answer; send the next."""
        self._buffer += data
        if not _whole(self._buffer):
            return
        now = time.perf_counter()
        status = self._buffer[9:12].decode()
        closes = b"connection: close" in self._buffer[:500].lower()
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status in ("200", "202"):
            self._took.append(now - self._began)
            taken = self._buffer.count(b'"acceptance":"accepted"') if self._load.lines > 1 else 1
            self._done += range(self._sent, self._sent + taken)
        self._buffer.clear()
        if now < self._until and not closes:
            asyncio.get_running_loop().call_later(self._load.pause_s, self._send)
        elif not self.ended.done():
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end."""
        if not self.ended.done():
            self.ended.set_result(exc)


def _whole(answer: bytearray) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    if not blank:
        return False
    lower = head.lower()
    at = lower.find(b"content-length:")
    if at >= 0:
        return len(body) >= int(lower[at + 15 :].split(b"\r\n", 1)[0])
    return body.endswith(b"0\r\n\r\n")


def _same(post: _Post) -> _Post:
    return post


async def _run(load: Load, acknowledged: Path) -> None:
    numbers: asyncio.Queue[int] = asyncio.Queue()
    numbers.put_nowait(load.first)
    took: list[float] = []
    done: list[int] = []
    statuses: dict[str, int] = {}
    began = time.perf_counter()

    async def one() -> None:
        while time.perf_counter() - began < load.seconds:
            post = _Post(load._replace(seconds=load.seconds - (time.perf_counter() - began)), numbers, took, done)
            try:
                await asyncio.get_running_loop().create_connection(partial(_same, post), "127.0.0.1", load.port)
            except OSError:
                return
            failed = await post.ended
            for status, count in post.statuses.items():
                statuses[status] = statuses.get(status, 0) + count
            if failed is not None or not post.statuses:
                return

    await asyncio.gather(*(one() for _ in range(load.connections)))
    seconds = time.perf_counter() - began
    await asyncio.to_thread(acknowledged.write_text, "\n".join(map(str, done)), encoding="ascii")
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    figures = {"articles": len(done), "seconds": seconds, "p50_ms": cuts[49] * 1000, "p99_ms": cuts[98] * 1000}
    print(json.dumps({**figures, "statuses": statuses}))


if __name__ == "__main__":
    uvloop.run(_run(Load(*json.loads(sys.argv[1])), Path(sys.argv[2])))
