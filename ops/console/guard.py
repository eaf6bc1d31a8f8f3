"""Guard: who may look into the rooms, and who may act in them. Stands before every path of the desk."""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, quote

from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ops.console import origin, sessions
from ops.console.pages import SAFE_HEADERS, Pages
from schemas.errors import CopytasterError, DatabaseUnavailable, RedisUnavailable
from schemas.settings import Settings, masked

COOKIE = "copytaster_desk"
_MOST_FORM_BYTES = 1 << 20  # some ten thousand ids
_MOST_FIELDS = 10_000

Form = Mapping[str, list[str]]


class Refused(Exception):
    """This request is not answered as asked: the status, and a sentence for the person."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Visit(NamedTuple):
    """One request that was let in."""

    request: Request
    form: Form
    word: str  # what the forms of this session carry

    def asked(self, name: str) -> str:
        """Return a parameter of the address, trimmed and bounded; empty when it is not there."""
        return self.request.query_params.get(name, "").strip()[:200]

    def told(self, name: str) -> str:
        """Return a field of the form, trimmed; empty when it is not there."""
        return self.form.get(name, [""])[0].strip()


Room = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets in, or refuses with a page that says why."""

    def __init__(self, settings: Settings, pages: Pages) -> None:
        self.token = settings.console_token
        self._hosts = {settings.api_host, *settings.console_hosts}
        self._open = bool(self.token) or origin.is_loopback(settings.api_host)
        # Without a token sessions tell only one browser from another: a key of this process will do.
        self.key = sessions.key_of(self.token or secrets.token_hex())
        self._pages = pages

    def room(self, room: Room) -> Endpoint:
        """Return the endpoint of a room: it runs in a thread, since it may ask the database."""

        async def answer(request: Request) -> Response:
            cookie = self._admit(request)
            given = cookie or self.new_session()
            visit = Visit(request, {}, sessions.form_word(self.key, given))
            response = await run_in_threadpool(room, visit)
            if cookie is None:
                self.give(response, given, request)
            return response

        return self._safe(answer)

    def action(self, act: Room) -> Endpoint:
        """Return the endpoint of an action: it needs a session, our own origin and the session's word."""

        async def answer(request: Request) -> Response:
            cookie = self._admit(request)
            form = await self.form_of(request)
            word = sessions.form_word(self.key, cookie or "")
            if cookie is None or not sessions.same(form.get("word", [""])[0], word):
                raise Refused(403, "This form is too old or not one of ours. Go back, reload the page and try again.")
            return await run_in_threadpool(act, Visit(request, form, word))

        return self._safe(answer)

    def stream(self, open_stream: Callable[[Request], Response]) -> Endpoint:
        """Return the endpoint of what is live; another site's page may not hold one open."""

        async def answer(request: Request) -> Response:
            self._admit(request)
            return open_stream(request)

        return self._safe(answer)

    def anyone(self, answer: Endpoint) -> Endpoint:
        """Return an endpoint that asks for no session: the login, and what it looks like."""

        async def checked(request: Request) -> Response:
            self._check_place(request)
            return await answer(request)

        return self._safe(checked)

    async def form_of(self, request: Request) -> Form:
        """Return the fields of a form of ours. Raise Refused for any other, and for too large ones."""
        if not origin.is_same_origin(request.headers):
            raise Refused(403, "Actions are taken only from the desk's own pages.")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_FORM_BYTES:
                raise Refused(413, "The form is too large: choose fewer at once.")
        try:
            return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError as error:
            raise Refused(400, f"The form cannot be read: {error}.") from error

    def new_session(self) -> str:
        """Return the cookie of a session that begins now."""
        return sessions.issued(self.key, secrets.token_urlsafe(16), time.time())

    def give(self, response: Response, cookie: str, request: Request) -> None:
        """Give a session to the browser: scripts cannot read it, other sites cannot send it."""
        response.set_cookie(
            COOKIE, cookie, sessions.LASTS_S, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )

    def _check_place(self, request: Request) -> None:
        host = request.headers.get("host", "")
        if not origin.is_known_host(host, self._hosts):
            hint = "add it to COPYTASTER_CONSOLE_HOSTS if the desk is meant to be reached by it"
            raise Refused(421, f"The desk is not known by the name {origin.host_of(host) or 'none'}: {hint}.")
        if not self._open:
            raise Refused(403, "This desk can be reached from other machines: set COPYTASTER_CONSOLE_TOKEN first.")

    def _admit(self, request: Request) -> str | None:
        """Return the session; None when none is needed and the browser has none yet. Raise Refused."""
        self._check_place(request)
        if origin.is_foreign_fetch(request.headers):
            raise Refused(403, "The desk is not to be used inside a page of another site.")
        cookie = request.cookies.get(COOKIE, "")
        if sessions.is_valid(self.key, cookie, time.time()):
            return cookie
        if self.token:
            raise Refused(401, "Sign in first.")
        return None

    def _safe(self, answer: Endpoint) -> Endpoint:
        async def safe(request: Request) -> Response:
            try:
                response = await answer(request)
            except Refused as refused:
                response = self._refusal(request, refused)
            except (CopytasterError, DBAPIError) as error:
                response = self._trouble(error)
            for name, value in SAFE_HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return safe

    def _refusal(self, request: Request, refused: Refused) -> Response:
        if refused.status == 401 and request.method == "GET" and request.headers.get("accept") != "text/event-stream":
            back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/desk/login?back={quote(back)}", 303)
        return self._pages.page("refused.html", refused.status, detail=refused.detail)

    def _trouble(self, error: CopytasterError | DBAPIError) -> Response:
        if isinstance(error, DBAPIError):
            return self._pages.page(
                "refused.html", 503, detail=f"The database does not answer: {masked(str(error.orig))}"
            )
        status = 503 if isinstance(error, DatabaseUnavailable | RedisUnavailable) else 409
        return self._pages.page("refused.html", status, detail=masked(str(error)))
