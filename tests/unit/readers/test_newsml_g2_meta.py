"""What a NewsML-G2 item says of itself: roles of headlines and notes, signals, providers, places."""

import pytest

from schemas.article import Take
from schemas.verdict import PubStatus, Refusal, Signal
from worker.readers.document import Document
from worker.readers.newsml_g2 import read

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body>{body}</body></html>'


def entries(xml: str) -> list[Take | Refusal]:
    return read(Document(xml.encode()))


def item(
    meta: str = "", content_meta: str = "", content: str = "", kind: str = "ninat:text", attributes: str = ""
) -> str:
    return (
        f'<newsItem {NAR} guid="urn:nws:1" standard="NewsML-G2" {attributes}>'
        f'<itemMeta><itemClass qcode="{kind}"/>{meta}</itemMeta>'
        f"<contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def take_of(xml: str) -> Take:
    (take,) = entries(xml)
    assert isinstance(take, Take)
    return take


def xhtml(body: str, title: str = "") -> str:
    return f"<inlineXML>{XHTML.format(title=title, body=body)}</inlineXML>"


@pytest.mark.parametrize(
    ("meta", "status", "signal"),
    [
        ('<pubStatus qcode="stat:canceled"/>', PubStatus.CANCELED, Signal.KILL),
        ('<pubStatus qcode="pubstatus:cancelled"/><signal qcode="sig:update"/>', PubStatus.CANCELED, Signal.KILL),
        ('<pubStatus qcode="stat:withheld"/>', PubStatus.WITHHELD, None),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/usable"/>', PubStatus.USABLE, None),
        ('<signal qcode="sig:correction"/><signal qcode="sig:update"/>', None, Signal.CORRECTION),
        ('<signal qcode="edStat:C"/>', None, Signal.CORRECTION),
        ('<signal qcode="redsel:SD03"/>', None, None),
    ],
)
def test_the_gravest_signal_counts(meta: str, status: PubStatus | None, signal: Signal | None) -> None:
    """A cancelled item is a kill, whatever else it says."""
    take = take_of(item(meta))
    assert (status, signal) == (take.pub_status, take.signal)


@pytest.mark.parametrize(
    ("dateline", "stated"),
    [
        ("2024-01-05 10:15:00 GMT+00:00", None),
        ("5/1/2024", None),
        ("2024-01-05T10:15:00Z", None),
        ("Port Ellis", "Port Ellis"),
        ("Αθήνα", "Αθήνα"),
    ],
)
def test_a_timestamp_is_no_dateline(dateline: str, stated: str | None) -> None:
    """Some systems fill the dateline with a clock."""
    assert stated == take_of(item(content_meta=f"<dateline>{dateline}</dateline>")).dateline


@pytest.mark.parametrize(
    ("headlines", "main"),
    [
        ("<headline>Main</headline><headline role='h:subHeadline'>Sub</headline>", "Main"),
        ("<headline role='h:subHeadline'>Sub</headline><headline>Main</headline>", "Main"),
        ("<headline role='h:kicker'>Kicker</headline><headline role='h:print'>Main</headline>", "Main"),
        ("<headline role='h:short'>Short</headline>", "Short"),
        ("<headline/>", "Title"),
    ],
)
def test_the_main_headline_is_told_by_its_role(headlines: str, main: str) -> None:
    """The item's title helps out where there is no headline."""
    assert main == take_of(item("<title>Title</title>", headlines)).headline


def test_a_public_note_is_told_from_a_private_one() -> None:
    """Where the provider tells them apart; otherwise all notes are for editors."""
    public = "<edNote role='n:private'>Ring me</edNote><edNote role='n:public'>Corrects name</edNote>"
    assert take_of(item(public)).ed_note == "Corrects name"
    assert take_of(item("<edNote>One</edNote><edNote>Two</edNote>")).ed_note == "One\nTwo"


@pytest.mark.parametrize(
    ("provider", "publisher"),
    [
        ("<provider literal='nws.example'/>", "nws.example"),
        ("<provider qcode='nprov:NWS'/>", "NWS"),
        ("<provider qcode='p:z01122'/>", None),
        ("<provider><name>Northern Wire</name></provider>", "Northern Wire"),
    ],
)
def test_a_code_names_a_provider_only_where_it_is_a_word(provider: str, publisher: str | None) -> None:
    """A number says nothing to a reader."""
    assert publisher == take_of(item(provider)).publisher


def test_the_source_is_credited_where_no_credit_line_is() -> None:
    """`infoSource` by its role."""
    sources = "<infoSource role='c:enhancer' literal='Desk'/><infoSource role='c:origProv' literal='Ellis Radio'/>"
    assert take_of(item(content_meta=sources)).credit == "Ellis Radio"


def test_a_place_that_an_assertion_describes_is_named() -> None:
    """Some providers name the concepts of their codes further down."""
    place = '<assert qcode="loc:1"><name>Port Ellis</name><geoAreaDetails/></assert>'
    assert take_of(item().replace("<contentSet>", f"{place}<contentSet>")).places == ("Port Ellis",)


def test_whitespace_within_fields_is_no_part_of_them() -> None:
    """Files that were indented by machine break lines within dates and names."""
    take = take_of(item("<firstCreated>\n  2024-01-05T10:15:00Z\n </firstCreated>", "<urgency> 4\n</urgency>"))
    assert (take.published, take.urgency) == ("2024-01-05T10:15:00Z", 4)
