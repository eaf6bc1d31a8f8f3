"""The text of a mail: signatures and footers, forwarding, and the fields that a form states."""

import time

import pytest

from tests.support.mails import plain, take
from worker.readers.mail_text import forwarded, stated_fields, subject_line, without_footer, without_signature


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("It sailed.\n\n-- \nAna Doe\nNorthern Wire", "It sailed."),
        ("It sailed.\n\n--\nAna Doe", "It sailed."),
        (
            "It sailed.\n\n--\n" + "More of the story.\n" * 20,
            "It sailed.\n\n-- " + " ".join(["More of the story."] * 20),
        ),
        ("It sailed.\n\nSent from my phone", "It sailed."),
        ("It sailed.\n\nThis e-mail and any attachments are confidential.", "It sailed."),
        ("It sailed.\n\nTo unsubscribe, write to us.\n\nNWS, Port Ellis", "It sailed."),
        ("Sent from my phone, he wrote, the ferry sailed.", "Sent from my phone, he wrote, the ferry sailed."),
    ],
)
def test_signatures_and_footers_are_cut(body: str, kept: str) -> None:
    """What speaks of the mail is no news; a rule in the middle of a story is one."""
    assert kept == without_footer(take(plain(body)).body)


def test_the_subject_repeated_above_the_text_is_left_out() -> None:
    """A headline on the first line is the subject again, and a by-line below it is the by-line."""
    read = take(plain("Ferry and tug collide\n\nBy Ana Doe\n\nIt sailed.\n"))
    assert (read.headline, read.byline, read.body) == ("Ferry and tug collide", "By Ana Doe", "It sailed.")


@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "Re: ", "WG: ", "Fwd: Re: ", "[EXT] ", "re[2]: "])
def test_a_subject_loses_what_forwarding_put_before_it(prefix: str) -> None:
    """Forwarding and filters are not the headline's."""
    assert subject_line(f"{prefix}Ferry: a report") == "Ferry: a report"


def test_a_subject_that_begins_like_a_prefix_is_kept() -> None:
    """Only whole prefixes go."""
    assert subject_line("Reading the tides") == "Reading the tides"


def test_a_forwarded_mail_is_its_inner_story() -> None:
    """The inner subject is the headline; the note above it and the inner headers are gone."""
    inner = (
        "From: Ana Doe <a@nws.example>\nDate: Thu, 4 Jan 2024\nSubject: Ferry sinks\nTo: desk@nws.example\n\nIt sank.\n"
    )
    read = take(plain(f"For you.\n\n---------- Forwarded message ---------\n{inner}"))
    assert (read.headline, read.body) == ("Ferry sinks", "It sank.")


def test_a_story_that_quotes_a_mail_at_its_end_is_kept_whole() -> None:
    """A long text above the mark is the story itself."""
    text = "word " * 100 + "\n-----Original Message-----\nSubject: x\n\nshort"
    assert text == forwarded(text)


def test_a_form_mail_states_its_fields() -> None:
    """Lines of name and value above the text fill the take."""
    form = (
        "Headline: Ferry sinks\nByline: Ana Doe\nSlug: FERRY\nEmbargo: 6 Jan 2024\nSource: NWS\nKeywords: a, b\n"
        "Body: It sank.\n\nAll swam.\n"
    )
    read = take(plain(form))
    assert (read.headline, read.byline, read.slug) == ("Ferry sinks", "Ana Doe", "FERRY")
    assert (read.embargo, read.publisher, read.keywords) == ("6 Jan 2024", "NWS", ("a", "b"))
    assert read.body == "It sank.\n\nAll swam."


def test_the_fields_of_a_form_are_clean_text() -> None:
    """Control characters in a form's values go no further."""
    fields = stated_fields("Headline: Fer\0ry \x1b sinks\nSlug: F\0\n\nIt sank.").fields
    assert fields == {"headline": "Ferry sinks", "slug": "F"}


@pytest.mark.parametrize(
    "text", ["Ferry: it sank.\n\nAll swam.", "Date: unknown\nThe ferry sank.", "Note: a\nWarning: b\n"]
)
def test_prose_with_colons_is_no_form(text: str) -> None:
    """One known name, or names that are none of ours, are prose."""
    assert text == stated_fields(text).text


def test_many_rules_are_read_in_linear_time() -> None:
    """Only the last lines can be a signature, so only they are looked at."""
    started = time.process_time()
    without_signature("x\n-- \n" * 50_000)
    assert time.process_time() - started < 0.5


def test_a_signature_needs_a_text_above_it() -> None:
    """A rule on the first line cuts nothing."""
    assert without_signature("-- \nIt sailed.") == "-- \nIt sailed."


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Headline: Ferry sails\nByline: Ana Doe\n\nIt sailed.", {"headline": "Ferry sails", "byline": "Ana Doe"}),
        (
            " \t \nHeadline: Ferry sails\nByline: Ana Doe\n\nIt sailed.",
            {"headline": "Ferry sails", "byline": "Ana Doe"},
        ),
        ("Ferry sails\nHeadline: Ferry sails\nByline: Ana Doe\n\nIt sailed.", {}),
        ("Headline: Ferry sails\nIt sailed.", {}),
        ("", {}),
    ],
)
def test_fields_stand_at_the_top_or_nowhere(text: str, fields: dict[str, str]) -> None:
    """A first line that states none is the story's, and so is all below it."""
    stated = stated_fields(text)
    assert fields == stated.fields
    assert text.endswith(stated.text)
