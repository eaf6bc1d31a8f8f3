"""RawArticle: what arrived, untouched. The value that crosses the queue."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import from_json

# A wire's name becomes a folder, a log field and a metric label: short, and of characters that are safe in all three.
WIRE = r"^[a-z0-9][a-z0-9._-]{0,63}$"
Wire = Annotated[str, StringConstraints(pattern=WIRE)]

REQUEST_ID = r"^[A-Za-z0-9._:@/+=-]{1,128}$"  # what senders put into X-Request-ID: UUIDs, ULIDs, trace ids

RAW_ID_BYTES = 16  # 128 bits: two of 10^12 articles share an id with a chance of 10^-15


def raw_id_of(wire: str, body: bytes) -> str:
    """Return the identity of these bytes from this wire: 32 hexadecimal digits of BLAKE2b (RFC 7693).

    The wire's length precedes it, so that no two pairs of wire and bytes run together into the same input.
    """
    name = wire.encode()
    return hashlib.blake2b(len(name).to_bytes(2, "big") + name + body, digest_size=RAW_ID_BYTES).hexdigest()


class RawArticle(BaseModel):
    """The bytes as received, with what the receiver knows about them and what the sender says of them.

    `name` is the path relative to the folder it was dropped in, or what the sender called it. `media_type` is the
    sender's word, unproven. `hints` are fields the sender states beside the bytes (`headline`, `publisher`, `guid`,
    `language`, `published_at`, `url`, `charset`): used where the document itself is silent. `request_id` is the word
    by which logs and database find all that came with one request or one file (see `producer.request_id`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    wire: Wire
    name: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    body: bytes
    received_at: AwareDatetime
    media_type: Annotated[str, StringConstraints(max_length=255)] | None = None
    hints: dict[str, str] = Field(default_factory=dict)
    request_id: Annotated[str, StringConstraints(pattern=REQUEST_ID)] | None = None

    @cached_property
    def raw_id(self) -> str:
        """The identity of this article: see `raw_id_of`. Made once, though every step asks for it."""
        return raw_id_of(self.wire, self.body)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other fields, and the identity that these give it."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("raw_id", None)
        return copied

    def to_envelope(self) -> bytes:
        """Return one line of JSON (all but the body), a newline, and the body as it is: no base64, no second copy."""
        head = self.model_dump_json(exclude={"body"}, exclude_defaults=True)
        return head.encode() + b"\n" + self.body

    @classmethod
    def from_envelope(cls, envelope: bytes) -> Self:
        """Read what `to_envelope` wrote. Raise ValueError when it is not such an envelope."""
        head, newline, body = envelope.partition(b"\n")
        if not newline:
            raise ValueError("an envelope has a line of JSON before the body; this one has no newline")
        return cls.model_validate({**from_json(head), "body": body})


def received_now() -> datetime:
    """Return the time of receipt, for the edges: aware, in UTC."""
    return datetime.now(UTC)
