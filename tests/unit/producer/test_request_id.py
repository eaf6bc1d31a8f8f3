"""The request id: a sender's own where it is safe to log, else one of ours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.request_id import new_request_id, request_id_of
from schemas.raw_article import REQUEST_ID, RawArticle
from tests.support.articles import NOON, raw_of

GOOD = [
    "a",
    "018f-7b2c",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "x" * 128,
]


@pytest.mark.parametrize("header", GOOD)
def test_a_well_formed_id_is_kept(header: str) -> None:
    """UUIDs, ULIDs, trace ids: the sender finds it in our log by its own name."""
    assert request_id_of(header) == header


@pytest.mark.parametrize("header", [None, "", "x" * 129, "two words", "a\nb", "a\n", "\x1b[2J", "ü", '"', "{}"])
def test_another_is_replaced_not_refused(header: str | None) -> None:
    """An article must not be lost over the name of its request, nor a log line forged by it."""
    found = request_id_of(header)
    assert found != header
    assert re.fullmatch(r"[0-9a-f]{16}", found)


@given(st.text())
def test_whatever_is_sent_fits_an_article(header: str) -> None:
    """The article takes every id that this returns."""
    assert raw_of(request_id=request_id_of(header)).request_id


def test_ids_of_ours_differ() -> None:
    """They are chance: two files have the same once in some billion years of news."""
    assert len({new_request_id() for _ in range(100)}) == 100


def test_it_travels_in_the_envelope() -> None:
    """From the door through the ledger to the worker."""
    raw = raw_of(request_id="req-1", received_at=NOON)
    assert RawArticle.from_envelope(raw.to_envelope()).request_id == "req-1"
    assert re.fullmatch(REQUEST_ID, "req-1")
