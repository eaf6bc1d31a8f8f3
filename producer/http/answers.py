"""Answers: problems as RFC 9457 says them, and the log line of each refusal, one a second for each kind."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from schemas.errors import CopytasterError, DatabaseUnavailable, QueueFull
from schemas.log_events import Event
from schemas.problem import PROBLEM_TYPE, Kind, Problem, Trouble
from schemas.settings import masked

FULL_RETRY_S = 2  # a queue at its mark is drained by hundreds of articles in two seconds
AWAY_RETRY_S = 2  # what was restarted answers by then
_KINDS = {404: Kind.NOT_FOUND, 405: Kind.METHOD_NOT_ALLOWED}
_EVERY_S = 1.0

Answer = Callable[[Request, Exception], Awaitable[Response]]

_log = structlog.get_logger(__name__)


def trouble_of(error: CopytasterError) -> Trouble:
    """Return an error of ours as the problem of a request."""
    if isinstance(error, QueueFull):
        return Trouble(Kind.QUEUE_FULL, f"{error}.", retry_after_s=FULL_RETRY_S)
    said = masked(str(error)).rstrip(".")
    again = "Nothing was taken: send it again in a few seconds."
    return Trouble(Kind.UNAVAILABLE, f"{said}. {again}", retry_after_s=AWAY_RETRY_S)


def answer_of(trouble: Trouble) -> Response:
    """Return the answer that states a problem."""
    return Response(to_json(trouble.problem()), trouble.kind.status, dict(trouble.headers()), PROBLEM_TYPE)


class Refusals:
    """The log of refusals: a storm of them is one line a second for each kind, with how many there were."""

    def __init__(self) -> None:
        self._said: dict[Kind, float] = {}
        self._silent: Counter[Kind] = Counter()

    def say(self, trouble: Trouble, path: str) -> None:
        """Log a refusal, unless one of its kind was logged within the last second."""
        now = time.monotonic()
        self._silent[trouble.kind] += 1
        if now - self._said.get(trouble.kind, -_EVERY_S) < _EVERY_S:
            return
        times, self._said[trouble.kind] = self._silent.pop(trouble.kind), now
        event = Event.API_FAILED if trouble.kind.status >= 500 else Event.API_REFUSED
        _log.warning(event, status=trouble.kind.status, path=path[:200], times=times, detail=trouble.detail[:500])


def install(app: FastAPI, refusals: Refusals, away: tuple[type[Exception], ...] = ()) -> Answer:
    """Let an application answer every error as a problem, and return what does.

    `away` are the errors of a database that does not answer.
    """

    async def answer(request: Request, error: Exception) -> Response:
        trouble = _trouble_of(request, error, away)
        refusals.say(trouble, request.url.path)
        response = answer_of(trouble)
        if isinstance(error, HTTPException):
            response.headers.update(_headers(request, error))
        return response

    for kind in (Trouble, CopytasterError, RequestValidationError, HTTPException, *away, Exception):
        app.add_exception_handler(kind, answer)
    return answer


def _trouble_of(request: Request, error: Exception, away: tuple[type[Exception], ...]) -> Trouble:
    if isinstance(error, Trouble):
        return error
    if isinstance(error, CopytasterError):
        return trouble_of(error)
    if isinstance(error, RequestValidationError):
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        return Trouble(Kind.INVALID, f"{said}. Correct it, and send the request again.")
    if isinstance(error, HTTPException):
        return Trouble(_KINDS.get(error.status_code, Kind.MALFORMED), _told(request, error))
    if isinstance(error, away):
        return trouble_of(DatabaseUnavailable(f"The database does not answer: {_first_line(error)}"))
    return Trouble(Kind.FAILED, "This is a fault of the service, not of yours; its log says more.")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _told(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return f"There is nothing at {request.url.path[:200]}; /openapi.json lists what there is."
    if error.status_code == 405:
        return f"{request.method} is not for {request.url.path[:200]}; use {_headers(request, error)['Allow']}."
    return f"{error.detail}."


def _headers(request: Request, error: HTTPException) -> Mapping[str, str]:
    """Return an error's headers. Of several routes of a path it knows the methods of one: the contract names all."""
    headers = error.headers or {}
    if error.status_code != 405:
        return headers
    paths: Mapping[str, Mapping[str, object]] = request.app.openapi()["paths"]
    found = next((told for path, told in paths.items() if compile_path(path)[0].match(request.url.path)), None)
    return {"Allow": "GET", **headers} | ({} if found is None else {"Allow": ", ".join(found).upper()})


def documented(*kinds: Kind) -> dict[int | str, dict[str, object]]:
    """Return the part of an OpenAPI description that states which problems an operation answers with."""
    found: dict[int | str, dict[str, object]] = {}
    for kind in kinds:
        told: dict[str, object] = {"model": Problem, "description": kind.value[0].replace("-", " ")}
        told["content"] = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[kind.status] = told
    return found
