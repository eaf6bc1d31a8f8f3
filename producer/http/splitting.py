"""Splitting: the documents of a batch as they come in, line by line or part by part; only one is ever held whole."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from schemas.problem import Kind, Trouble

_SKIPPED_TIMES = 8  # a line that is too long is skipped up to so many times the limit; beyond, it is no line
_MOST_HEADERS = 32  # of one part; ours and a CloudEvent's together are a dozen
_MOST_HEADER_BYTES = 16 << 10


LINES = frozenset(
    ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
)  # JSON Lines has no registered type; these are in use
PARTS = frozenset(("multipart/form-data", "multipart/mixed"))


class Document(NamedTuple):
    """One document of a batch, or what is wrong with it.

    `number` is its line or part, from 1; a line has no headers of its own. `last`: nothing after it can be read.
    """

    number: int
    body: bytes
    headers: Mapping[str, str] | None = None
    trouble: Trouble | None = None
    last: bool = False


class Splitter(Protocol):
    """Cuts what is fed to it into documents."""

    number: int

    def feed(self, chunk: bytes) -> Iterator[Document]:
        """Yield the documents that are complete with this chunk. Raise Trouble when what follows cannot be read."""
        ...

    def end(self) -> Iterator[Document]:
        """Yield what is left at the end of the body."""
        ...


async def documents(chunks: AsyncIterator[bytes], splitter: Splitter) -> AsyncIterator[Document | None]:
    """Yield the documents of a body, and None when the next ones are still on their way."""
    try:
        async for chunk in chunks:
            for document in splitter.feed(chunk):
                yield document
            yield None
        for document in splitter.end():
            yield document
    except Trouble as trouble:
        yield Document(splitter.number + 1, b"", trouble=trouble, last=True)


class Lines:
    """JSON Lines: a document a line; empty lines are counted and passed over."""

    def __init__(self, most: int) -> None:
        self.number = 0
        self._most = most
        self._held = bytearray()
        self._skipping = 0  # bytes of a too long line that were passed over

    def feed(self, chunk: bytes) -> Iterator[Document]:
        """Yield the lines that end in this chunk."""
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            yield from self._line(line)
        self._keep(rest)

    def end(self) -> Iterator[Document]:
        """Yield the last line where no newline ends it."""
        if self._held or self._skipping:
            yield from self._line(b"")

    def _line(self, last: bytes) -> Iterator[Document]:
        self._keep(last)
        self.number += 1
        body, skipped, self._skipping = bytes(self._held), self._skipping, 0
        self._held.clear()
        if skipped:
            yield Document(self.number, b"", trouble=_too_long(self._most))
        elif body := body.strip():
            yield Document(self.number, body)

    def _keep(self, part: bytes) -> None:
        if self._skipping or len(self._held) + len(part) > self._most:
            self._skipping += len(self._held) + len(part)
            self._held.clear()
            if self._skipping > self._most * _SKIPPED_TIMES:
                raise _too_long(self._most)
        else:
            self._held += part


class Parts:
    """A multipart body: a document a part, with headers of its own."""

    def __init__(self, boundary: bytes, most: int) -> None:
        self.number = 0
        self._most = most
        self._ready: list[Document] = []
        self._ended = False
        self._clear()
        callbacks: dict[str, Callable[..., None]] = {
            "on_part_begin": self._clear,
            "on_header_field": self._name,
            "on_header_value": self._value,
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }
        try:
            self._parser = MultipartParser(
                boundary,
                callbacks,  # type: ignore[arg-type]
                max_header_count=_MOST_HEADERS,
                max_header_size=_MOST_HEADER_BYTES,
            )
        except (MultipartParseError, ValueError) as error:
            raise _not_multipart(str(error)) from error

    def feed(self, chunk: bytes) -> Iterator[Document]:
        """Yield the parts that end in this chunk."""
        failed: Trouble | None = None
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            failed = _not_multipart(str(error))
        except Trouble as trouble:
            failed = trouble
        yield from self._take_ready()
        if failed is not None:
            raise failed

    def end(self) -> Iterator[Document]:
        """Raise Trouble when the last boundary is missing: the part before it may have been cut."""
        yield from self._take_ready()
        if not self._ended:
            raise _not_multipart("the last boundary is missing, so its last part may have been cut short")

    def _take_ready(self) -> Iterator[Document]:
        ready, self._ready = self._ready, []
        yield from ready

    def _clear(self) -> None:
        self._headers: dict[str, str] = {}
        self._field, self._text = bytearray(), bytearray()
        self._body = bytearray()
        self._size = 0

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _value(self, data: bytes, start: int, end: int) -> None:
        self._text += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._field.decode("latin-1").lower()] = self._text.decode("latin-1").strip()
        self._field.clear()
        self._text.clear()

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._size > self._most * _SKIPPED_TIMES:
            raise _too_long(self._most)
        if self._size <= self._most:
            self._body += data[start:end]
        else:
            self._body.clear()

    def _part_end(self) -> None:
        self.number += 1
        trouble = _too_long(self._most) if self._size > self._most else None
        self._ready.append(Document(self.number, bytes(self._body), self._headers, trouble))

    def _end(self) -> None:
        self._ended = True


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a content type states. Raise Trouble when it states none."""
    _kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise _not_multipart("its Content-Type states no boundary")
    return boundary


def name_in(headers: Mapping[str, str]) -> str | None:
    """Return what a part calls itself: its file name, else the name of its field (RFC 7578)."""
    _kind, options = parse_options_header(headers.get("content-disposition", ""))
    name = options.get(b"filename") or options.get(b"name") or b""
    return name.decode("utf-8", "replace") or None


def _too_long(most: int) -> Trouble:
    told = f"It has more than {most} bytes, the most that one article may have (COPYTASTER_MAX_ARTICLE_BYTES)"
    return Trouble(Kind.TOO_LARGE, f"{told}; send it in parts.")


def _not_multipart(told: str) -> Trouble:
    return Trouble(Kind.MALFORMED, f"This is no multipart body: {told}. Mend it, and send again what has no receipt.")
