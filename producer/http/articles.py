"""Articles: the router of the two POSTs, and how OpenAPI describes them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from producer.http import cloud_event
from producer.http.acceptor import Acceptor
from producer.http.answers import documented
from producer.http.batch import RESULTS, Batch
from producer.http.described import HINTS
from producer.http.fitting import Fitter, Formats
from producer.http.single import IDEMPOTENCY_KEY, AwaitVerdict, Single
from schemas.api_keys import KEY_SCHEME, Caller
from schemas.article_status import ArticleStatus, LineResult
from schemas.problem import Kind
from schemas.raw_article import WIRE
from schemas.settings import Settings

PATH = "/v1/articles"
BATCH_PATH = "/v1/articles/batch"
Admit = Callable[[Request], Awaitable[Caller]]

_REFUSALS = (
    Kind.MALFORMED, Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.TOO_SLOW, Kind.TOO_LARGE, Kind.UNSUPPORTED_MEDIA_TYPE,
    Kind.INVALID, Kind.RATE_LIMITED, Kind.UNAVAILABLE,
)  # fmt: skip
_OF_HINTS = {
    "headline": "Used where the document itself is silent, as the next ones are.",
    "publisher": "The outlet or agency that published it.",
    "guid": "The sender's own identity of the article, the same for all its versions.",
    "language": "ISO 639 code.",
    "published_at": "A time, with its zone.",
    "url": "Where the article is published.",
    "charset": "The encoding of text that states none.",
}


def articles_router(
    settings: Settings, acceptor: Acceptor, formats: Formats, *, admit: Admit, await_verdict: AwaitVerdict
) -> APIRouter:
    """Return the router. `admit` says who asks, and refuses who may not enqueue."""
    router = APIRouter(prefix="/v1", tags=["articles"])
    fitter = Fitter(formats, settings.max_article_bytes)
    _add_single(router, formats, Single(acceptor, fitter, await_verdict, settings.api_wait_s), admit)
    _add_batch(router, Batch(acceptor, fitter), admit)
    return router


def _add_single(router: APIRouter, formats: Formats, single: Single, admit: Admit) -> None:
    @router.post(
        "/articles",
        status_code=202,
        responses=_answers(),
        response_class=Response,
        summary="Send one document",
        openapi_extra=_asked(_one_document(formats), [*_parameters(), *_headers()]),
    )
    async def post_article(request: Request) -> Response:
        """Take one document of any format that is read here, or one CloudEvent that holds one.

        What is said of it beside its bytes stands in the query, or in headers: `Copytaster-Wire`, `Copytaster-Name`,
        `Copytaster-Published-At` and so on. Sending the same bytes for the same wire again changes nothing.
        """
        return await single.post(request, await admit(request))


def _add_batch(router: APIRouter, batch: Batch, admit: Admit) -> None:
    @router.post(
        "/articles/batch",
        responses=_results(),
        response_class=Response,
        summary="Send many documents",
        openapi_extra=_asked(_many_documents(), _parameters()),
    )
    async def post_batch(request: Request) -> Response:
        """Take JSON Lines (an article a line) or multipart (a document a part) of any length.

        The answer is JSON Lines: a result for each line or part, in their order, with its status as if it had been sent
        alone. It begins before the body has ended. A part may have headers `Copytaster-Wire` and so on of its own.
        """
        return await batch.post(request, await admit(request))

    @router.get("/articles/batch", include_in_schema=False)
    async def refuse() -> None:
        """Refuse what would be taken for the question after an article of the name `batch`."""
        raise HTTPException(405, headers={"Allow": "POST"})


def _asked(body: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"requestBody": body, "parameters": parameters, "security": [{KEY_SCHEME: []}]}


def _answers() -> dict[int | str, dict[str, Any]]:
    return {
        200: {"model": ArticleStatus, "description": "It was known before, or the verdict came while you waited."},
        202: {"model": ArticleStatus, "description": "Accepted: it will not be lost. The verdict is at `status_url`."},
        **documented(*_REFUSALS),
    }


def _results() -> dict[int | str, dict[str, Any]]:
    content = {RESULTS: {"schema": {"$ref": "#/components/schemas/LineResult"}}}
    told = {"content": content, "description": "A result a line.", "model": LineResult}
    return {200: told, **documented(*_REFUSALS)}


def _parameters() -> list[dict[str, Any]]:
    wire = {"type": "string", "pattern": WIRE}
    text = {"type": "string", "maxLength": 1024, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"}
    return [
        {"name": "wire", "in": "query", "schema": wire, "description": "The wire it came by; the key's, else `http`."},
        {"name": "name", "in": "query", "schema": text, "description": "What to call it."},
        *({"name": word, "in": "query", "schema": text, "description": _OF_HINTS[word]} for word in HINTS),
    ]


def _headers() -> list[dict[str, Any]]:
    key = {"type": "string", "pattern": IDEMPOTENCY_KEY}
    told = "Names these bytes for a day: the same key with other bytes is refused."
    wait = {"type": "string", "examples": ["wait=5"]}
    return [
        {"name": "Idempotency-Key", "in": "header", "schema": key, "description": told},
        {
            "name": "Prefer",
            "in": "header",
            "schema": wait,
            "description": "`wait=5`: wait for the verdict; `Preference-Applied` says how long at most.",
        },
        {
            "name": "X-Request-ID",
            "in": "header",
            "schema": {"type": "string"},
            "description": "Found again in the logs.",
        },
    ]


def _one_document(formats: Formats) -> dict[str, Any]:
    text = {"schema": {"type": "string", "minLength": 1}}
    thing = {"type": "object", "additionalProperties": True}
    of_json = {"schema": {"anyOf": [thing, {"type": "array", "items": thing}]}}
    content: dict[str, Any] = {"application/json": of_json, "text/plain": text}
    binary = {"schema": {"type": "string", "format": "binary", "minLength": 1}}
    content |= {name: binary for name in formats.listed() if name not in content}
    content["application/ld+json"] = of_json
    content[cloud_event.STRUCTURED] = {"schema": {"$ref": "#/components/schemas/CloudEvent"}}
    return {"required": True, "content": content}


def _many_documents() -> dict[str, Any]:
    binary = {"type": "string", "format": "binary"}
    lines = {"schema": {"type": "string", "description": "A JSON object a line.", "minLength": 1}}
    parts = {"schema": {"type": "object", "additionalProperties": binary, "minProperties": 1}}
    return {"required": True, "content": {RESULTS: lines, "multipart/form-data": parts}}
