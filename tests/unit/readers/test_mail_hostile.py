"""Mails that are meant ill or badly garbled: parts without end, headers that are none, any lines at all."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import Reason, Refusal
from tests.support.mails import HEADERS, entries


@pytest.mark.parametrize(
    "bomb",
    [
        "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(2_000)),
        "Content-Type: message/rfc822\r\n\r\n" * 5_000,
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 1_000,
        "X-Hop: mx.nws.example\r\n" * 100_000,
    ],
    ids=["nested boundaries", "mails in mails", "many parts", "many headers"],
)
def test_mail_bombs_are_refused_as_unsafe(bomb: str) -> None:
    """Parts in parts without end are refused at once."""
    started = time.process_time()
    with pytest.raises(Refusal) as caught:
        entries(HEADERS + bomb)
    assert caught.value.reason is Reason.UNSAFE
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: text/plain; charset=\0\r\n\r\nIt sailed.",
        "Content-Type: text/plain; charset*=x''%FF\r\n\r\nIt sailed.",
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: \0\r\n\r\nIt sailed.",
        "Content-Type: multipart/mixed\r\n\r\nIt sailed.",
        "Content-Type: \r\n\r\nIt sailed.",
    ],
)
def test_headers_that_are_none_do_no_harm(part: str) -> None:
    """A charset, an encoding or a type that is no name leaves the text, or a refusal."""
    try:
        found = entries(HEADERS + part)
    except Refusal as refused:
        found = [refused]
    assert len(found) == 1


LINES = [
    *HEADERS.splitlines(),
    "",
    "--b",
    "--b--",
    'Content-Type: multipart/mixed; boundary="b"',
    "Content-Type: text/html",
    "\xe9\0",
    "{}",
    "x",
]


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_any_lines_of_mails_are_takes_or_refusals(lines: list[str]) -> None:
    """However a mail is garbled, entries are numbered and nothing but a Refusal is raised."""
    try:
        found = entries("From: a@b.example\r\nMessage-ID: <1>\r\n" + "\r\n".join(lines))
    except Refusal as whole:
        found = [whole]
    for number, each in enumerate(found):
        assert each.item in {number, None}
