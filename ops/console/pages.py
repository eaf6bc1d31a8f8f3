"""Pages: the templates, always escaped, and the headers that every answer of the desk carries."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from ops.console import wording
from schemas.verdict import Verdict

# Nothing from outside, nothing inline, nobody may frame us; a headline with a script in it finds no way to run.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no other site learns of us; with "no-referrer" our own forms had no origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

# The word of each verdict, as the ticker says it.
WORDS: Mapping[str, str] = {
    Verdict.STORED: "first",
    Verdict.COPY: "copy",
    Verdict.VERSION: "version",
    Verdict.CORRECTION: "correction",
    Verdict.KILL: "kill",
    Verdict.STALE: "stale",
    Verdict.REPLAYED: "replayed",
    Verdict.QUARANTINED: "quarantined",
}


class Pages:
    """Renders a template by its name. Article text is a value like any other and always escaped."""

    def __init__(self, *, signed_in: bool) -> None:
        """`signed_in`: there is a token, so whoever sees a room may sign out."""
        self._templates = Environment(
            loader=PackageLoader("ops.console"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        names = ("lasting", "number", "size", "percent", "stamp", "clock", "iso", "ago", "plural")
        self._templates.filters |= {name: getattr(wording, name) for name in names}
        self._templates.globals |= {"words": WORDS, "signed_in": signed_in}

    def page(self, name: str, status: int = 200, **values: Any) -> Response:
        """Return a whole page."""
        return HTMLResponse(self._templates.get_template(name).render(values), status)

    def part(self, name: str, macro: str, *values: Any) -> Markup:
        """Return one macro of a template as HTML."""
        return Markup(getattr(self._templates.get_template(name).module, macro)(*values))  # noqa: S704 - a template of ours made it
