"""CloudEvent: the document inside an event of CloudEvents 1.0, structured or binary. Pure.

The bytes are taken as they are: in structured mode from `data_base64` or a text in `data`; JSON in `data` is written
anew, in one form, since the event's own bytes are not the article's. `subject` names the document, and the extension
`wire` is the wire; where they are silent the request's own words hold. Source: CloudEvents 1.0.2, HTTP binding.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple
from urllib.parse import unquote

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from schemas.problem import Kind, Trouble
from schemas.raw_article import Wire

STRUCTURED = "application/cloudevents+json"
BATCHED = "application/cloudevents-batch+json"
_JSON = "application/json"  # of data that states no type
_Text = Annotated[str, StringConstraints(min_length=1, max_length=2048)]
_Filled = Annotated[str, StringConstraints(min_length=1)]


def _without_default(schema: dict[str, Any]) -> None:
    """Let a schema not say what stands for an absent member: it is none that a sender could state."""
    del schema["default"]


class CloudEvent(BaseModel):
    """An event in structured mode, as a sender of articles fills it in."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"oneOf": [{"required": ["data"]}, {"required": ["data_base64"]}]}
    )

    specversion: Annotated[str, StringConstraints(pattern="^1\\.0$")] = Field(description="1.0")
    id: _Text
    source: _Text
    type: _Text
    datacontenttype: _Text | None = None
    subject: _Text | None = None
    time: str | None = None
    wire: Wire | None = Field(None, description="The wire that the article came by (an extension attribute).")
    data: dict[str, Any] | list[dict[str, Any]] | _Filled = Field("", json_schema_extra=_without_default)
    data_base64: _Filled = Field("", json_schema_extra=_without_default)


class Enclosed(NamedTuple):
    """What an event holds: the bytes, their type, and what the event calls them."""

    body: bytes
    media_type: str
    name: str | None
    wire: str | None


def structured(body: bytes) -> Enclosed:
    """Return the document of an event in structured mode. Raise Trouble when it is none, or holds nothing."""
    try:
        event = CloudEvent.model_validate(orjson.loads(body))
    except orjson.JSONDecodeError as error:
        raise _malformed(f"it is not JSON ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _malformed(f"{'.'.join(map(str, first['loc'])) or 'the event'}: {first['msg']}") from error
    media_type = event.datacontenttype or _JSON
    return Enclosed(_data(event), media_type, event.subject or event.id, event.wire)


def is_binary(headers: Mapping[str, str]) -> bool:
    """Return whether a request carries an event in binary mode."""
    return "ce-specversion" in headers


def binary(headers: Mapping[str, str], body: bytes) -> Enclosed:
    """Return the document of an event in binary mode: the body as it is, named by the event's headers."""
    found = {word: unquote(headers.get(f"ce-{word}", "")) for word in ("specversion", "id", "source", "type")}
    if found["specversion"] != "1.0" or not all(found.values()):
        raise _malformed("the headers ce-specversion: 1.0, ce-id, ce-source and ce-type are required")
    name = unquote(headers.get("ce-subject", "")) or found["id"]
    return Enclosed(body, headers.get("content-type", _JSON), name, headers.get("ce-wire"))


def _data(event: CloudEvent) -> bytes:
    if bool(event.data) == bool(event.data_base64):
        raise _malformed("it has either data or data_base64, and something in it")
    if event.data_base64:
        try:
            return base64.b64decode(event.data_base64, validate=True)
        except (binascii.Error, ValueError) as error:
            raise _malformed(f"data_base64 is not base64 ({error})") from error
    if isinstance(event.data, str):
        return event.data.encode("utf-8", "surrogatepass")
    try:
        return orjson.dumps(event.data)
    except orjson.JSONEncodeError as error:  # read are four times as many levels as are written
        raise _malformed(f"data cannot be written anew ({error})") from error


def _malformed(told: str) -> Trouble:
    return Trouble(Kind.MALFORMED, f"This is no event of CloudEvents 1.0: {told}. Mend the event and send it again.")
