"""IPTC 7901: header, title lines, text, trailer, and what is not for publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Subject, Take
from schemas.verdict import Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.iptc7901 import claims, read

MESSAGE = (
    "\x01nws0017 3 i 42  nws 0101\r\n\n"
    "harbour/ferry/\r\n"
    "\x02REFILE\n1ST LEAD\nFerry and tug collide off Port\nEllis\nBy Ana Doe =\r\n\n"
    "Port Ellis (nws) - A ferry met a tug off Port Ellis on\r\nFriday, the harbour master said.\r\n\n"
    "He called it \"a ``near'' miss\".\r\n\n"
    "# Notebook\r\n\n## Refile\r\n\n## Note to editors\r\n- adds quote\r\n- corrects time\r\n\n"
    "## Internet links\r\n- x\r\n\n"
    "* * * *\r\nThe following information is not intended for publication\r\n\n"
    "- Editing by: Ben Roe, <desk@nws.example>\r\n\n"
    "nws ad br\r\n\r\n\x03051015 GMT Jan 24\r\n\x7f\x04"
)


def take(text: str, charset: str = "latin-1") -> Take:
    (only,) = read(Document(text.encode(charset)))
    assert isinstance(only, Take)
    return only


def test_a_message_states_its_take() -> None:
    """Every part of a four-line message finds its field."""
    expected = Take(
        format="iptc7901",
        headline="Ferry and tug collide off Port Ellis",
        body="Port Ellis (nws) - A ferry met a tug off Port Ellis on Friday, the harbour master said.\n\n"
        'He called it "a “near” miss".',
        byline="By Ana Doe",
        slug="harbour/ferry",
        published="2024-01-05T10:15+00:00",
        publisher="nws",
        credit="nws",
        subjects=(Subject(code="i", scheme="iptc7901"),),
        urgency=3,
        signal=Signal.UPDATE,
        ed_note="adds quote corrects time",
    )
    assert expected == take(MESSAGE)


def test_nothing_for_editors_reaches_the_body() -> None:
    """Notebook, contacts and sign-off are cut."""
    body = take(MESSAGE).body
    assert not [word for word in ("Notebook", "Ben Roe", "desk@", "adds quote", "nws ad br") if word in body]


def test_a_sign_off_is_cut_without_a_notebook() -> None:
    """The line of initials that closes a story is no paragraph of it."""
    text = (
        "\x01nws0017 3 i 42  nws 0101\r\nferry\r\n\x02Ferry =\r\n\r\nEllis (nws) - It sailed.\r\n\r\nnws ad br\r\n\x03"
    )
    assert take(text).body == "Ellis (nws) - It sailed."


def test_a_note_to_editors_is_clean_text() -> None:
    """Line noise inside the notebook does not reach the record."""
    noisy = MESSAGE.replace("- adds quote", "- adds\0 quote\x1b")
    assert take(noisy).ed_note == "adds quote corrects time"


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        ("URGENT", None),
        ("EXTRA", None),
        ("2ND LEAD", Signal.UPDATE),
        ("REFILE", Signal.UPDATE),
        ("CORRECTION", Signal.CORRECTION),
        ("BERICHTIGUNG", Signal.CORRECTION),
        ("KILL KILL KILL", Signal.KILL),
    ],
)
def test_a_take_key_is_no_headline_and_says_what_the_take_does(key: str, signal: Signal | None) -> None:
    """Keys stand above the headline in capitals; some of them change an earlier take."""
    read_ = take(f"\x01nws0017 3 i 42\r\nferry\r\n\x02{key}\nFerry sails =\r\n\r\nEllis (nws) - It sailed.\r\n\x03")
    assert (read_.headline, read_.signal) == ("Ferry sails", signal)


def test_a_headline_in_capitals_is_a_headline() -> None:
    """Only the known keys are keys."""
    assert take("\x01nws0017 3 i 42\r\nf\r\n\x02FERRY HITS TUG =\r\n\r\nIt did.\r\n\x03").headline == "FERRY HITS TUG"


def test_without_an_equals_sign_the_first_paragraph_is_the_title() -> None:
    """Not every agency closes its title lines."""
    read_ = take("\x01nws0017 3 i 42\r\nf\r\n\x02Ferry sails\nVon Ana Doe\r\n\r\nIt sailed.\r\n\x03")
    assert (read_.headline, read_.byline, read_.body) == ("Ferry sails", "Von Ana Doe", "It sailed.")


@pytest.mark.parametrize(
    ("trailer", "published"),
    [
        ("051015 GMT Jan 24", "2024-01-05T10:15+00:00"),
        ("051015 Jan 24", "2024-01-05T10:15"),
        ("051015 MEZ Jan 2024", "2024-01-05T10:15+01:00"),
        ("312359 GMT Dez 99", "1999-12-31T23:59+00:00"),
        ("051015 XYZ Mai 24", "2024-05-05T10:15"),
        ("312359 GMT Feb 24", None),
        ("992599 GMT Jan 24", None),
        ("ABCDEF GMT Jan 24", None),
        ("051015 GMT Foo 24", None),
        ("", None),
    ],
)
def test_the_trailer_says_when(trailer: str, published: str | None) -> None:
    """Day, hour and minute in one number, the zone where it is known; a time that is none is not made one."""
    assert (
        published
        == take(f"\x01nws0017 3 i 42\r\nf\r\n\x02Ferry =\r\n\r\nIt sailed.\r\n\x03{trailer}\r\n\x04").published
    )


def test_indents_part_paragraphs() -> None:
    """Older transmissions begin a paragraph with spaces and have no blank lines."""
    text = "\x01nws0017 3 i 42\r\nf\r\n\x02Ferry =\r\n    It sailed at\r\nten.\r\n    It came back.\r\n\x03"
    assert take(text).body == "It sailed at ten.\n\nIt came back."


def test_eight_bit_letters_are_windows_1252() -> None:
    """A 7-bit format with a few 8-bit letters and no label is Latin script."""
    text = "\x01nws0017 3 i 42\r\nf\r\n\x02Fähre fährt =\r\n\r\nEllis (nws) - Die\xa0Fähre läuft aus – endlich.\r\n\x03"
    read_ = take(text, "cp1252")
    assert (read_.headline, read_.body) == ("Fähre fährt", "Ellis (nws) - Die Fähre läuft aus – endlich.")


def test_utf_8_is_utf_8() -> None:
    """Bytes that are UTF-8 are read as UTF-8."""
    assert take("\x01nws0017 3 i 42\r\nf\r\n\x02Fähre =\r\n\r\nSie fährt.\r\n\x03", "utf-8").headline == "Fähre"


def test_a_spool_holds_several_messages() -> None:
    """Each SOH begins a message; one without a header is the Refusal of that one."""
    found = read(Document((MESSAGE + "\x01what is this line\r\n\x02?\x03\x04" + MESSAGE).encode("latin-1")))
    assert [Take, Refusal, Take] == [type(each) for each in found]
    assert [each.item for each in found] == [0, 1, 2]
    bad = found[1]
    assert isinstance(bad, Refusal)
    assert bad.reason is Reason.MALFORMED
    assert "what is this line" in bad.detail


def test_a_message_without_control_characters_is_read() -> None:
    """Mail gateways strip the control characters; header, keywords and text run on."""
    bare = (
        "nws0017 3 i 42  nws 0101\n\nharbour/ferry/\nFerry sails =\n\nEllis (nws) - It sailed.\n\n051015 GMT Jan 24\n"
    )
    assert claims(bare.encode())
    read_ = take(bare)
    assert (read_.headline, read_.slug, read_.urgency) == ("Ferry sails", "harbour/ferry", 3)
    assert read_.published == "2024-01-05T10:15+00:00"
    assert read_.body.startswith("Ellis (nws) - It sailed.")


def test_a_message_cut_short_keeps_what_came() -> None:
    """A line that broke off is still a take: the matcher will find its whole."""
    cut = MESSAGE.partition("on\r\nFriday")[0]
    assert take(cut).body == "Port Ellis (nws) - A ferry met a tug off Port Ellis"


@pytest.mark.parametrize(
    "head",
    [
        b"\x01nws0017 3 i 42",
        b"\x01\r\nnws0017 3 i 42  nws",
        b"\x16\x16\x01abc123 5 pl 171 vvvvb",
        b"eca0003 3 i 380  dpa 0045\n",
    ],
)
def test_headers_are_claimed(head: bytes) -> None:
    """Source, number, priority, category and word count show the format, with SOH or bare."""
    assert claims(head)


@pytest.mark.parametrize(
    "head", [b"", b"\x01", b"\x16\x16\x01a0017\x1fbylin", b"Ferry 2017 3 i 42", b"Port Ellis, Jan 5 (NWS) -", b"{}"]
)
def test_other_heads_are_not_claimed(head: bytes) -> None:
    """Prose, ANPA and line noise are not 7901."""
    assert not claims(head)


@given(
    st.lists(
        st.sampled_from([*MESSAGE.split(" "), "\x01", "\x02", "\x03", "=\n", "\xe9", "nws0017 3 i 42", "\0"]),
        max_size=30,
    )
)
def test_any_pieces_of_messages_are_takes_or_refusals(pieces: list[str]) -> None:
    """However a line is garbled, entries are numbered and clean."""
    try:
        found = read(Document(" ".join(pieces).encode("latin-1")))
    except Refusal as whole:
        found = [whole]
    for number, each in enumerate(found):
        assert each.item in {number, None}
        assert not isinstance(each, Take) or "\\u0000" not in each.model_dump_json()
