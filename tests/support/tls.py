"""TLS for tests: a certificate authority of their own, and what stands before a real server and speaks TLS for it.

The servers of the wheels speak none, so TLS ends here; the client's side, which is ours, is the real one.
"""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

import trustme

_CHUNK = 64 << 10  # bytes
_SSL_REQUEST = bytes.fromhex("0000000804d2162f")  # PostgreSQL's protocol, 55.2.11: its client asks for TLS first
Open = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Papers(NamedTuple):
    """Files of one authority: its certificate, a client's certificate with its key, and a server's context."""

    authority: Path
    client: Path
    server: ssl.SSLContext


def papers(folder: Path) -> Papers:
    """Issue certificates for localhost and for a client; the server asks the client for one."""
    authority = trustme.CA()
    found = Papers(folder / "ca.pem", folder / "client.pem", ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    authority.cert_pem.write_to_path(found.authority)
    authority.issue_cert("client.example").private_key_and_cert_chain_pem.write_to_path(found.client)
    authority.issue_cert("localhost").configure_cert(found.server)
    authority.configure_trust(found.server)
    found.server.verify_mode = ssl.CERT_REQUIRED
    return found


@contextmanager
def redis_over_tls(unix_socket: Path, server: ssl.SSLContext) -> Iterator[int]:
    """Yield the port at which a Redis answers over TLS."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _pass_on(reader, writer, lambda: asyncio.open_unix_connection(unix_socket))

    with _serving(lambda: asyncio.start_server(take, "localhost", 0, ssl=server)) as port:
        yield port


@contextmanager
def postgres_over_tls(unix_socket: Path, server: ssl.SSLContext) -> Iterator[int]:
    """Yield the port at which a PostgreSQL answers, over TLS alone."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closing(writer):
            if await reader.read(len(_SSL_REQUEST)) != _SSL_REQUEST:
                return
            writer.write(b"S")
            with contextlib.suppress(ssl.SSLError, OSError):  # the client does not trust us, or we do not trust it
                await writer.start_tls(server)
                await _pass_on(reader, writer, lambda: asyncio.open_unix_connection(unix_socket))

    with _serving(lambda: asyncio.start_server(take, "localhost", 0)) as port:
        yield port


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connect: Open) -> None:
    there_reader, there_writer = await connect()
    both = (_copy(reader, there_writer), _copy(there_reader, writer))
    await asyncio.gather(*both, return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async with _closing(writer):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()


@asynccontextmanager
async def _closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    except asyncio.CancelledError:
        writer.transport.abort()  # nobody waits for the other side to say good-bye
        raise
    finally:
        writer.close()


@contextmanager
def _serving(start: Callable[[], Awaitable[asyncio.Server]]) -> Iterator[int]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="tls")
    thread.start()

    async def begin() -> asyncio.Server:
        return await start()

    async def end(server: asyncio.Server) -> None:
        server.close()
        ours = asyncio.current_task()
        for task in asyncio.all_tasks() - {ours}:
            task.cancel()
        await asyncio.gather(*(asyncio.all_tasks() - {ours}), return_exceptions=True)
        await asyncio.sleep(0.05)  # for what was aborted to be closed

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
