"""Spool: an answer that is written while the client may not read it yet. Its memory is bounded, a disk holds the rest.

Most clients send all of a body before they read the first byte of the answer. If the server waited for them to read,
both would wait for ever; so what is written is never held up, and what is not read yet lies in a file without a name.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator

_IN_MEMORY = 1 << 20  # some 5,000 results; most batches never touch the disk
_READ = 64 << 10


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

    def end(self) -> None:
        """Say that nothing follows."""
        self._ended = True
        self._more.set()

    async def first(self) -> None:
        """Return when something was written, or all."""
        await self._more.wait()

    async def parts(self) -> AsyncIterator[bytes]:
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
