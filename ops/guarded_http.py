"""GuardedHttp: uvicorn's HTTP protocol with limits for what comes before a body: its size, and how long it may take.

A client that opens a connection and says nothing, or one header a minute, costs a descriptor until its time is over.
"""

import asyncio
import resource
from typing import Any

from pydantic_core import to_json
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from schemas.problem import PROBLEM_TYPE, Kind, Trouble

_HEADERS_S = 10.0  # from the first byte, or from the connection, to the end of the headers
_HEADER_BYTES = 64 << 10  # proxies pass on 8 to 32 kB
_SPARE = 128  # descriptors for files, databases and Redis
_TOO_LARGE = Trouble(
    Kind.HEADERS_TOO_LARGE, f"The headers have more than {_HEADER_BYTES} bytes; send the article in the body."
)
_NO_HTTP = Trouble(Kind.MALFORMED, "This is no HTTP request; send one as RFC 9112 has it.")


def most_connections() -> int:
    """Return how many connections this process may hold, by its limit of descriptors."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(_SPARE, soft - _SPARE)


class GuardedHttp(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most = most_connections()
        self._before_body = 0
        self._in_headers = True
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if there is room for one more."""
        super().connection_made(transport)
        if len(self.connections) > self._most:
            transport.abort()
            return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._unwatch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what came, unless it is more than headers may be."""
        if self._in_headers:
            self._before_body += len(data)
            if self._before_body > _HEADER_BYTES + len(data):
                self._refuse(_TOO_LARGE)
                return
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser cannot read."""
        del msg  # uvicorn's words, in plain text
        self._refuse(_NO_HTTP)

    def on_message_begin(self) -> None:
        """Begin to count and to wait for headers."""
        self._in_headers = True
        self._before_body = 0
        if self._deadline is None:
            self._watch()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop waiting: what follows is the body's business."""
        self._in_headers = False
        self._unwatch()
        super().on_headers_complete()

    def _refuse(self, trouble: Trouble) -> None:
        """Answer before there is a request that the application could answer, and close."""
        problem = trouble.problem()
        body = to_json(problem)
        head = f"HTTP/1.1 {problem['status']} {problem['title']}\r\ncontent-type: {PROBLEM_TYPE}\r\n"
        self.transport.write(f"{head}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body)
        self.transport.close()

    def _watch(self) -> None:
        self._deadline = self.loop.call_later(_HEADERS_S, self._give_up)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()
