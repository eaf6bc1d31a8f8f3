"""Single: POST /v1/articles, one document of any supported format, or one event that holds one."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import orjson
from fastapi import Request
from fastapi.responses import Response
from pydantic_core import to_json

from producer.enqueue import refuse_unfit
from producer.http import cloud_event
from producer.http.acceptor import Acceptor, Post
from producer.http.described import Described, described, media_type_of, said_by
from producer.http.preferences import seconds_to_wait
from producer.http.splitting import LINES, PARTS
from producer.names import shown
from producer.request_id import request_id_of
from producer.unpack import looks_packed
from schemas.api_keys import Caller
from schemas.article_status import Acceptance, ArticleStatus, State
from schemas.problem import Kind, Trouble
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal

_MOST_KEY = 255  # characters of an Idempotency-Key
_ANYTHING = ("", "application/octet-stream", "application/xml", "text/xml")
_STATUS = {Acceptance.ACCEPTED: 202, Acceptance.PENDING: 200, Acceptance.REPLAYED: 200}

AwaitVerdict = Callable[[str, float], Awaitable[ArticleStatus | None]]


class Formats(NamedTuple):
    """The media types of documents that some reader knows."""

    media_types: frozenset[str]

    def require(self, media_type: str) -> None:
        """Raise Trouble for a type that is not taken here, with where it is, if anywhere."""
        if media_type in LINES or media_type in {*PARTS, cloud_event.BATCHED}:
            told = f"{media_type} holds many articles: POST it to /v1/articles/batch"
            if media_type == cloud_event.BATCHED:
                told = "A batch of events is not taken: POST each event by itself"
            raise Trouble(Kind.UNSUPPORTED_MEDIA_TYPE, f"{told}.", headers=self.accept())
        if media_type not in self.media_types and media_type not in _ANYTHING:
            told = f"{media_type[:100]} is not a format of articles; send one of those in Accept-Post"
            raise Trouble(Kind.UNSUPPORTED_MEDIA_TYPE, f"{told}, or leave the type out.", headers=self.accept())

    def listed(self) -> list[str]:
        """Return the types of single documents, in order."""
        return sorted(self.media_types - LINES)

    def accept(self) -> dict[str, str]:
        """Return the header that lists what is taken (Accept-Post, Linked Data Platform 1.0)."""
        return {"Accept-Post": ", ".join([*self.listed(), cloud_event.STRUCTURED])}


class Single:
    """Takes one document. `await_verdict` waits for what became of it; None after the time given."""

    def __init__(self, settings: Settings, acceptor: Acceptor, formats: Formats, await_verdict: AwaitVerdict) -> None:
        self._settings = settings
        self._acceptor = acceptor
        self._formats = formats
        self._await_verdict = await_verdict

    async def post(self, request: Request, caller: Caller) -> Response:
        """Take the document of a request; answer 202 when it is new, 200 when it was known or has its verdict."""
        wait = seconds_to_wait(request.headers.get("prefer"))
        key = _idempotency_key(request)
        raw = await self._raw(request, caller)
        status = await self._acceptor.accept(Post(raw, caller, key))
        headers = {"Location": status.status_url, "X-Request-ID": raw.request_id or ""}
        if wait is not None:
            headers["Preference-Applied"] = f"wait={wait:g}"
            if status.state is State.PENDING:
                status = await self._verdict(status, wait)
        assert status.acceptance is not None
        code = _STATUS[status.acceptance] if status.state is State.PENDING else 200
        return Response(to_json(status, exclude_none=True), code, headers, "application/json")

    async def _verdict(self, status: ArticleStatus, wait: float) -> ArticleStatus:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                found = await self._await_verdict(status.raw_id, wait)
                if found is not None:
                    return found.model_copy(update={"acceptance": status.acceptance, "request_id": status.request_id})
        return status

    async def _raw(self, request: Request, caller: Caller) -> RawArticle:
        """Return the article of a request. Raise Trouble for what cannot be one."""
        headers = request.headers
        stated = headers.get("content-type")
        media_type = media_type_of(stated)
        if media_type != cloud_event.STRUCTURED:
            self._formats.require(media_type)
        about = described(said_by(request.query_params, headers), caller, "http")
        body = await request.body()
        if media_type == cloud_event.STRUCTURED or cloud_event.is_binary(headers):
            return self._of_event(request, caller, about, body)
        return self._made(about, body, stated, request)

    def _of_event(self, request: Request, caller: Caller, about: Described, body: bytes) -> RawArticle:
        if media_type_of(request.headers.get("content-type")) == cloud_event.STRUCTURED:
            found = cloud_event.structured(body)
            self._formats.require(media_type_of(found.media_type))
        else:
            found = cloud_event.binary(request.headers, body)
        said = {"wire": found.wire, "name": shown(found.name or "")}
        again = described(lambda word: said.get(word) or about_word(about, word), caller, "http")
        return self._made(again, found.body, found.media_type, request)

    def _made(self, about: Described, body: bytes, media_type: str | None, request: Request) -> RawArticle:
        refuse_containers(about.name, body, self._formats)
        if media_type_of(media_type).endswith("json"):
            require_json(body)
        raw = RawArticle(
            wire=about.wire,
            name=about.name,
            body=body,
            received_at=received_now(),
            media_type=(media_type or "")[:255] or None,
            hints=about.hints,
            request_id=request_id_of(request.headers.get("x-request-id")),
        )
        require_fit(raw, self._settings.max_article_bytes)
        return raw


def about_word(about: Described, word: str) -> str | None:
    """Return what a description says under a word."""
    return getattr(about, word) if word in ("wire", "name") else about.hints.get(word)


def require_json(body: bytes) -> None:
    """Raise Trouble unless a body is JSON, an object or an array: its sender can still put it right."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Trouble(Kind.MALFORMED, f"The body is not JSON: {error}. Mend it, or name its true type.") from error
    fits = isinstance(found, dict) or (isinstance(found, list) and all(isinstance(one, dict) for one in found))
    if not fits:
        raise Trouble(Kind.INVALID, "An article in JSON is an object, or an array of objects: send it as one.")


def require_fit(raw: RawArticle, most: int) -> None:
    """Raise Trouble for an article without bytes, or with too many."""
    try:
        refuse_unfit(raw, most)
    except Refusal as refusal:
        kind = Kind.TOO_LARGE if refusal.reason is Reason.TOO_LARGE else Kind.INVALID
        raise Trouble(kind, refusal.detail) from refusal


def refuse_containers(name: str, body: bytes, formats: Formats) -> None:
    """Raise Trouble for an archive or a mailbox: what is inside is many documents, and each needs its own receipt."""
    if looks_packed(name, body[:512]):
        told = "This is a container: POST the documents in it to /v1/articles/batch as multipart/form-data"
        raise Trouble(
            Kind.UNSUPPORTED_MEDIA_TYPE, f"{told}, or drop the file into the inbox.", headers=formats.accept()
        )


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    key = key.strip().strip('"')  # RFC 8941 has strings in quotes; most senders have none
    if not 0 < len(key) <= _MOST_KEY:
        raise Trouble(Kind.INVALID, f"Idempotency-Key: 1 to {_MOST_KEY} characters; a UUID is a good one.")
    return key
