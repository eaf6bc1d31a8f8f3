"""JSON that strict parsers refuse, JSON without end, and any values and bytes at all."""

import time

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from tests.support.json_articles import entries, take


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        (b'{"headline": "Ferry", "n": NaN, "m": Infinity}', "Ferry"),
        (b'{"headline": "Fer\nry"}', "Fer ry"),
        (b'{"headline": "Ferry \\ud800"}', "Ferry"),
        (b'{"headline": "Ferry", "n": ' + b"9" * 10_000 + b"}", "Ferry"),
        (b'{"headline": "Ferry", "n": 1e99999}', "Ferry"),
        (b'{"headline": "One", "headline": "Ferry"}', "Ferry"),
        (b'\xef\xbb\xbf{"headline": "Ferry"}', "Ferry"),
        ('{"headline": "Fähre"}'.encode("utf-16"), "Fähre"),
        ('{"headline": "Fähre"}'.encode("latin-1"), "Fähre"),
        (b'{"headline": "Ferry\\u0000\\u0007"}', "Ferry"),
    ],
    ids=[
        "nan",
        "raw newline",
        "surrogate",
        "long integer",
        "huge float",
        "doubled name",
        "bom",
        "utf-16",
        "latin-1",
        "nul",
    ],
)
def test_what_strict_parsers_refuse_and_senders_send_is_read(body: bytes, headline: str) -> None:
    """Not-a-number, raw controls, lone surrogates, huge numbers, doubled names and other charsets do no harm."""
    assert headline == take(body).headline


@pytest.mark.parametrize(
    "bomb",
    [b"[" * 500_000, b'{"a":' * 200_000, b"[" * 2_000 + b"]" * 2_000, b'{"headline":' + b"[" * 900 + b"]" * 900 + b"}"],
    ids=["arrays", "objects", "closed", "in a field"],
)
def test_depth_bombs_are_refused_or_read_at_once(bomb: bytes) -> None:
    """Nesting without end costs neither the stack nor the time."""
    started = time.process_time()
    try:
        found: list[Take | Refusal] = entries(bomb)
    except Refusal as stopped:
        found = [stopped]
    assert all(isinstance(each, Refusal) for each in found)
    assert time.process_time() - started < 1.0


def test_thousands_of_objects_in_one_document_are_refused() -> None:
    """Such a file is sent as JSON Lines, which come here one by one."""
    with pytest.raises(Refusal) as caught:
        entries(b"[" + b'{"a":1},' * 2_000 + b'{"a":1}]')
    assert caught.value.reason is Reason.TOO_LARGE


def test_a_list_of_endless_names_is_cut() -> None:
    """A field with a hundred thousand names is no article's: it is cut, and quickly."""
    started = time.process_time()
    assert len(take({"title": "F", "keywords": [f"k{n}" for n in range(100_000)]}).keywords) <= 1_000
    assert time.process_time() - started < 1.0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["headline", "body", "author", "@graph", "@type", "item", "bodies", "subject"]), inner
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_takes_and_refusals(value: object) -> None:
    """Whatever the value, each entry is numbered and nothing but a Refusal is raised."""
    try:
        found = entries(orjson.dumps(value))
    except Refusal as whole:
        found = [whole]
    for number, each in enumerate(found):
        assert each.item in {number, None}


@given(st.binary(max_size=60), st.sampled_from([b"", b'{"headline":', b'[{"body":"', b'{"a":1}\n']))
def test_any_bytes_are_read_or_refused(tail: bytes, start: bytes) -> None:
    """Bytes that only begin like JSON raise nothing but a Refusal."""
    try:
        found = entries(start + tail)
    except Refusal as whole:
        found = [whole]
    assert found
