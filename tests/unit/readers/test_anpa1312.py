"""ANPA 1312: header, header lines, text without typesetting codes, trailer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Subject, Take
from schemas.verdict import Reason, Refusal, Signal
from worker.readers.anpa1312 import claims, read
from worker.readers.document import Document

HEADER = "\x16\x16\x01a0017\x1fbylin\nr a\x13\x11 BC-US--Ferry, 1st Ld-Writethru   01-05 0042\n\x02"
LINES = (
    "^BC-US--Ferry-Collision, 1st Ld-Writethru,42<\n"
    "^Ferry and tug ``collide'' <\n"
    "^AP Photo NY101, NY102<\n"
    "^Eds: Adds quote. With AP Photos.<\n"
    "^By ANA DOE and BEN ROE=\n"
    "^Northern Wire=\n"
)
TEXT = (
    "\t   PORT ELLIS (NW) _ A ferry met a tug on \nFriday, the harbour master said.\n \n"
    "\t   ``It was close,'' he said.\n \n"
    "\t   ___\n \n"
    "\t   Roe reported from the harbour.\n"
)
TRAILER = "\n\t   ^\x03NW-WF-01-05-24 1015GMT<\n\n\x0c\n\x04"


def take(text: str) -> Take:
    (only,) = read(Document(text.encode("latin-1")))
    assert isinstance(only, Take)
    return only


def test_a_message_states_its_take() -> None:
    """Every part of the message finds its field."""
    expected = Take(
        format="anpa1312",
        headline="Ferry and tug “collide”",
        body="PORT ELLIS (NW) — A ferry met a tug on Friday, the harbour master said.\n\n“It was close,” he said.\n\n"
        "Roe reported from the harbour.",
        byline="By ANA DOE and BEN ROE",
        slug="BC-US--Ferry-Collision",
        published="2024-01-05T10:15+00:00",
        publisher="NW",
        credit="NW",
        subjects=(Subject(code="a", scheme="anpa1312"),),
        signal=Signal.UPDATE,
        ed_note="Adds quote. With AP Photos.",
    )
    assert expected == take(HEADER + LINES + TEXT + TRAILER)


def test_line_ends_do_not_matter() -> None:
    """Carriage returns come and go on the way."""
    message = HEADER + LINES + TEXT + TRAILER
    assert take(message) == take(message.replace("\n", "\r\n"))


def test_no_control_character_or_code_reaches_the_body() -> None:
    """Quad codes, carets and control characters are typesetting, the trailer is the line's own."""
    body = take(HEADER + LINES + TEXT + TRAILER).body
    assert not [sign for sign in ("\x16", "\x03", "\x04", "^", "<", "``", "NW-WF-", "___") if sign in body]


def test_a_note_for_readers_comes_before_the_line_to_editors() -> None:
    """An editor's note explains the story; it is the note where both stand."""
    lines = "^BC-Ferry,42<\n^Ferry<\n^Eds: Adds quote.<\n^EDITOR'S NOTE _ One of three stories about ferries.<\n"
    assert take(HEADER + lines + TEXT).ed_note == "One of three stories about ferries."


@pytest.mark.parametrize(
    ("version", "signal"),
    [
        ("1st Ld-Writethru", Signal.UPDATE),
        ("2nd Ld", Signal.UPDATE),
        ("1st Add", Signal.UPDATE),
        ("CORRECTIVE", None),
        ("Correction", Signal.CORRECTION),
        ("KILL", Signal.KILL),
    ],
)
def test_the_version_stands_after_the_slug(version: str, signal: Signal | None) -> None:
    """A slug is the same in every version; what follows it says what this one does."""
    header = "\x16\x16\x01a0017\x1fbylin\nr a\x13\x11 BC-Ferry   01-05 0042\n\x02"
    read_ = take(header + f"^BC-Ferry, {version},42<\n^Ferry sails<\n" + TEXT)
    if signal:
        assert (read_.slug, read_.signal) == ("BC-Ferry", signal)
    assert read_.headline == "Ferry sails"


def test_a_table_keeps_its_rows() -> None:
    """A quad code ends a row: each is a paragraph, and there is no headline to invent."""
    rows = (
        "^BC-WEA--Weather,<\n\t   ELLIS (NW) _ Lowest and highest:<\n\t   ;MIN;MAX<\n\t   Ellis;2;5<\n\t   Tor;1;4<\n"
    )
    read_ = take(HEADER + rows)
    assert read_.headline is None
    assert read_.body == "ELLIS (NW) — Lowest and highest:\n\n;MIN;MAX\n\nEllis;2;5\n\nTor;1;4"


def test_a_list_of_headlines_is_its_own_text() -> None:
    """Where no text follows, the lines under the headline are the story."""
    lines = "^*9006< ^NW-Top-Headlines,0020<\n^Top news at 10 a.m.<\n^Ferry and tug collide\n^Harbour closed\n^\n"
    read_ = take("\x16\x16\x01a0017\x1f-----\nr e\x13\x11 NW-Top-Hea   01-05 0020\n\x02" + lines + TRAILER)
    assert (read_.headline, read_.slug) == ("Top news at 10 a.m.", "NW-Top-Headlines")
    assert read_.body == "Ferry and tug collide\n\nHarbour closed"


def test_a_line_under_the_headline_is_its_deck() -> None:
    """Where a text follows, it is the summary and not the text."""
    read_ = take(HEADER + "^BC-Ferry,42<\n^Ferry and tug collide<\n^Harbour closed for an hour<\n^By ANA DOE=\n" + TEXT)
    assert (read_.headline, read_.summary) == ("Ferry and tug collide", "Harbour closed for an hour")
    assert read_.body.startswith("PORT ELLIS")


def test_an_advance_says_until_when_it_is_held() -> None:
    """A release line is an embargo, not a headline."""
    assert (
        take(HEADER + "^BC-Ferry,42<\n^For release Sunday, Jan 7<\n^Ferry<\n" + TEXT).embargo
        == "For release Sunday, Jan 7"
    )


@pytest.mark.parametrize(
    ("trailer", "published"),
    [
        ("NW-WF-01-05-24 1015GMT<", "2024-01-05T10:15+00:00"),
        ("NW-NY-01-05-24 1015EST", "2024-01-05T10:15-05:00"),
        ("NW-NY-07-05-94 1015EDT<", "1994-07-05T10:15-04:00"),
        ("upi 01-05-90 04:15 pes", "1990-01-05T16:15-05:00"),
        ("upi 07-05-90 12:15 aed", "1990-07-05T00:15-04:00"),
        ("01-05-24 1015", "2024-01-05T10:15"),
        ("NW-WF-13-45-24 1015GMT", None),
        ("NW-WF-01-05-24 9999GMT", None),
        ("", None),
    ],
)
def test_the_trailer_says_when(trailer: str, published: str | None) -> None:
    """Month, day, year and a clock of 24 hours, or UPI's of twelve; a time that is none is not made one."""
    assert published == take(HEADER + LINES + TEXT + f"\x03{trailer}\n\x04").published


def test_the_headers_day_alone_is_no_date() -> None:
    """A month and a day without a year say too little: no date is invented."""
    assert take(HEADER + LINES + TEXT).published is None


def test_a_spool_holds_several_messages() -> None:
    """Each SOH begins a message, line noise between them is none, and one without anything is refused alone."""
    message = HEADER + LINES + TEXT + TRAILER
    found = read(Document((message + "\x01\x01~~\x01 \x02 ~~~~~~~~~~~~~~ \x03\x04" + message).encode("latin-1")))
    assert [each.item for each in found] == [0, 1, 2]
    assert isinstance(found[2], Take)


def test_an_empty_message_is_refused() -> None:
    """Control characters alone hold nothing."""
    with pytest.raises(Refusal) as caught:
        read(Document(b"\x16\x16\x01\x02\x03\x04"))
    assert caught.value.reason is Reason.EMPTY_BODY


@pytest.mark.parametrize(
    "head",
    [
        b"\x16\x16\x01a0017\x1fbylin\nr a",
        b"\x01W2870\x1casian",
        b"\x16\x01bylin\nr a\x13\x11 BC-Ferry",
        b"\x01 \nu i\x14\x12 BC-Wea",
    ],
)
def test_headers_are_claimed(head: bytes) -> None:
    """A story number with its separator shows the format, and so does a priority line with format codes."""
    assert claims(head)


@pytest.mark.parametrize("head", [b"", b"\x16\x16", b"\x01nws0017 3 i 42  nws", b"a0017 bylin", b"\x01", b"text"])
def test_other_heads_are_not_claimed(head: bytes) -> None:
    """Prose, IPTC 7901 and line noise are not ANPA."""
    assert not claims(head)


PIECES = [
    *LINES.split(" "),
    *TEXT.split(" "),
    "\x01",
    "\x02",
    "\x03",
    "\x1f",
    "^",
    "<\n",
    "=\n",
    "\t",
    "\0",
    "\xe9",
    HEADER,
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_pieces_of_messages_are_takes_or_refusals(pieces: list[str]) -> None:
    """However a line is garbled, entries are numbered and clean."""
    try:
        found = read(Document(" ".join(pieces).encode("latin-1")))
    except Refusal as whole:
        found = [whole]
    for number, each in enumerate(found):
        assert each.item in {number, None}
        assert not isinstance(each, Take) or "\\u0000" not in each.model_dump_json()
