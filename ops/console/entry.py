"""Entry: the form that asks for the token, and the way out."""

import asyncio
import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ops.console import sessions
from ops.console.attempts import Attempts
from ops.console.guard import COOKIE, Guard, Refused, Visit
from ops.console.pages import Pages

_WRONG_S = 0.5  # before a wrong token is answered


class Entry:
    """Signs in whoever knows the token."""

    def __init__(self, guard: Guard, pages: Pages) -> None:
        self._guard = guard
        self._pages = pages
        self._attempts = Attempts()

    async def form(self, request: Request) -> Response:
        """Show the form."""
        if not self._guard.token:
            return RedirectResponse("/", 303)
        return self._pages.page("login.html", back=_own_path(request.query_params.get("back", "/")), wrong=False)

    async def sign_in(self, request: Request) -> Response:
        """Compare the token, slowly when it is wrong; go where the visitor wanted to."""
        form = await self._guard.form_of(request)
        place = request.client.host if request.client else "unknown"
        back = _own_path(form.get("back", ["/"])[0])
        if (wait_s := self._attempts.wait_s(place, time.monotonic())) > 0:
            raise Refused(429, f"Too many wrong tokens came from your address: wait {wait_s:.0f} seconds.")
        given = form.get("token", [""])[0].strip()
        if not self._guard.token or not sessions.same(given, self._guard.token):
            self._attempts.note_wrong(place, time.monotonic())
            await asyncio.sleep(_WRONG_S)
            return self._pages.page("login.html", 401, back=back, wrong=True)
        response = RedirectResponse(back, 303)
        self._guard.give(response, self._guard.new_session(), request)
        return response

    def sign_out(self, _visit: Visit) -> Response:
        """Forget the session."""
        response = RedirectResponse("/desk/login", 303)
        response.delete_cookie(COOKIE)
        return response


def _own_path(path: str) -> str:
    """Return a path of this desk, never an address elsewhere (one that begins with two slashes, either way, is)."""
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if own and path.isprintable() else "/"
