"""Batch: POST /v1/articles/batch, JSON Lines or multipart of any length, with a result for each line or part."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from pydantic_core import to_json
from starlette.requests import ClientDisconnect

from producer.http.acceptor import Acceptor
from producer.http.answers import trouble_of
from producer.http.described import Described, described, media_type_of, said_by
from producer.http.fitting import Fitter
from producer.http.pace import Claim
from producer.http.single import plain, query_of
from producer.http.splitting import LINES, PARTS, Document, Lines, Parts, Splitter, boundary_of, documents, name_in
from producer.http.spool import Spool, Written
from producer.ledger import MOST_BYTES
from producer.names import shown
from producer.request_id import request_id_of
from schemas.api_keys import Caller
from schemas.article_status import Acceptance, ArticleStatus
from schemas.errors import CopytasterError, QueueFull
from schemas.problem import Kind, Trouble
from schemas.raw_article import RawArticle

RESULTS = "application/x-ndjson"
_JSON = "application/json"
_ROOM_WAIT_S = 30.0  # for a part to have room in the queue; meanwhile nothing is read, and the sender is held up
_AGAIN_S = 0.25
_MOST_REFUSED = 1000  # lines; a sender of a thousand bad ones has a fault that goes through all of them
_LIVE_S = 0.05  # a sender that writes as things happen need not fill a part first


class Numbered(NamedTuple):
    """A document of a batch that can be taken, and its line or part."""

    number: int
    raw: RawArticle


class Batch:
    """Takes the documents of one body after the other, a part of them at a time."""

    def __init__(self, acceptor: Acceptor, fitter: Fitter) -> None:
        self._acceptor = acceptor
        self._fitter = fitter

    async def post(self, request: Request, caller: Caller) -> Response:
        """Answer with a result for each line, as soon as the first are there; refuse all when nothing can be taken."""
        headers = plain(request)
        splitter = _splitter(headers.get("content-type", ""), self._fitter.most)
        about = described(said_by(query_of(request), headers), caller, "batch")
        taking = _Taking(self._acceptor, self._fitter, caller, about)
        taking.request_id = request_id_of(headers.get("x-request-id"))
        task = asyncio.create_task(taking.take(documents(_body(request), splitter)))
        first = asyncio.create_task(taking.spool.first())
        await asyncio.wait((task, first), return_when=asyncio.FIRST_COMPLETED)
        first.cancel()
        if task.done() and (refused := task.exception()) is not None:
            taking.spool.close()
            raise refused
        return Written(_results(taking.spool, task), {"X-Request-ID": taking.request_id}, RESULTS)


def _splitter(content_type: str, most: int) -> Splitter:
    media_type = media_type_of(content_type)
    if media_type in LINES:
        return Lines(most)
    if media_type in PARTS:
        return Parts(boundary_of(content_type), most)
    told = "A batch is application/x-ndjson (an article a line), or multipart/form-data (a document a part)"
    raise Trouble(Kind.UNSUPPORTED_MEDIA_TYPE, f"{told}; POST a single document to /v1/articles.")


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:  # what came before stays taken
        return


async def _results(spool: Spool, task: "asyncio.Task[None]") -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(spool.parts()) as parts:
            async for part in parts:
                yield part
    finally:
        task.cancel()


class _Taking:
    """One batch while it is taken."""

    def __init__(self, acceptor: Acceptor, fitter: Fitter, caller: Caller, about: Described) -> None:
        self.spool = Spool()
        self.request_id = ""
        self._acceptor = acceptor
        self._fitter = fitter
        self._caller = caller
        self._about = about
        self._part: list[Numbered] = []
        self._size = 0
        self._refused = 0
        self._flushed = 0.0

    async def take(self, found: AsyncIterator[Document | None]) -> None:
        """Take all documents. Raise Trouble, QueueFull or RedisUnavailable before anything was taken."""
        try:
            async for document in found:
                if document is None:
                    await self._breathe()
                else:
                    await self._add(document)
            await self._flush()
            if not self.spool.begun:
                raise Trouble(Kind.INVALID, "The batch holds no article: send one a line, or one a part.")
        except _Stopped:
            return
        finally:
            self.spool.end()

    async def _breathe(self) -> None:
        """Take what is gathered when the last part was taken a while ago."""
        if asyncio.get_running_loop().time() - self._flushed > _LIVE_S:
            await self._flush()

    async def _add(self, document: Document) -> None:
        try:
            raw = self._raw(document)
        except Trouble as trouble:
            await self._flush()
            await self._refuse(document, trouble)
            return
        if self._part and (len(self._part) >= self._acceptor.part_size or self._size + len(raw.body) > MOST_BYTES):
            await self._flush()
        self._part.append(Numbered(document.number, raw))
        self._size += len(raw.body)

    async def _refuse(self, document: Document, trouble: Trouble) -> None:
        if document.last and not self.spool.begun:
            raise trouble
        self._write(document.number, trouble)
        self._refused += 1
        if self._refused > _MOST_REFUSED:
            told = f"More than {_MOST_REFUSED} lines were refused, so the rest is not read"
            self._write(document.number + 1, Trouble(Kind.INVALID, f"{told}: mend the sender."))
            raise _Stopped

    def _raw(self, document: Document) -> RawArticle:
        if document.trouble is not None:
            raise document.trouble
        headers = {} if document.headers is None else document.headers
        said = said_by({}, headers)
        named = said("name") or name_in(headers) or f"{self._about.name}#{document.number}"
        words = self._about._replace(name=shown(named))
        about = described(lambda word: said(word) or words.said(word), self._caller, words.name)
        stated = _JSON if document.headers is None else headers.get("content-type")
        return self._fitter.article(about, document.body, stated, self.request_id)

    async def _flush(self) -> None:
        """Take what is gathered; wait while the queue or the key's rate has no room for it."""
        part, self._part, self._size = self._part, [], 0
        self._flushed = asyncio.get_running_loop().time()
        if not part:
            return
        try:
            taken = await self._accepted(part)
        except (Trouble, CopytasterError) as error:
            trouble = error if isinstance(error, Trouble) else trouble_of(error)
            if not self.spool.begun:
                raise trouble from error
            for one in part:
                self._write(one.number, trouble)
            told = f"{trouble.detail} Nothing from line {part[0].number} on was taken: send the rest again later"
            self._write(part[-1].number + 1, Trouble(trouble.kind, f"{told}.", retry_after_s=trouble.retry_after_s))
            raise _Stopped from error
        for one, status in zip(part, taken, strict=True):
            self.spool.write(_line(one.number, status))

    async def _accepted(self, part: list[Numbered]) -> list[ArticleStatus]:
        loop = asyncio.get_running_loop()
        until = loop.time() + _ROOM_WAIT_S
        claim = Claim(self._caller, len(part))
        while True:
            try:
                await self._acceptor.admit(claim)
                claim = claim._replace(caller=Caller())  # admitted once: waiting for room costs nothing more
                return await self._acceptor.accept_part([one.raw for one in part])
            except (Trouble, QueueFull) as error:
                passing = isinstance(error, QueueFull) or error.kind is Kind.RATE_LIMITED
                if not passing or not self.spool.begun or loop.time() > until:
                    raise
            await asyncio.sleep(_AGAIN_S)

    def _write(self, number: int, trouble: Trouble) -> None:
        after = {} if trouble.retry_after_s is None else {"retry_after": trouble.retry_after_s}
        self.spool.write(to_json({"line": number, **trouble.problem(), **after}) + b"\n")


class _Stopped(Exception):
    """The rest of a batch is not taken, and its last result says so."""


def _line(number: int, status: ArticleStatus) -> bytes:
    code = 202 if status.acceptance is Acceptance.ACCEPTED else 200
    told = {"raw_id": status.raw_id, "acceptance": status.acceptance, "status_url": status.status_url}
    return to_json({"line": number, "status": code, **told}) + b"\n"
