"""RawArticle: its identity, and the envelope in which it crosses the queue."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.article import article_id_of
from schemas.raw_article import RawArticle, raw_id_of

WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
wires = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True)
text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)


@given(
    wire=wires,
    name=text,
    body=st.binary(),
    when=st.datetimes(timezones=st.just(UTC)),
    media_type=st.none() | text,
    hints=st.dictionaries(text, text, max_size=3),
)
def test_an_envelope_gives_back_what_was_put_in(
    *, wire: str, name: str, body: bytes, when: datetime, media_type: str | None, hints: dict[str, str]
) -> None:
    """Whatever the bytes are: newlines, braces and zeros of the body mean nothing to the envelope."""
    raw = RawArticle(wire=wire, name=name, body=body, received_at=when, media_type=media_type, hints=hints)
    assert RawArticle.from_envelope(raw.to_envelope()) == raw


def test_an_envelope_holds_the_body_as_it_is() -> None:
    """No base64, no second copy."""
    body = b"\x00\xff" * 1000
    raw = RawArticle(wire="afp", name="a.txt", body=body, received_at=WHEN)
    assert raw.to_envelope().endswith(b"\n" + body)


@pytest.mark.parametrize("junk", [b"", b"{}", b"no json\nbody", b"[]\nbody", b'{"wire": "AFP"}\nbody'])
def test_what_is_no_envelope_is_refused(junk: bytes) -> None:
    """A ValueError, whatever is wrong with it."""
    with pytest.raises((ValueError, TypeError)):
        RawArticle.from_envelope(junk)


@given(one=st.tuples(wires, st.binary(max_size=80)), other=st.tuples(wires, st.binary(max_size=80)))
def test_only_the_same_bytes_from_the_same_wire_share_an_identity(
    one: tuple[str, bytes], other: tuple[str, bytes]
) -> None:
    """Name and time of receipt are no part of it."""
    assert (raw_id_of(*one) == raw_id_of(*other)) == (one == other)


def test_wire_and_bytes_do_not_run_together() -> None:
    """`ab` + `c` is another article than `a` + `bc`."""
    assert raw_id_of("ab", b"c") != raw_id_of("a", b"bc")


def test_a_copy_with_another_body_is_another_article() -> None:
    """An identity that was asked for before does not go with the copy, and is no part of what is compared."""
    raw = RawArticle(wire="afp", name="a.txt", body=b"Words.", received_at=WHEN)
    assert raw_id_of("afp", b"Words.") == raw.raw_id
    assert raw_id_of("afp", b"Other.") == raw.model_copy(update={"body": b"Other."}).raw_id
    assert RawArticle(wire="afp", name="a.txt", body=b"Words.", received_at=WHEN) == raw


def test_identities_are_the_same_in_every_release() -> None:
    """They are keys of the database: a change would make every article of the past a new one."""
    assert raw_id_of("afp", b"Words.") == "47675903f780c324e7c73058a0a1e82f"
    assert article_id_of("47675903f780c324e7c73058a0a1e82f", 0) == "257e503c2776457a"


@pytest.mark.parametrize("wire", ["", "AFP", "a/b", "..", "-a", "a" * 65, "é"])
def test_a_wire_is_a_short_safe_name(wire: str) -> None:
    """It becomes a folder, a log field and a metric label."""
    with pytest.raises(ValidationError):
        RawArticle(wire=wire, name="a.txt", body=b"Words.", received_at=WHEN)


def test_a_time_without_a_zone_is_refused() -> None:
    """It would mean another instant on another machine."""
    with pytest.raises(ValidationError):
        RawArticle(wire="afp", name="a.txt", body=b"Words.", received_at=WHEN.replace(tzinfo=None))
