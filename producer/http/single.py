"""Single: POST /v1/articles, one document of any supported format, or one event that holds one."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import Response
from pydantic_core import to_json

from producer.http import cloud_event
from producer.http.acceptor import Acceptor, Post
from producer.http.described import Described, described, media_type_of, said_by
from producer.http.fitting import Fitter
from producer.http.preferences import seconds_to_wait
from producer.names import shown
from producer.request_id import request_id_of
from schemas.api_keys import Caller
from schemas.article_status import Acceptance, ArticleStatus, State
from schemas.problem import Kind, Trouble
from schemas.raw_article import RawArticle

IDEMPOTENCY_KEY = r"^\"?[!#-~]{1,255}\"?$"  # RFC 8941 has strings in quotes; most senders have none
_KEY = re.compile(IDEMPOTENCY_KEY)
_STATUS = {Acceptance.ACCEPTED: 202, Acceptance.PENDING: 200, Acceptance.REPLAYED: 200}

AwaitVerdict = Callable[[str], Awaitable[ArticleStatus]]


class Single:
    """Takes one document. `await_verdict` waits for what became of it, for as long as it is let: `most_wait_s`."""

    def __init__(self, acceptor: Acceptor, fitter: Fitter, await_verdict: AwaitVerdict, most_wait_s: float) -> None:
        self._acceptor = acceptor
        self._fitter = fitter
        self._await_verdict = await_verdict
        self._most_wait_s = most_wait_s

    async def post(self, request: Request, caller: Caller) -> Response:
        """Take the document of a request; answer 202 when it is new, 200 when it was known or has its verdict."""
        headers = plain(request)
        wait = seconds_to_wait(headers.get("prefer"), self._most_wait_s)
        key = _idempotency_key(headers.get("idempotency-key"))
        raw = await self._raw(request, headers, caller)
        status = await self._acceptor.accept(Post(raw, caller, key))
        told = {"Location": status.status_url, "X-Request-ID": raw.request_id or ""}
        if wait is not None:
            told["Preference-Applied"] = f"wait={wait:g}"
            if status.state is State.PENDING:
                status = await self._verdict(status, wait)
        assert status.acceptance is not None
        code = _STATUS[status.acceptance] if status.state is State.PENDING else 200
        return Response(to_json(status, exclude_none=True), code, told, "application/json")

    async def _verdict(self, status: ArticleStatus, wait: float) -> ArticleStatus:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                found = await self._await_verdict(status.raw_id)
                return found.model_copy(update={"acceptance": status.acceptance, "request_id": status.request_id})
        return status

    async def _raw(self, request: Request, headers: Mapping[str, str], caller: Caller) -> RawArticle:
        """Return the article of a request. Raise Trouble for what cannot be one, before its body is read if it can."""
        stated = headers.get("content-type")
        is_structured = media_type_of(stated) == cloud_event.STRUCTURED
        if not is_structured:
            self._fitter.formats.require(media_type_of(stated))
        about = described(said_by(query_of(request), headers), caller, "http")
        body = await request.body()
        if is_structured:
            about, body, stated = _enclosed(cloud_event.structured(body), about, caller)
        elif cloud_event.is_binary(headers):
            about, body, stated = _enclosed(cloud_event.binary(headers, body), about, caller)
        return self._fitter.article(about, body, stated, request_id_of(headers.get("x-request-id")))


def plain(request: Request) -> Mapping[str, str]:
    """Return a request's headers by their names in lower case; of one that is there twice the first, as elsewhere."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(request.scope["headers"])}


def query_of(request: Request) -> Mapping[str, str]:
    """Return the words of a request's query; of one that is there twice the last."""
    return dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))


def _enclosed(event: cloud_event.Enclosed, about: Described, caller: Caller) -> tuple[Described, bytes, str]:
    """Return the document of an event: where the event is silent, the request's own words hold."""
    said = {"wire": event.wire, "name": shown(event.name or "")}
    return described(lambda word: said.get(word) or about.said(word), caller, "http"), event.body, event.media_type


def _idempotency_key(key: str | None) -> str | None:
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Trouble(Kind.INVALID, "Idempotency-Key: 1 to 255 visible letters of ASCII; a UUID is a good one.")
    return key.strip('"')
