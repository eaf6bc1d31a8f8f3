"""Spool: an answer that is written while the client may not read it yet. Its memory is bounded, a disk holds the rest.

Most clients send all of a body before they read the first byte of the answer. If the server waited for them to read,
both would wait for ever; so what is written is never held up, and what is not read yet lies in a file without a name.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_IN_MEMORY = 1 << 20  # some 5,000 results; most batches never touch the disk
_READ = 64 << 10


class Written(Response):
    """An answer of parts. It never listens for the client's end: the request's body is still being read by another."""

    def __init__(self, parts: AsyncGenerator[bytes, None], headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(None, 200, headers, media_type)
        del self.headers["content-length"]
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the parts as they come."""
        del scope, receive
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._parts) as parts:
            async for part in parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Spool:
    """One writer, one reader, both in one loop."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the reader's end
        self._written = self._read = 0
        self._ended = False
        self._more = asyncio.Event()

    @property
    def begun(self) -> bool:
        """Whether anything was written."""
        return self._written > 0

    def write(self, text: bytes) -> None:
        """Add to the answer."""
        self._file.seek(self._written)
        self._written += self._file.write(text)
        self._more.set()

    def close(self) -> None:
        """Let go of what was written."""
        self._file.close()

    def end(self) -> None:
        """Say that nothing follows."""
        self._ended = True
        self._more.set()

    async def first(self) -> None:
        """Return when something was written, or all."""
        await self._more.wait()

    async def parts(self) -> AsyncGenerator[bytes, None]:
        """Yield what is written as it comes, until its end."""
        try:
            while True:
                self._more.clear()
                while self._read < self._written:
                    self._file.seek(self._read)
                    part = self._file.read(min(_READ, self._written - self._read))
                    self._read += len(part)
                    yield part
                if self._ended:
                    return
                await self._more.wait()
        finally:
            self._file.close()
