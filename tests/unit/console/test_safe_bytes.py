"""What was refused, shown so that nothing in it acts."""

from hypothesis import given
from hypothesis import strategies as st

from ops.console.safe_bytes import MOST_HEX, MOST_TEXT, Run, as_hex, as_text


def test_text_is_shown_as_it_is_with_its_lines() -> None:
    """Letters of every script print; line ends of either kind stay one."""
    assert as_text("Zürich\r\n\tПожар".encode()) == [Run("Zürich\n\tПожар", escaped=False)]


def test_controls_and_broken_bytes_are_escaped() -> None:
    """A terminal's codes, reversed writing and what is no UTF-8 are named and do nothing."""
    assert as_text(b"a\x1b[2J") == [Run("a", escaped=False), Run("\\x1b", escaped=True), Run("[2J", escaped=False)]
    assert as_text("\u202e".encode()) == [Run("\\u202e", escaped=True)]
    assert as_text(b"\xff\xfe") == [Run("\\xff\\xfe", escaped=True)]
    assert as_text("\U000e0001".encode()) == [Run("\\U000e0001", escaped=True)]


@given(st.binary(max_size=400))
def test_whatever_arrived_is_printable(body: bytes) -> None:
    """Every letter that is shown prints, and the parts alternate."""
    runs = as_text(body)

    assert all(letter in "\n\t" or letter.isprintable() for run in runs for letter in run.text)


def test_only_the_beginning_is_shown() -> None:
    """Megabytes stay where they are."""
    assert len(as_text(b"x" * (MOST_TEXT * 2))[0].text) == MOST_TEXT
    assert len(as_hex(b"x" * (MOST_HEX * 2)).splitlines()) == MOST_HEX // 16


def test_bytes_are_shown_sixteen_a_line() -> None:
    """Offset, two groups of eight, and what is ASCII in them."""
    first, second = as_hex(b"<b>bold</b>\x00\xff....!").splitlines()

    assert first == "000000  3c 62 3e 62 6f 6c 64 3c  2f 62 3e 00 ff 2e 2e 2e  <b>bold</b>....."
    assert second.startswith("000010  2e 21")
    assert as_hex(b"") == ""
