"""XML of agencies' own making, read by well-known names."""

import pytest

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal, Signal
from worker.readers.agency_xml import claims, read
from worker.readers.document import Document
from worker.readers.xml_safe import MAX_ITEMS

FERRY = """<?xml version="1.0"?>
<NwsNews xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
 <NewsID>nws-17</NewsID><PublishDate>2024-01-05T10:15:00.397</PublishDate>
 <headline>Ferry and tug collide</headline><subtitle i:nil="true"/>
 <town>Port Ellis</town><origin>/nws/</origin><section>Shipping</section><version>2</version>
 <content>&lt;p&gt;A ferry met a tug.&lt;/p&gt;&lt;p&gt;No one was hurt.&lt;/p&gt;</content>
 <Priority>3</Priority><Cancelled>false</Cancelled><Korrektion>true</Korrektion>
 <byLine>Ana Doe</byLine><byLinePhone>5550100</byLinePhone><Keyword>ferry</Keyword><Keyword>tug</Keyword>
 <TilRedaktionen>&lt;p&gt;Ring 555 0100.&lt;/p&gt;</TilRedaktionen>
 <Link>/17</Link>
</NwsNews>"""
CORPUS = """<newsitem itemid="17" id="root" date="2024-01-05" xml:lang="en">
 <title>ELLISIA: Ferry and tug collide.</title><headline>Ferry and tug collide.</headline>
 <byline>Ana Doe</byline><dateline>PORT ELLIS 2024-01-05</dateline>
 <text><p>A ferry met a tug.</p><p>No one was hurt.</p></text>
 <copyright>(c) Northern Wire</copyright>
</newsitem>"""


def take_of(xml: str) -> Take:
    (take,) = read(Document(xml.encode()))
    assert isinstance(take, Take)
    return take


def test_every_field_is_read_by_its_name() -> None:
    """Names differ in case and language; escaped HTML is read; notes to editors are kept apart."""
    expected = Take(
        format="agency-xml",
        headline="Ferry and tug collide",
        body="A ferry met a tug.\n\nNo one was hurt.",
        byline="Ana Doe",
        dateline="Port Ellis",
        guid="nws-17",
        version=2,
        published="2024-01-05T10:15:00.397",
        publisher="nws",
        credit="/nws/",
        keywords=("ferry", "tug"),
        subjects=(Subject(name="Shipping", scheme="section"),),
        urgency=3,
        signal=Signal.CORRECTION,
        ed_note="Ring 555 0100.",
    )
    assert expected == take_of(FERRY)


def test_attributes_of_the_article_are_fields_too() -> None:
    """As the Reuters corpus has them."""
    take = take_of(CORPUS)
    expected = ("17", "2024-01-05", "en", "Ferry and tug collide.", "A ferry met a tug.\n\nNo one was hurt.")
    assert expected == (take.guid, take.published, take.language, take.headline, take.body)


@pytest.mark.parametrize("xml", [FERRY, CORPUS])
def test_a_document_is_claimed_by_the_names_in_its_head(xml: str) -> None:
    """A headline and at least two more fields."""
    assert claims(xml.encode()[:4096])


@pytest.mark.parametrize(
    "head",
    [
        b"<html><head><title>x</title></head><body><text/><author/></body></html>",
        b"<nitf><headline/><content/><guid/>",
        b"<rss><channel><title/><item><guid/><content/>",
        b"<urlset><title/><text/><date/></urlset>",
        b"<catalogue><title>x</title><price>1</price></catalogue>",
        b"headline: x",
        b"",
    ],
)
def test_other_documents_are_not_claimed(head: bytes) -> None:
    """Standards have their own readers, and not all XML is news."""
    assert not claims(head)


@pytest.mark.parametrize(
    ("flag", "status", "signal"),
    [
        ("<Annuleret>true</Annuleret>", PubStatus.CANCELED, Signal.KILL),
        ("<Annuleret>false</Annuleret>", None, None),
        ("<NewVersion>1</NewVersion>", None, Signal.UPDATE),
        ("<NyVersion>true</NyVersion><Korrektion>true</Korrektion>", None, Signal.CORRECTION),
    ],
)
def test_flags_tell_what_becomes_of_the_earlier_version(
    flag: str, status: PubStatus | None, signal: Signal | None
) -> None:
    """The gravest that is set."""
    take = take_of(f"<a><headline>x</headline><content>y</content>{flag}</a>")
    assert (status, signal) == (take.pub_status, take.signal)


def test_several_articles_in_a_document_come_in_order() -> None:
    """Each element that holds a text is one."""
    article = "<article><headline>{0}</headline><text>{0} it is.</text></article>"
    xml = f"<articles><date>2024</date>{article.format('One')}{article.format('Two')}</articles>"
    takes = read(Document(xml.encode()))
    assert [(take.item, take.headline, take.body) for take in takes if isinstance(take, Take)] == [
        (0, "One", "One it is."),
        (1, "Two", "Two it is."),
    ]


def test_a_container_named_like_a_text_is_not_the_text() -> None:
    """The innermost element of such a name is."""
    xml = "<doc><story><headline>One</headline><text>It is.</text></story></doc>"
    take = take_of(xml)
    assert (take.headline, take.body) == ("One", "It is.")


def test_names_within_the_text_are_no_fields() -> None:
    """A date in a paragraph is not the date of the article."""
    take = take_of("<a><headline>x</headline><text><p>On <date>May 1</date> it rained.</p></text></a>")
    assert (take.published, take.body) == (None, "On May 1 it rained.")


def test_a_document_without_text_is_refused() -> None:
    """With a word on what to send instead."""
    with pytest.raises(Refusal) as caught:
        read(Document(b"<a><headline>x</headline></a>"))
    assert caught.value.reason is Reason.NOT_AN_ARTICLE


def test_more_articles_than_one_document_may_hold_are_refused() -> None:
    """Before any is read."""
    with pytest.raises(Refusal) as caught:
        read(Document(b"<a>" + b"<b><text>x</text></b>" * (MAX_ITEMS + 1) + b"</a>"))
    assert caught.value.reason is Reason.TOO_LARGE
