"""Described: what is said beside the bytes, where it may stand, and what of it cannot be kept."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.http.described import HINTS, described, media_type_of, said_by, wire_for
from schemas.api_keys import Caller
from schemas.problem import Kind, Trouble

DESK = Caller("desk", "0" * 12, wire="dpa")


def test_the_query_is_heard_before_headers() -> None:
    """A header has the word's name with dashes; an empty word says nothing."""
    headers = {"copytaster-wire": "afp", "copytaster-published-at": "2026-01-31T18:00:00Z", "copytaster-guid": ""}
    found = described(said_by({"wire": "ap"}, headers), Caller(), "http")
    assert found == ("ap", "http", {"published_at": "2026-01-31T18:00:00Z"})


@pytest.mark.parametrize(("header", "said"), [("KÃ¸benhavn", "København"), ("caf\xe9", "café")])
def test_a_header_is_utf8_where_it_is_that(header: str, said: str) -> None:
    """Else ISO 8859-1, as RFC 9110 has it."""
    assert described(said_by({}, {"copytaster-publisher": header}), Caller(), "http").hints == {"publisher": said}


@pytest.mark.parametrize(
    ("stated", "caller", "wire"),
    [(None, Caller(), "http"), (None, DESK, "dpa"), ("dpa", DESK, "dpa"), ("x", Caller(), "x")],
)
def test_a_wire_is_stated_or_the_keys_or_http(stated: str | None, caller: Caller, wire: str) -> None:
    """A key that is for one wire need not say it."""
    assert wire == wire_for(stated, caller)


@pytest.mark.parametrize(("stated", "kind"), [("afp", Kind.FORBIDDEN), ("AFP", Kind.INVALID), ("dpa\n", Kind.INVALID)])
def test_a_key_is_for_its_wire_alone(stated: str, kind: Kind) -> None:
    """And no name of a wire is bent into one."""
    with pytest.raises(Trouble) as refused:
        wire_for(stated, DESK)
    assert refused.value.kind is kind


@given(word=st.sampled_from(("wire", "name", *HINTS)), value=st.text(max_size=3000))
def test_any_text_is_kept_as_it_is_or_refused(word: str, value: str) -> None:
    """Nothing is cut short or cleaned in silence."""
    with suppress(Trouble):
        assert (described(said_by({word: value}, {}), Caller(), "http").said(word) or "") in (value, "http")


def test_a_media_type_is_without_its_parameters() -> None:
    """In lower case; none is empty."""
    assert [media_type_of(one) for one in (" Text/HTML ; charset=x", None)] == ["text/html", ""]
