"""CloudEvent: the document inside an event, byte for byte where it can be, and what is no event."""

import base64

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.http.cloud_event import binary, is_binary, structured
from schemas.problem import Kind, Trouble

HEAD = {"specversion": "1.0", "id": "7", "source": "/cms", "type": "story.published"}
BINARY = {f"ce-{word}": value for word, value in HEAD.items()}


def event(**members: object) -> bytes:
    """Return an event in structured mode."""
    return orjson.dumps(HEAD | members)


@given(body=st.binary(min_size=1, max_size=300))
def test_bytes_in_base64_are_the_documents_own(body: bytes) -> None:
    """Whatever they are."""
    assert body == structured(event(data_base64=base64.b64encode(body).decode())).body


def test_a_text_is_itself_and_json_is_written_anew() -> None:
    """JSON that is data of a JSON event has no bytes of its own."""
    assert structured(event(data="Fog.", datacontenttype="text/plain")) == (b"Fog.", "text/plain", "7", None)
    assert structured(event(data={"headline": "Fog"}, subject="fog", wire="afp")) == (
        b'{"headline":"Fog"}', "application/json", "fog", "afp",
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"no JSON",
        b"[]",
        event(),
        event(data=None),
        event(data=""),
        event(data="Fog.", data_base64="Rm9n"),
        event(data_base64="!"),
        event(data="Fog.", wire="AFP"),
        event(data={}).replace(b"{}", b'{"a":' * 300 + b"1" + b"}" * 300),
        orjson.dumps({"specversion": "0.3", "id": "7", "source": "/", "type": "t", "data": "Fog."}),
    ],
)
def test_what_is_no_event_is_told_so(body: bytes) -> None:
    """A sender can mend it: it is malformed, not quarantined."""
    with pytest.raises(Trouble, match=r"no event of CloudEvents 1\.0") as refused:
        structured(body)
    assert refused.value.kind is Kind.MALFORMED


def test_in_binary_mode_headers_name_the_body() -> None:
    """They are percent-encoded, as the HTTP binding has it."""
    headers = {**BINARY, "ce-subject": "caf%C3%A9.txt", "ce-wire": "afp", "content-type": "text/plain"}
    assert is_binary(headers)
    assert binary(headers, b"Fog.") == (b"Fog.", "text/plain", "café.txt", "afp")


@pytest.mark.parametrize("missing", [f"ce-{word}" for word in HEAD])
def test_a_binary_event_has_all_of_its_head(missing: str) -> None:
    """Without one of the four it is none."""
    with pytest.raises(Trouble, match="ce-specversion"):
        binary({name: value for name, value in BINARY.items() if name != missing}, b"Fog.")
