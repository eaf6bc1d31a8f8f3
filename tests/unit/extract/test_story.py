"""Where the story begins and ends: what stands around it goes to its own field."""

import pytest

from schemas.article import Take
from schemas.verdict import Signal
from worker.extract.lead import repeats
from worker.extract.story import Story, story_of

LEAD = "A ferry with 210 people aboard sank in the harbour of Varnholm before dawn on Thursday, the coast guard said."
SECOND = "All were saved by fishing boats, and the captain was the last to leave the ship."
THIRD = "The ferry was built in 1962 and had been inspected in spring, its owners said in a statement."


def story(*paragraphs: str, headline: str = "Ferry sinks", byline: str | None = None) -> Story:
    return story_of(Take(format="text", headline=headline, byline=byline, body="\n\n".join(paragraphs)))


def test_the_dateline_leaves_the_text() -> None:
    """The body begins with the story's first word."""
    read = story(f"VARNHOLM (AP) - {LEAD}", SECOND)
    assert read.paragraphs == [LEAD, SECOND]
    assert read.opening is not None
    assert read.opening.place == "VARNHOLM"


@pytest.mark.parametrize("repeated", [LEAD, LEAD.rstrip("."), LEAD.removesuffix(", the coast guard said."), LEAD[:90]])
def test_a_lead_printed_twice_stands_once(repeated: str) -> None:
    """The repetition in advance, whole or cut, is the summary."""
    read = story(repeated, f"VARNHOLM (Harbour Post / AP - 12th November, 2026) {LEAD}", SECOND)
    assert read.paragraphs == [LEAD, SECOND]
    assert repeated == read.summary


def test_a_lead_repeated_without_a_dateline_stands_once() -> None:
    """The next paragraph alone shows the repetition."""
    read = story(LEAD.rstrip("."), LEAD, SECOND)
    assert read.paragraphs == [LEAD, SECOND]


def test_different_paragraphs_are_all_kept() -> None:
    """Only the lead again is taken out."""
    assert story(LEAD, SECOND, THIRD).paragraphs == [LEAD, SECOND, THIRD]
    assert story(LEAD, SECOND, THIRD).summary is None
    assert not repeats("He declined to comment.", "He declined to comment on it.")
    assert not repeats(SECOND, THIRD)


def test_headline_byline_and_standfirst_are_told_apart() -> None:
    """What stands before the lead is no story."""
    read = story(
        "FERRY SINKS",
        "How 210 people were saved",
        "By ANN AHL",
        "Associated Press Writer",
        f"VARNHOLM (AP) - {LEAD}",
        SECOND,
    )
    assert read.paragraphs == [LEAD, SECOND]
    assert (read.byline, read.summary) == ("By ANN AHL", "How 210 people were saved")


@pytest.mark.parametrize("line", ["By Monday the river had risen.", "Di Marco sinks.", "Von der Alm"])
def test_a_sentence_is_no_byline(line: str) -> None:
    """The words for "by" begin sentences and names, too."""
    assert story(line, LEAD).byline is None


@pytest.mark.parametrize(
    "mark",
    (
        "-30-|- 30 -|###|ENDS|/ends|(END)|REUTER|Reuter|(AP)|-- AFP|/ritzau/|© AFP 2026|(MORE)|MORE TO COME|bur-ab/cd"
    ).split("|"),
)
def test_end_marks_leave_the_text(mark: str) -> None:
    """Marks, sign-offs and credits alone in the last line are no story."""
    assert story(LEAD, SECOND, mark).paragraphs == [LEAD, SECOND]


@pytest.mark.parametrize(
    ("end", "credit"),
    [(" (Reuters)", "Reuters"), (" -- AFP", "AFP"), (" ENDS", None), (" -30-", None), (" REUTER", "Reuters")],
)
def test_end_marks_behind_the_last_sentence_leave_the_text(end: str, credit: str | None) -> None:
    """They are cut from the paragraph, and an agency among them is credited."""
    read = story(LEAD, SECOND + end)
    assert read.paragraphs == [LEAD, SECOND]
    assert credit == next(iter(read.credits), None)


def test_words_that_are_only_like_end_marks_stay() -> None:
    """A last paragraph of one ordinary word, or a company in brackets, is story."""
    assert story(LEAD, "Fine").paragraphs[-1] == "Fine"
    assert f"{SECOND} (Halden)" == story(LEAD, f"{SECOND} (Halden)").paragraphs[-1]


@pytest.mark.parametrize(
    "note",
    [
        *(
            "Note to editors: photographs can be had from the coast guard.",
            "NOT FOR PUBLICATION: the captain is 61.",
            "Media contact: Ann Ahl, +47 555 0101",
        ),
        *("Kontakt: Anna Alm, Tel. 555-0101", "For further information contact Ann Ahl on 555 0101."),
    ],
)
def test_notes_to_editors_do_not_reach_the_text(note: str) -> None:
    """They and what follows them are notes."""
    read = story(LEAD, SECOND, THIRD, note, "+47 555 0102")
    assert read.paragraphs == [LEAD, SECOND, THIRD]
    assert (note, "+47 555 0102") == read.notes


def test_advisories_above_the_lead_are_notes_and_signals() -> None:
    """What was done to the take is read and leaves the text."""
    read = story("(Corrects year in paragraph 3)", f"VARNHOLM (AP) - {LEAD}", SECOND)
    assert (read.paragraphs, read.signal) == ([LEAD, SECOND], Signal.CORRECTION)
    assert read.notes == ("(Corrects year in paragraph 3)",)


def test_an_embargo_above_the_lead_is_read() -> None:
    """Its line leaves the text and stays a note."""
    read = story("EMBARGOED UNTIL 0001 GMT, 12 November 2026", LEAD, SECOND)
    assert (read.paragraphs, read.embargo) == ([LEAD, SECOND], "EMBARGOED UNTIL 0001 GMT, 12 November 2026")


def test_a_text_of_one_word_that_is_its_author_s_name_too_stays() -> None:
    """Somebody tried the system out; there is no other text."""
    assert story_of(Take(format="rss", headline="Hello", body="toto", byline="toto")).paragraphs == ["toto"]
