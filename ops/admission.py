"""Admission: who asks, and whether they may. A dependency of every path of the door."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from ops.console import origin
from ops.keys import Keys, any_key
from producer.http.pace import Claim
from schemas.api_keys import KEY_SCHEME, Caller, Scope
from schemas.errors import SettingsError
from schemas.problem import Kind, Trouble
from schemas.settings import Settings

Admitted = Callable[..., Awaitable[Caller]]
_Stated = HTTPAuthorizationCredentials | None
_ANYONE = Caller()
_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name=KEY_SCHEME,
    description="A key of `copytaster keys add`. None is needed on the service's own machine before the first is made.",
)


def require_keys(settings: Settings, engine: Engine) -> None:
    """Raise SettingsError when other machines could reach a door that asks nobody for a key."""
    if not origin.is_loopback(settings.api_host) and not any_key(engine):
        told = f"COPYTASTER_API_HOST is {settings.api_host}, which other machines reach, and there is no API key"
        raise SettingsError(f"{told}; make one first: copytaster keys add NAME --scope enqueue --scope read")


class Admission:
    """Says who asks. `pace` holds a key to its rate.

    Before there was any key the door is open to this machine: to enqueue and to read, not to operate. Once there was
    one, revoking the last does not open it again.
    """

    def __init__(self, settings: Settings, engine: Engine, pace: Callable[[Claim], Awaitable[None]]) -> None:
        self._pace = pace
        self._keys = Keys(engine)
        self._loopback = origin.is_loopback(settings.api_host)
        self._hosts = {settings.api_host, *settings.console_hosts}

    def to(self, scope: Scope) -> Admitted:
        """Return the dependency that lets in who may do what a scope names."""

        async def admitted(request: Request, stated: Annotated[_Stated, Depends(_BEARER)]) -> Caller:
            return await self._admit(request, scope, stated)

        return admitted

    async def sender(self, request: Request) -> Caller:
        """Return who asks, who may enqueue: what `to` does, for routes that ask for no dependencies."""
        return await self._admit(request, Scope.ENQUEUE, await _BEARER(request))

    async def _admit(self, request: Request, scope: Scope, stated: _Stated) -> Caller:
        if not self._keys.fresh():
            await run_in_threadpool(self._keys.refresh)
        caller = self._caller(request, stated)
        if scope not in caller.scopes:
            told = f"The key {caller.name} is not for {scope}" if caller.key_id else f"To {scope} needs a key"
            raise Trouble(Kind.FORBIDDEN, f"{told}; make one: copytaster keys add NAME --scope {scope}.")
        if scope is not Scope.ENQUEUE:  # articles are counted one by one where they are taken
            await self._pace(Claim(caller))
        return caller

    def _caller(self, request: Request, stated: _Stated) -> Caller:
        if stated is None and self._loopback and not self._keys.ever():
            self._refuse_browsers(request)
            return _ANYONE
        caller = None if stated is None else self._keys.caller(stated.credentials)
        if caller is None:
            told = "A key is needed" if stated is None else "This key is not known here, or was revoked"
            how = "send it as `Authorization: Bearer ct_...`; `copytaster keys add` makes one"
            raise Trouble(Kind.UNAUTHORIZED, f"{told}: {how}.", headers={"WWW-Authenticate": "Bearer"})
        return caller

    def _refuse_browsers(self, request: Request) -> None:
        """Refuse a page of another site that found the open door of the machine on which it is looked at."""
        headers = request.headers
        own = origin.is_known_host(headers.get("host", ""), self._hosts)
        foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if not own or foreign or ("origin" in headers and not origin.is_same_origin(headers)):
            told = "This door is open to programs of its own machine, not to pages of other sites"
            raise Trouble(Kind.FORBIDDEN, f"{told}; make a key (copytaster keys add) and send it.")
