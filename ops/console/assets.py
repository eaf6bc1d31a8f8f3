"""Assets: the style sheet, the script and the mark, read once from the package."""

import hashlib
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from ops.console.guard import Endpoint

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_NAMES = ("desk.css", "desk.js", "desk.svg")


def assets() -> dict[str, Endpoint]:
    """Return an endpoint for the path of each asset. A browser asks whether its copy is still good (RFC 9110, 13)."""
    folder = files("ops.console") / "static"
    return {f"/desk/static/{name}": _asset(name, (folder / name).read_bytes()) for name in _NAMES}


def _asset(name: str, body: bytes) -> Endpoint:
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}

    async def asset(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)

    return asset
