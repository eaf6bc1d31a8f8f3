"""Express: POST /v1/articles answered without the framework's way to it, which costs half of a single post.

The operation stands in the router as well: the OpenAPI document describes it there, and its function is the same one.
"""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from producer.http.answers import Answer

Endpoint = Callable[[Request], Awaitable[Response]]


class Express:
    """ASGI middleware for POSTs to one path; `answer` says how an error is answered, where it is one of `errors`."""

    def __init__(
        self, app: ASGIApp, *, path: str, endpoint: Endpoint, answer: Answer, errors: tuple[type[Exception], ...]
    ) -> None:
        self._app = app
        self._path = path
        self._endpoint = endpoint
        self._answer = answer
        self._errors = errors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a POST to the path; pass on everything else."""
        if scope["type"] != "http" or scope["path"] != self._path or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await self._endpoint(request)
        except self._errors as error:
            response = await self._answer(request, error)
        await response(scope, receive, send)


def endpoint_of(router: APIRouter, path: str) -> Endpoint:
    """Return the function of a router's first route of this path."""
    found: Endpoint = next(one.endpoint for one in router.routes if isinstance(one, APIRoute) and one.path == path)
    return found
