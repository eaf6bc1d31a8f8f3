"""Plain-text wire copy: paragraphs out of any layout of lines, the headline, and advisories above it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Take
from schemas.verdict import Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.text import claims, read

LEAD = (
    "VARNHOLM, Nov. 12 (AP) - A ferry with 210 people aboard sank in the harbour of Varnholm before dawn on Thursday."
)
SECOND = "All were saved by fishing boats, the coast guard said, and the captain was the last to leave the ship."


def take(text: str, charset: str = "utf-8") -> Take:
    (only,) = read(Document(text.encode(charset)))
    assert isinstance(only, Take)
    return only


def test_a_headline_and_paragraphs_are_parted() -> None:
    """The first paragraph is the headline, the others the text, whatever the line ends."""
    for text in (
        f"Ferry sinks\n\n{LEAD}\n\n{SECOND}\n",
        f"Ferry sinks\r\n\r\n{LEAD}\r\n\r\n{SECOND}",
        f"\ufeffFerry sinks\n\n\n{LEAD}\n \n{SECOND}",
    ):
        assert ("Ferry sinks", f"{LEAD}\n\n{SECOND}") == (take(text).headline, take(text).body)


def test_lines_without_blank_lines_are_paragraphs() -> None:
    """Long lines were never wrapped: each is a paragraph."""
    assert ("Ferry sinks", f"{LEAD}\n\n{SECOND} {LEAD}") == (
        take(f"Ferry sinks\n{LEAD}\n{SECOND} {LEAD}").headline,
        take(f"Ferry sinks\n{LEAD}\n{SECOND} {LEAD}").body,
    )


WRAPPED = """FERRY SINKS
By Ann Ahl
VARNHOLM, Nov. 12 (AP) - A ferry with 210 people aboard sank in the
harbour of Varnholm before dawn on Thursday.
   All were saved by fishing boats, the coast guard said, and the
captain was the last to leave the ship.
   Passengers  210
   Crew         14
"""


def test_wrapped_and_indented_lines_are_joined() -> None:
    """A line goes on where the next word had no room; an indent or a short line ends a paragraph."""
    read_ = take(WRAPPED)
    assert read_.headline == "FERRY SINKS"
    assert read_.body.split("\n\n") == ["By Ann Ahl", LEAD, SECOND, "Passengers 210", "Crew 14"]


def test_a_text_without_headline_has_none() -> None:
    """A lead is no headline: it is long, or ends in a full stop."""
    assert take(f"{LEAD}\n\n{SECOND}").headline is None
    assert f"{LEAD}\n\n{SECOND}" == take(f"{LEAD}\n\n{SECOND}").body


def test_fields_above_the_text_are_read() -> None:
    """Two or more lines `Name: value` with known names are fields."""
    read_ = take(f"Slug: FERRY\nHeadline: Ferry sinks\nDate: 2026-11-12 08:00\nByline: By Ann Ahl\n\n{LEAD}")
    assert (
        read_.slug,
        read_.headline,
        read_.published,
        read_.byline,
    ) == ("FERRY", "Ferry sinks", "2026-11-12 08:00", "By Ann Ahl")
    assert read_.body == LEAD


def test_an_advisory_above_the_headline_is_a_signal() -> None:
    """The headline is the line below it."""
    read_ = take(f"MANDATORY KILL\n\nFerry sinks\n\n{LEAD}")
    assert (read_.signal, read_.headline, read_.body) == (Signal.KILL, "Ferry sinks", LEAD)


def test_a_kill_without_headline_is_named_by_itself() -> None:
    """Where only the order follows, the advisory is the headline."""
    read_ = take("BULLETIN KILL\n\nEDITORS: Please kill the story slugged FERRY, moved at 0930.")
    assert (read_.headline, read_.signal) == ("BULLETIN KILL", Signal.KILL)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1252", "utf-8-sig"])
def test_any_charset_gives_the_same_text(charset: str) -> None:
    """The charset is found by evidence."""
    lead = "Die Fähre sank am Donnerstag vor der Küste; alle Gäste wurden gerettet, sagte der Bürgermeister."
    text = f"Fähre sinkt im Hafen von Værnholm\n\n{lead}"
    assert take(text, charset).headline == "Fähre sinkt im Hafen von Værnholm"


def test_no_text_is_refused() -> None:
    """Blank documents have nothing to keep."""
    with pytest.raises(Refusal) as refused:
        read(Document(b" \n\n\t"))
    assert refused.value.reason is Reason.EMPTY_BODY


def test_plain_text_claims_nothing() -> None:
    """Any bytes could be text, so every other format is asked before it."""
    assert not claims(b"VARNHOLM (AP) - A ferry")


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_take_or_a_refusal(body: bytes) -> None:
    """Nothing else is raised, and every paragraph is one line."""
    try:
        (entry,) = read(Document(body))
    except Refusal:
        return
    assert isinstance(entry, Take)
    assert all(paragraph.strip() and "\n" not in paragraph for paragraph in entry.body.split("\n\n") if entry.body)
