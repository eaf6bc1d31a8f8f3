"""What NITF's body says: headline, by-line, dateline, text."""

import pytest

from schemas.article import Take
from worker.readers.document import Document
from worker.readers.nitf import read


def nitf(head: str = "", body_head: str = "", content: str = "<p>News.</p>", end: str = "") -> str:
    return (
        f"<nitf><head>{head}</head><body><body.head>{body_head}</body.head>"
        f"<body.content>{content}</body.content><body.end>{end}</body.end></body></nitf>"
    )


def take_of(xml: str) -> Take:
    (take,) = read(Document(xml.encode()))
    assert isinstance(take, Take)
    return take


@pytest.mark.parametrize(
    ("body_head", "headline"),
    [
        ("<hedline><hl1>Main</hl1></hedline>", "Main"),
        ("<hedline>Main</hedline>", "Main"),
        ("<headline><hl1>Main</hl1></headline>", "Main"),
        ("<hedline><hl1/></hedline>", "Title"),
        ("", "Title"),
    ],
)
def test_the_headline_counts_before_the_title(body_head: str, headline: str) -> None:
    """`title` is the document's, and often the slug."""
    assert headline == take_of(nitf("<title>Title</title>", body_head)).headline


@pytest.mark.parametrize(
    ("dateline", "words"),
    [
        ("<location>Norland, VA</location>", "Norland, VA"),
        ("<story.date norm='20240105T101500+0000'>20240105T101500+0000</story.date>", None),
        ("<story.date>2024-01-05 10:15:00 GMT+00:00</story.date>", None),
        ("PORT ELLIS (NWS) --", "PORT ELLIS (NWS) --"),
        ("<location><sublocation>Pier 4</sublocation><city>Port Ellis</city></location>", "Pier 4, Port Ellis"),
    ],
)
def test_a_timestamp_is_no_dateline(dateline: str, words: str | None) -> None:
    """A dateline says where; some systems fill in a clock."""
    assert words == take_of(nitf("", f"<dateline>{dateline}</dateline>")).dateline


@pytest.mark.parametrize(
    ("body_head", "end", "byline"),
    [
        ("<byline>By Ana Doe</byline>", "<tagline>Ben Roe in Ellis</tagline>", "By Ana Doe"),
        ("<byline>By Ana Doe</byline><byline>Ben Roe</byline>", "", "By Ana Doe, Ben Roe"),
        ("", "<tagline>Reporting by Ben Roe</tagline>", "Reporting by Ben Roe"),
        ("", "<tagline>ben@nws.example</tagline>", None),
        ("<byline>n/a</byline>", "", None),
    ],
)
def test_the_tag_line_stands_in_for_a_byline(body_head: str, end: str, byline: str | None) -> None:
    """Unless it is an address for editors."""
    assert byline == take_of(nitf("", body_head, end=end)).byline


def test_a_body_without_content_element_is_read() -> None:
    """Paragraphs that stand in the body itself are the story; its head and end are not."""
    loose = "<body.head><hedline>Head</hedline></body.head>Loose.<p>One.</p>Two.<body.end>End</body.end>"
    assert take_of(f"<nitf><body>{loose}</body></nitf>").body == "Loose.\n\nOne.\n\nTwo."


def test_inline_people_and_organisations_are_named() -> None:
    """The text itself may say who is who."""
    take = take_of(nitf(content="<p><person>Cora Poe</person> of <org value='ELF'>Ellis Ferries</org> said so.</p>"))
    assert (take.people, take.organisations) == (("Cora Poe",), ("Ellis Ferries",))
    assert take.body == "Cora Poe of Ellis Ferries said so."


def test_an_agencys_notebook_is_cut_from_the_body() -> None:
    """Contacts that are not for publication never reach it."""
    take = take_of(nitf(content="<p>News.</p><p># Notebook</p><p>## Note to editors</p><p>Ring 555 0100.</p>"))
    assert (take.body, take.ed_note) == ("News.", "Ring 555 0100.")
