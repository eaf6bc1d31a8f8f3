"""Plain-text advisories: what kills, corrects and updates, and the headlines that only sound like it."""

import pytest

from schemas.verdict import Signal
from worker.readers.advisory import (
    is_kill_order,
    is_label_line,
    signal_of_headline,
    signal_of_note,
    signal_of_slug,
    signal_of_text,
    strongest,
)

KILLS = [
    "KILL: Ferry",
    "BULLETIN KILL",
    "MANDATORY KILL",
    "Mandatory Kill: Ferry",
    "WITHDRAWN: Ferry",
    "WITHDRAWN-Ferry",
    "Withdrawn: Ferry story",
    "KILL - FERRY",
    "BULLETIN KILL -- FERRY",
    "ADVISORY KILL: Ferry",
    "Ferry sinks - KILL",
]
CORRECTIONS = [
    "CORRECTION: Ferry",
    "CORRECTED-Ferry sinks",
    "Clarification: Ferry",
    "UPDATE 1-CORRECTED-Ferry sinks",
    "CORRECTED-UPDATE 1-Ferry sinks",
    "CORRECTED (OFFICIAL)-Ferry sinks",
    "Correction: Ferry story",
    "Ferry sinks (CORRECTED)",
    "BERICHTIGUNG: Fähre",
    "Oikaisu: Lautta",
    "Ferry sinks - CORRECTED",
]
UPDATES = [
    "UPDATE 2-Ferry sinks",
    "UPDATE 10-Ferry sinks",
    "REFILE-Ferry sinks",
    "RPT-Ferry sinks",
    "WRITETHRU: Ferry",
    "1st Ld-Writethru",
    "Update: Ferry sinks",
    "WRAPUP 3-Ferry sinks",
    "AMPLÍA-Transbordador",
    "AP-Ferry, 3rd Ld-Writethru",
]
NEWS = [
    "Police kill two",
    "POLICE KILL TWO",
    "KILL SWITCH FOR CARS",
    "KILL OR BE KILLED",
    "KILL-OR-CURE PLAN",
    "Kill Bill: the musical",
    "Correction officers strike",
    "CORRECTION OFFICERS STRIKE",
    "CORRECTIVE ACTION NEEDED",
    "Withdrawn drug returns",
    "WITHDRAWN TROOPS RETURN",
    "Retraction of claims",
    "UPDATED RULES FOR BANKS",
    "UPDATE ON THE STORM",
    "REPEAT OFFENDER JAILED",
    "Market correction: what it means",
    "Annulé : le festival",
    "",
]


@pytest.mark.parametrize("headline", KILLS)
def test_a_kill_is_recognised(headline: str) -> None:
    """A kill stands in capitals before a mark, or is spelled out."""
    assert signal_of_headline(headline) is Signal.KILL


@pytest.mark.parametrize("headline", CORRECTIONS)
def test_a_correction_is_recognised(headline: str) -> None:
    """A correction is graver than the update that it is, too."""
    assert signal_of_headline(headline) is Signal.CORRECTION


@pytest.mark.parametrize("headline", UPDATES)
def test_an_update_is_recognised(headline: str) -> None:
    """Updates, refiles, repeats and write-thrus are versions of an earlier take."""
    assert signal_of_headline(headline) is Signal.UPDATE


@pytest.mark.parametrize("headline", NEWS)
def test_news_raises_no_alarm(headline: str) -> None:
    """The same words within a headline are what it tells."""
    assert signal_of_headline(headline) is None


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("FERRY-SINKING/ (UPDATE 2, PIX)", Signal.UPDATE),
        ("FERRY-SINKING/ (UPDATE 1, CORRECTED)", Signal.CORRECTION),
        ("BC-Ferry,1stLd-Writethru", Signal.UPDATE),
        ("BC-Ferry,3rd Ld", Signal.UPDATE),
        ("BC-US--Ferry, KILL", Signal.KILL),
        ("US-POLICE-KILL", None),
        ("roadkill", None),
        ("Lead-Prices", None),
        ("US-CORRECTION-OFFICERS", None),
        (None, None),
    ],
)
def test_slugs_carry_signals_where_desks_put_them(slug: str | None, expected: Signal | None) -> None:
    """A word within a slug is its topic; behind a comma or in brackets it is an advisory."""
    assert expected == signal_of_slug(slug)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("(Adds details, quotes)", Signal.UPDATE),
        ("(Repeats story first sent on Monday)", Signal.UPDATE),
        ("(Corrects name in paragraph 3)", Signal.CORRECTION),
        ("Eds: Updates throughout. With AP Photos.", Signal.UPDATE),
        ("This story has been corrected to show that the ferry is 40 years old.", Signal.CORRECTION),
        ("An earlier version of this story misspelled the captain's name.", Signal.CORRECTION),
        ("(Reuters) - The ferry sank.", None),
        ("The report incorrectly said that the ferry was new, the captain said.", None),
    ],
)
def test_notes_say_what_was_done(note: str, expected: Signal | None) -> None:
    """Notes in brackets, lines to editors and corrections at the end speak of the take itself."""
    assert expected == signal_of_note(note)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("EDITORS: Please kill the story slugged FERRY-SINKING, moved at 0930.", True),
        ("Please kill the story FERRY-SINKING.", True),
        ("Attention editors: The story headlined “Ferry sinks” is withdrawn.", True),
        ("The story headlined “Ferry sinks” is withdrawn. The captain was misquoted.", True),
        ("The Harbour Times story was withdrawn by the paper on Friday.", False),
        ("Editors said police kill two people a year.", False),
        ("Editors of the newspaper said that they would kill the section.", False),
    ],
)
def test_an_order_to_kill_is_addressed_to_editors(paragraph: str, expected: bool) -> None:
    """News about withdrawn stories is no order."""
    assert expected == is_kill_order(paragraph)


def test_a_long_text_is_no_order() -> None:
    """An order is short; a story that quotes one is not killed by it."""
    order = "EDITORS: Please kill the story slugged FERRY-SINKING."
    assert signal_of_text([order]) is Signal.KILL
    assert signal_of_text([order, *["The desk wrote this to its clients on Friday night. " * 5] * 8]) is None


@pytest.mark.parametrize(
    "line", ["KILL", "BULLETIN KILL", "URGENT", "2nd Ld-Writethru", "UPDATE 2", "FLASH", "CORRECTION"]
)
def test_a_label_alone_is_no_headline(line: str) -> None:
    """Lines that hold only an advisory are told from headlines."""
    assert is_label_line(line)
    assert not is_label_line(f"{line} for the old ferry of Varnholm")


def test_the_gravest_signal_counts() -> None:
    """A kill outweighs a correction, and a correction an update."""
    assert strongest([Signal.UPDATE, None, Signal.KILL, Signal.CORRECTION]) is Signal.KILL
    assert strongest([Signal.UPDATE, Signal.CORRECTION]) is Signal.CORRECTION
    assert strongest([None]) is None
