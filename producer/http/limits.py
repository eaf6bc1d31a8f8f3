"""Limits: what a request's body may be, checked before and while it is read, whatever its headers say."""

import asyncio
import time
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from producer.http.answers import Refusals, answer_of
from schemas.problem import Kind, Trouble

# A sender may be silent for ten seconds in all, and then brings 4 kB a second at least: a modem of the nineties did.
_PATIENCE_S = 10.0
_BYTES_PER_S = 4096
# Bodies that are being read hold this much memory together; the next sender is asked to come back.
_MOST_HELD_BYTES = 256 << 20
# After a refusal the client has this long to read it before its connection is closed: closed at once, with bytes of its
# own under way, it would see a reset in place of the answer.
_LINGER_S = 0.3
_LINGER_BYTES = 256 << 10


class BodyLimits:
    """ASGI middleware. `most` is the limit for bodies in bytes; `streamed` are paths whose bodies have none in all."""

    def __init__(self, app: ASGIApp, *, most: int, streamed: frozenset[str], refusals: Refusals) -> None:
        self._app = app
        self._most = most
        self._streamed = streamed
        self._refusals = refusals
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body watched; answer 413 at once where its length is stated and too great."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            await self._app(scope, receive, send)
            return
        streamed = scope["path"] in self._streamed
        body = _Body(self, receive, send, None if streamed else self._most)
        try:
            if body.most is not None and _length(headers) > body.most:
                trouble = too_large(body.most)
                self._refusals.say(trouble, scope["path"])
                await answer_of(trouble)(scope, body.receive, body.send)
            else:
                await self._app(scope, body.receive, body.send)
        finally:
            self.hold(-body.held)

    def hold(self, size: int) -> None:
        """Count bytes that are held for a body, or, below 0, let go. Raise Trouble when it is too much for all."""
        if size > 0 and self._held + size > _MOST_HELD_BYTES:
            raise Trouble(Kind.BUSY, "Too much is being received now; send it again in a second.", retry_after_s=1)
        self._held += size


class _Body:
    """The body of one request while it is read."""

    def __init__(self, limits: BodyLimits, receive: Receive, send: Send, most: int | None) -> None:
        self.most = most
        self.held = 0
        self._limits = limits
        self._receive = receive
        self._send = send
        self._size = 0
        self._waited = 0.0
        self._whole = False

    async def receive(self) -> Message:
        """Return the next part. Raise Trouble when it comes too slowly or is too much."""
        if self._whole:
            return await self._receive()
        began = time.monotonic()
        patience = _PATIENCE_S + self._size / _BYTES_PER_S - self._waited
        try:
            async with asyncio.timeout(max(0.0, patience)):
                message = await self._receive()
        except TimeoutError:
            told = f"The body came too slowly: {self._size} bytes after {self._waited + patience:.0f} s of waiting."
            raise Trouble(Kind.TOO_SLOW, f"{told} Send it again, at {_BYTES_PER_S} bytes a second or more.") from None
        self._waited += time.monotonic() - began
        self._take(message)
        return message

    def _take(self, message: Message) -> None:
        if message["type"] != "http.request":
            self._whole = True
            return
        size = len(message.get("body", b""))
        self._size += size
        self._whole = not message.get("more_body", False)
        if self.most is not None:
            if self._size > self.most:
                raise too_large(self.most)
            self._limits.hold(size)
            self.held += size

    async def send(self, message: Message) -> None:
        """Send a part of the answer; one that comes before the body was read is the last of its connection."""
        if self._whole:
            await self._send(message)
        elif message["type"] == "http.response.start":
            headers = [*message.get("headers", []), (b"connection", b"close")]
            await self._send({**message, "headers": headers})
        elif message.get("more_body", False):
            await self._send(message)
        else:
            await self._send({**message, "more_body": True})
            await self._linger()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _linger(self) -> None:
        left = _LINGER_BYTES
        try:
            async with asyncio.timeout(_LINGER_S):
                while left > 0:
                    message = await self._receive()
                    if message["type"] != "http.request" or not message.get("more_body", False):
                        return
                    left -= len(message.get("body", b""))
        except TimeoutError:
            return


def too_large(most: int) -> Trouble:
    """Return the refusal of a body that is over the limit."""
    told = f"At most {most} bytes are taken in one body (COPYTASTER_MAX_ARTICLE_BYTES)"
    return Trouble(Kind.TOO_LARGE, f"{told}; send the articles of a larger file to /v1/articles/batch.")


def _length(headers: Mapping[bytes, bytes]) -> int:
    stated = headers.get(b"content-length", b"0")
    return int(stated) if stated.isdigit() and len(stated) < 20 else 0
