"""NITF 3: each fact from the place that the standard gives it."""

import pytest

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.nitf import claims, read

FERRY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf version="-//IPTC//DTD NITF 3.4//EN" baselang="en-GB">
 <head>
  <title>FERRY-COLLISION</title>
  <meta name="anpa-keyword" content="Ferry Collision"/>
  <tobject tobject.type="News">
   <tobject.subject tobject.subject.refnum="03010000" tobject.subject.matter="Transport"/>
   <tobject.subject tobject.subject.ipr="NWS" tobject.subject.refnum="SEA" tobject.subject.detail="Shipping"/>
  </tobject>
  <docdata management-status="usable">
   <evloc city="Ellis Sound" iso-cc="XX"/>
   <doc-id regsrc="NWS" id-string="NWS.17"/>
   <urgency ed-urg="3"/>
   <date.issue norm="20240105T101500+0100"/>
   <date.release norm="20240105T101500+0100"/>
   <ed-msg info="Adds quote in par 3"/>
   <du-key key="ferry-collision" version="2"/>
   <doc.copyright holder="Northern Wire" year="2024"/>
   <key-list><keyword key="ferry"/><keyword key="No-Data-Available"/><keyword key="tug"/></key-list>
   <identified-content>
    <location><city>Port Ellis</city><country>Ellisia</country></location>
    <person><name.given>Cora</name.given> <name.family>Poe</name.family></person>
    <org>Ellis Ferries</org>
    <classifier type="section">Shipping news</classifier>
   </identified-content>
  </docdata>
  <pubdata date.publication="20240106T000000+0100" ex-ref="https://nws.example/17"/>
  <revision-history norm="20240105T101000+0100"/><revision-history norm="20240105T101400+0100"/>
 </head>
 <body>
  <body.head>
   <hedline><hl1>Ferry and <em>tug</em> collide</hl1><hl2>No one hurt</hl2></hedline>
   <byline>By <person>Ana Doe</person> and <person>Ben Roe</person><byttl>Staff writers</byttl></byline>
   <dateline>
    <location><city>Port Ellis</city><country>Ellisia</country></location>,
    <story.date norm="20240105">Jan. 5</story.date>
   </dateline>
   <distributor>Northern Wire</distributor>
   <abstract><p>Two ships met.</p></abstract>
  </body.head>
  <body.content>
   <block><p>A ferry met a tug.</p><note noteType="npa"><p>Desk: 555 0100</p></note><p>No one was hurt.</p></block>
  </body.content>
  <body.end><tagline>desk@nws.example</tagline></body.end>
 </body>
</nitf>"""


def nitf(head: str = "", body_head: str = "", content: str = "<p>News.</p>", end: str = "") -> str:
    return (
        f"<nitf><head>{head}</head><body><body.head>{body_head}</body.head>"
        f"<body.content>{content}</body.content><body.end>{end}</body.end></body></nitf>"
    )


def take_of(xml: str) -> Take:
    (take,) = read(Document(xml.encode()))
    assert isinstance(take, Take)
    return take


def test_every_field_is_read_from_its_place() -> None:
    """The whole of a well-made document, as filed."""
    expected = Take(
        format="nitf",
        headline="Ferry and tug collide",
        body="A ferry met a tug.\n\nNo one was hurt.",
        byline="By Ana Doe and Ben Roe",
        authors=("Ana Doe", "Ben Roe"),
        dateline="Port Ellis, Ellisia, Jan. 5",
        slug="Ferry Collision",
        guid="NWS.17",
        version=2,
        published="20240105T101500+0100",
        updated="20240105T101400+0100",
        language="en-GB",
        url="https://nws.example/17",
        publisher="Northern Wire",
        credit="Northern Wire",
        summary="Two ships met.",
        keywords=("ferry", "tug"),
        subjects=(
            Subject(name="Transport", code="03010000", scheme="IPTC"),
            Subject(name="Shipping", code="SEA", scheme="NWS"),
            Subject(name="Shipping news", scheme="section"),
        ),
        places=("Port Ellis, Ellisia", "Ellis Sound"),
        people=("Cora Poe",),
        organisations=("Ellis Ferries",),
        urgency=3,
        pub_status=PubStatus.USABLE,
        ed_note="Adds quote in par 3\nDesk: 555 0100",
    )
    assert expected == take_of(FERRY)


@pytest.mark.parametrize(
    "head",
    [
        b"<nitf>",
        b'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><!-- made by a desk --><nitf version="3">',
        b'<n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/">',
        "<nitf>".encode("utf-16"),
    ],
)
def test_nitf_is_claimed_by_its_root(head: bytes) -> None:
    """Whatever stands before it."""
    assert claims(head)


@pytest.mark.parametrize("head", [b"", b"NITF\x02.10", b"<html><nitf>", b"<newsItem><nitf>", b'{"nitf": 1}', b"nitf"])
def test_nothing_else_is_claimed(head: bytes) -> None:
    """NITF within another document belongs to that document's reader."""
    assert not claims(head)


def test_a_namespace_changes_nothing() -> None:
    """NITF 3.4 and later may be bound to a namespace."""
    bound = FERRY.replace("<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ')
    assert take_of(FERRY) == take_of(bound)


@pytest.mark.parametrize(
    ("issue", "release", "embargo"),
    [
        ("20240105T101500Z", "20240105T120000Z", "20240105T120000Z"),
        ("20240105T101500Z", "20240105T111500+0100", None),
        ("20240105T101500", "20240105T101500", None),
        ("20240105T101500", "20240107T000000Z", "20240107T000000Z"),
        ("20240105T101500Z", "20240104T101500Z", None),
        ("today", "soon", None),
    ],
)
def test_a_release_behind_the_issue_is_an_embargo(issue: str, release: str, embargo: str | None) -> None:
    """The same instant in another zone is none."""
    docdata = f'<docdata><date.issue norm="{issue}"/><date.release norm="{release}"/></docdata>'
    assert embargo == take_of(nitf(docdata)).embargo


def test_without_an_issue_the_publication_counts() -> None:
    """`pubdata` is one publication of the document; `story.date` is the last resort."""
    assert take_of(nitf('<pubdata date.publication="20240106"/>')).published == "20240106"
    assert take_of(nitf("", '<dateline><story.date norm="20240107"/></dateline>')).published == "20240107"


@pytest.mark.parametrize(
    ("docdata", "status", "signal"),
    [
        ('<docdata management-status="canceled"/>', PubStatus.CANCELED, Signal.KILL),
        ('<docdata management-status="embargoed"/>', PubStatus.WITHHELD, None),
        ('<docdata management-status="withheld"/>', PubStatus.WITHHELD, None),
        ('<docdata management-doc-idref="NWS.16" management-idref-status="canceled"/>', None, Signal.KILL),
        ('<docdata management-doc-idref="NWS.16"/>', None, Signal.UPDATE),
        ('<docdata><correction info="Wrong name" id-string="NWS.16"/></docdata>', None, Signal.CORRECTION),
        ("<docdata/>", None, None),
    ],
)
def test_management_says_what_becomes_of_this_and_of_the_earlier_document(
    docdata: str, status: PubStatus | None, signal: Signal | None
) -> None:
    """Kills, corrections and updates, by NITF's own attributes."""
    take = take_of(nitf(docdata))
    assert (status, signal) == (take.pub_status, take.signal)


def test_a_correction_is_told_to_editors() -> None:
    """What was wrong stands in the correction's `info`."""
    assert take_of(nitf('<docdata><correction info="Wrong name"/></docdata>')).ed_note == "Wrong name"


def test_a_kill_without_a_body_is_read() -> None:
    """Not an empty article: it orders the desk to drop one."""
    take = take_of(nitf('<docdata management-status="canceled"><doc-id id-string="NWS.17"/></docdata>', content=""))
    assert (take.body, take.guid, take.signal) == ("", "NWS.17", Signal.KILL)


@pytest.mark.parametrize(
    ("status", "guid"),
    [("canceled", "NWS.16"), ("usable", "NWS.17"), ("", "NWS.17")],
)
def test_an_order_to_cancel_another_document_is_filed_under_that_one(status: str, guid: str) -> None:
    """So the desk finds what must not be used; an update of another document stays itself."""
    names = f'management-doc-idref="NWS.16" management-idref-status="{status}"'
    take = take_of(nitf(f'<docdata {names}><doc-id id-string="NWS.17"/></docdata>', content=""))
    assert guid == take.guid


@pytest.mark.parametrize(
    ("docdata", "slug"),
    [('<du-key key="ferry"/>', "ferry"), ('<fixture fix-id="weather"/>', "weather"), ("", None)],
)
def test_the_dynamic_use_key_is_the_slug_of_those_who_send_no_other(docdata: str, slug: str | None) -> None:
    """It stays the same through the versions of a story."""
    assert slug == take_of(nitf(f"<docdata>{docdata}</docdata>")).slug


def test_the_publication_counts_before_the_copyright_holder() -> None:
    """Who publishes may not be who owns."""
    holder = '<docdata><doc.copyright holder="Agency"/></docdata>'
    assert take_of(nitf(holder)).publisher == "Agency"
    assert take_of(nitf(f'{holder}<pubdata name="The Ellis Post"/>')).publisher == "The Ellis Post"


def test_half_a_document_is_refused() -> None:
    """The whole document, because half a story is none."""
    with pytest.raises(Refusal) as caught:
        read(Document(FERRY[:1800].encode()))
    assert caught.value.reason is Reason.MALFORMED
