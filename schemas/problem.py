"""Problem: what HTTP answers when it cannot do as asked (RFC 9457), and the closed list of kinds."""

from collections.abc import Mapping
from enum import Enum
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field

PROBLEM_TYPE = "application/problem+json"


class Kind(Enum):
    """Every kind of problem: the last word of its `type`, and its status."""

    MALFORMED = ("malformed", 400)
    UNAUTHORIZED = ("unauthorized", 401)
    FORBIDDEN = ("forbidden", 403)
    NOT_FOUND = ("not-found", 404)
    METHOD_NOT_ALLOWED = ("method-not-allowed", 405)
    TOO_SLOW = ("too-slow", 408)
    TOO_LARGE = ("too-large", 413)
    UNSUPPORTED_MEDIA_TYPE = ("unsupported-media-type", 415)
    INVALID = ("invalid", 422)
    KEY_REUSED = ("idempotency-key-reused", 422)
    RATE_LIMITED = ("rate-limited", 429)
    QUEUE_FULL = ("queue-full", 429)
    BUSY = ("busy", 429)
    HEADERS_TOO_LARGE = ("headers-too-large", 431)
    FAILED = ("failed", 500)
    UNAVAILABLE = ("unavailable", 503)

    @property
    def status(self) -> int:
        """The HTTP status of this kind."""
        return self.value[1]

    @property
    def uri(self) -> str:
        """The name of this kind, by which a program tells it."""
        return f"urn:copytaster:problem:{self.value[0]}"


class Problem(BaseModel):
    """What was wrong, and what to do."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="A URN that names the kind of problem.", examples=[Kind.QUEUE_FULL.uri])
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status.", ge=400, le=599)
    detail: str = Field(description="What was wrong with this request, and what to do.")


class Trouble(Exception):
    """This request, or this line of it, is not done as asked. `detail` says what was wrong and what to do."""

    def __init__(
        self, kind: Kind, detail: str, *, retry_after_s: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.retry_after_s = retry_after_s
        self._headers = headers or {}

    def problem(self) -> dict[str, str | int]:
        """Return the body of the answer."""
        status = self.kind.status
        return {"type": self.kind.uri, "title": HTTPStatus(status).phrase, "status": status, "detail": self.detail}

    def headers(self) -> Mapping[str, str]:
        """Return the headers of the answer."""
        after = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return {**self._headers, **after}
