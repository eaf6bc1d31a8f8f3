"""Splitting: however a body is cut by the network, the same documents come out, and only one is ever held."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.http.splitting import Document, Lines, Parts, Splitter, boundary_of, name_in
from schemas.problem import Kind, Trouble

MOST = 20
FORM = (
    b'--cut\r\nContent-Disposition: form-data; name="a"; filename="fog.txt"\r\nContent-Type: text/plain\r\n\r\n'
    b"Fog\r\nand rain\r\n--cut\r\nCopytaster-Wire: afp\r\n\r\nFrost\r\n--cut--\r\n"
)


def split(splitter: Splitter, body: bytes, cuts: list[int]) -> list[Document]:
    """Feed a body in pieces that end at the cuts; return every document."""
    edges = [0, *sorted({cut % (len(body) + 1) for cut in cuts}), len(body)]
    found: list[Document] = []
    for start, end in pairwise(edges):
        found += splitter.feed(body[start:end])
    return found + list(splitter.end())


@given(lines=st.lists(st.binary(max_size=MOST).filter(lambda line: b"\n" not in line)), cuts=st.lists(st.integers(0)))
def test_lines_are_the_same_however_they_come(lines: list[bytes], cuts: list[int]) -> None:
    """Each line that is not empty comes out once, stripped, with its number."""
    body = b"\n".join(lines)
    expected = [(number, line.strip()) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    assert expected == [(one.number, one.body) for one in split(Lines(MOST), body, cuts)]


@given(cuts=st.lists(st.integers(0)))
def test_parts_are_the_same_however_they_come(cuts: list[int]) -> None:
    """A boundary, a header and a line's end may be cut anywhere."""
    first, second = split(Parts(b"cut", MOST), FORM, cuts)
    assert (first.body, second.body) == (b"Fog\r\nand rain", b"Frost")
    assert name_in(first.headers or {}) == "fog.txt"
    assert second.headers == {"copytaster-wire": "afp"}


def test_a_line_that_is_too_long_is_refused_and_the_next_is_taken() -> None:
    """It is passed over, not held."""
    long, short = split(Lines(MOST), b"x" * 30 + b"\nFog", [7, 21, 29])
    assert long.trouble is not None
    assert (long.number, long.trouble.kind, long.body) == (1, Kind.TOO_LARGE, b"")
    assert (short.number, short.body) == (2, b"Fog")


def test_a_part_that_is_too_long_is_refused_and_the_next_is_taken() -> None:
    """As a line is."""
    long, short = split(Parts(b"cut", MOST), FORM.replace(b"rain", b"rain" * 10), [90, 120])
    assert long.trouble is not None
    assert long.trouble.kind is Kind.TOO_LARGE
    assert short.body == b"Frost"


@pytest.mark.parametrize("splitter", [Lines(MOST), Parts(b"cut", MOST)])
def test_what_never_ends_is_no_document(splitter: Splitter) -> None:
    """A sender of gigabytes without an end is stopped after a few times the limit."""
    begun = b"--cut\r\n\r\n"
    with pytest.raises(Trouble) as refused:
        split(splitter, begun + b"x" * MOST * 50, [len(begun) + MOST * at for at in range(50)])
    assert refused.value.kind is Kind.TOO_LARGE


def test_a_form_without_its_last_boundary_was_cut() -> None:
    """The part before it may be half of one: it is not taken."""
    splitter = Parts(b"cut", MOST)
    assert [one.body for one in splitter.feed(FORM.removesuffix(b"--\r\n"))] == [b"Fog\r\nand rain"]
    with pytest.raises(Trouble, match="last boundary"):
        list(splitter.end())


@given(body=st.binary(max_size=200), cuts=st.lists(st.integers(0)))
def test_any_bytes_are_parts_or_a_problem(body: bytes, cuts: list[int]) -> None:
    """Nothing that is sent raises anything else."""
    with suppress(Trouble):
        split(Parts(b"cut", MOST), body, cuts)


def test_a_boundary_is_what_the_content_type_states() -> None:
    """Quoted or not; without one there is nothing to cut by."""
    assert boundary_of('multipart/form-data; boundary="a b"') == b"a b"
    assert boundary_of("multipart/mixed; boundary=cut") == b"cut"
    with pytest.raises(Trouble, match="no boundary"):
        boundary_of("multipart/form-data")
