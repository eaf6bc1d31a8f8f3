"""NewsML-G2: items of a message, their dates, roles, signals and the documents within them."""

import base64

import pytest

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.newsml_g2 import claims, read

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head><body>{body}</body></html>'
FERRY = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem {NAR} guid="urn:nws:17" version="3" standard="NewsML-G2" standardversion="2.28" xml:lang="en">
 <rightsInfo><copyrightHolder literal="Northern Wire"/></rightsInfo>
 <itemMeta>
  <itemClass qcode="ninat:text"/>
  <provider qcode="nprov:NWS"><name>Northern Wire</name></provider>
  <versionCreated>2024-01-05T11:30:00+01:00</versionCreated>
  <firstCreated>2024-01-05T10:15:00+01:00</firstCreated>
  <embargoed>2024-01-05T12:00:00+01:00</embargoed>
  <pubStatus qcode="stat:usable"/>
  <title>A working title</title>
  <edNote>Adds quote in par 3</edNote>
  <signal qcode="sig:update"/>
 </itemMeta>
 <contentMeta>
  <urgency>3</urgency>
  <contentCreated>2024-01-04T09:00:00Z</contentCreated>
  <located type="cptype:city"><name>Capital City</name></located>
  <infoSource role="crole:source"><name>Ellis Radio</name></infoSource>
  <creator qcode="staff:9" type="cpnat:person"><name>Ana Doe</name></creator>
  <creator literal="DESK-4"/>
  <contributor role="x:author"><name>Ben Roe</name></contributor>
  <language tag="en-GB"/>
  <keyword>ferry</keyword><keyword role="krole:index">tug</keyword>
  <subject type="cpnat:abstract" qcode="medtop:20000001"><name>shipping</name></subject>
  <subject type="cpnat:abstract" uri="http://cv.example/topics/42"/>
  <subject type="cpnat:geoArea" literal="Ellis Sound">
   <broader type="cpnat:geoArea"><name>Ellisia</name></broader>
  </subject>
  <subject type="cpnat:person" qcode="p:1"><name>Cora Poe</name></subject>
  <subject type="cpnat:organisation" qcode="o:1"><name>Ellis Ferries</name></subject>
  <slugline separator="-">FERRY-COLLISION</slugline>
  <headline role="hld:sub">No one hurt</headline>
  <headline role="hld:main">Ferry and tug collide</headline>
  <dateline>PORT ELLIS, Jan 5</dateline>
  <by>By Ana Doe and Ben Roe</by>
  <creditline>NWS/Ellis Radio</creditline>
  <description role="drol:summary">Two ships met.</description>
 </contentMeta>
 <contentSet>
  <remoteContent href="https://nws.example/17.jpg"/>
  <inlineXML contenttype="application/xhtml+xml">
   {XHTML.format(title="", body="<p>A ferry met a tug.</p><p>No one hurt.</p>")}
  </inlineXML>
 </contentSet>
</newsItem>"""


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


def message(*items: str) -> str:
    return (
        f"<newsMessage {NAR}><header><sent>2024-01-05</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def take_of(xml: str) -> Take:
    (take,) = entries(xml)
    assert isinstance(take, Take)
    return take


def xhtml(body: str, title: str = "") -> str:
    return f"<inlineXML>{XHTML.format(title=title, body=body)}</inlineXML>"


def test_every_field_is_read_from_its_place() -> None:
    """The whole of a well-made item, as filed."""
    expected = Take(
        format="newsml-g2",
        headline="Ferry and tug collide",
        body="A ferry met a tug.\n\nNo one hurt.",
        byline="By Ana Doe and Ben Roe",
        authors=("Ana Doe", "Ben Roe"),
        dateline="PORT ELLIS, Jan 5",
        located="Capital City",
        slug="FERRY-COLLISION",
        guid="urn:nws:17",
        version=3,
        published="2024-01-05T10:15:00+01:00",
        updated="2024-01-05T11:30:00+01:00",
        embargo="2024-01-05T12:00:00+01:00",
        language="en-GB",
        publisher="Northern Wire",
        credit="NWS/Ellis Radio",
        summary="Two ships met.",
        keywords=("ferry", "tug"),
        subjects=(
            Subject(name="shipping", code="20000001", scheme="medtop"),
            Subject(code="42", scheme="http://cv.example/topics"),
            Subject(name="Ellis Sound"),
            Subject(name="Cora Poe", code="1", scheme="p"),
            Subject(name="Ellis Ferries", code="1", scheme="o"),
        ),
        places=("Ellis Sound", "Ellisia"),
        people=("Cora Poe",),
        organisations=("Ellis Ferries",),
        urgency=3,
        pub_status=PubStatus.USABLE,
        signal=Signal.UPDATE,
        ed_note="Adds quote in par 3",
    )
    assert expected == take_of(FERRY)


@pytest.mark.parametrize(
    "head",
    [
        FERRY.encode(),
        message().encode(),
        b'<ns0:newsMessage xmlns:ns0="http://iptc.org/std/nar/2006-10-01/">',
        b'<packageItem guid="urn:x" version="1">',
        FERRY.encode("utf-16"),
    ],
)
def test_messages_and_items_are_claimed(head: bytes) -> None:
    """By the root's name and, for a lone item, a sign of the standard in its start tag."""
    assert claims(head[:4096])


@pytest.mark.parametrize("head", [b"<newsitem itemid='2' id='root'>", b"<nitf>", b"<NewsML>", b"<item guid='1'>", b""])
def test_other_news_items_are_not_claimed(head: bytes) -> None:
    """An agency's own `newsitem` is no NewsML-G2."""
    assert not claims(head)


def test_prefixes_and_undeclared_prefixes_change_nothing() -> None:
    """Some systems write every element with a prefix; some forget to bind it."""
    prefixed = FERRY.replace("<html xmlns", "<h xmlns").replace("</html>", "</h>")
    prefixed = prefixed.replace(NAR, 'xmlns:n="http://iptc.org/std/nar/2006-10-01/"')
    for name in ("newsItem", "itemMeta", "contentMeta", "contentSet", "inlineXML", "headline", "versionCreated"):
        prefixed = prefixed.replace(f"<{name}", f"<n:{name}").replace(f"</{name}", f"</n:{name}")
    unbound = prefixed.replace('xmlns:n="http://iptc.org/std/nar/2006-10-01/"', "")
    assert take_of(FERRY) == take_of(prefixed) == take_of(unbound)


def test_items_of_a_message_come_in_order() -> None:
    """Packages, concepts and the like are refused one by one, in their places."""
    package = f'<packageItem {NAR} guid="urn:nws:9"><itemMeta/><groupSet/></packageItem>'
    concept = f'<conceptItem {NAR} guid="urn:nws:8"/>'
    found = entries(message(package, item(content_meta="<headline>One</headline>"), concept, item()))
    assert [Refusal, Take, Refusal, Take] == [type(entry) for entry in found]
    assert [entry.item for entry in found] == [0, 1, 2, 3]
    assert {Reason.NOT_AN_ARTICLE} == {entry.reason for entry in found if isinstance(entry, Refusal)}


def test_a_message_without_items_is_refused() -> None:
    """Nothing vanishes silently."""
    with pytest.raises(Refusal) as caught:
        entries(message())
    assert caught.value.reason is Reason.NOT_AN_ARTICLE


def test_the_language_of_a_message_holds_for_its_items() -> None:
    """The innermost statement counts."""
    xml = message(item(), item(attributes='xml:lang="fi"')).replace("<newsMessage ", '<newsMessage xml:lang="sv" ')
    assert [entry.language for entry in entries(xml) if isinstance(entry, Take)] == ["sv", "fi"]


PICTURE = item(
    content_meta="<headline>A ferry</headline><description role='drol:caption'>A ferry at Pier 4.</description>",
    content="<remoteContent href='x.jpg'/>",
    kind="ninat:picture",
)


def test_a_picture_beside_a_text_is_no_story() -> None:
    """Its headline and caption never stand for the story's."""
    picture, story = entries(
        message(PICTURE, item(content_meta="<headline>One</headline>", content=xhtml("<p>One.</p>")))
    )
    assert isinstance(picture, Refusal)
    assert isinstance(story, Take)
    assert (picture.reason, story.headline, story.body) == (Reason.NOT_AN_ARTICLE, "One", "One.")


def test_a_picture_alone_is_read_for_its_caption() -> None:
    """A caption filed by itself is copy."""
    take = take_of(PICTURE)
    assert (take.headline, take.body) == ("A ferry", "A ferry at Pier 4.")


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


def test_a_cancelled_version_with_an_empty_body_is_a_kill() -> None:
    """It is read, with the guid and version of what it cancels."""
    take = take_of(item('<pubStatus qcode="stat:canceled"/>', content=xhtml("<p/>"), attributes='version="4"'))
    assert (take.body, take.guid, take.version, take.signal) == ("", "urn:nws:1", 4, Signal.KILL)


def test_without_a_first_creation_the_version_was_the_first() -> None:
    """`contentCreated` may be a picture's, or a day earlier."""
    meta, content_meta = "<versionCreated>2024-01-05</versionCreated>", "<contentCreated>2024-01-01</contentCreated>"
    assert take_of(item(meta, content_meta)).published == "2024-01-05"


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


def test_the_heading_of_the_text_is_the_last_resort() -> None:
    """HTML's title, or its first heading."""
    assert take_of(item(content=xhtml("<p>One.</p>", title="Titled"))).headline == "Titled"
    assert take_of(item(content=xhtml("<h1>Headed</h1><p>One.</p>"))).headline == "Headed"


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


NITF = (
    '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><docdata><key-list><keyword key="ferry"/></key-list>'
    "</docdata></head><body><body.head><hedline><hl1>Inner</hl1></hedline><byline>By Ana Doe</byline></body.head>"
    "<body.content><block><p>One.</p></block></body.content></body></nitf>"
)


@pytest.mark.parametrize(
    "content",
    [
        f"<inlineXML>{NITF}</inlineXML>",
        f"<inlineData contenttype='text/xml'><![CDATA[{NITF}]]></inlineData>",
        f"<inlineXML>{NITF.replace('&', '&amp;').replace('<', '&lt;')}</inlineXML>",
    ],
)
def test_nitf_within_an_item_fills_what_the_item_leaves_open(content: str) -> None:
    """As elements or as text; the item's own words come first."""
    take = take_of(item(content_meta="<headline>Outer</headline>", content=content))
    expected = ("Outer", "By Ana Doe", ("ferry",), "One.", "newsml-g2")
    assert expected == (take.headline, take.byline, take.keywords, take.body, take.format)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<inlineData>One.\n\nTwo.</inlineData>", "One.\n\nTwo."),
        ("<inlineData contenttype='text/html'>&lt;p&gt;One.&lt;/p&gt;</inlineData>", "One."),
        (f"<inlineData encoding='e:base64'>{base64.b64encode('Öre.'.encode()).decode()}</inlineData>", "Öre."),
        ("<inlineData encoding='e:base64'>!</inlineData>", ""),
        (f"<inlineData contenttype='image/png' encoding='e:base64'>{base64.b64encode(b'x').decode()}</inlineData>", ""),
        (
            "<inlineXML><html><body>One without<br/><br/>paragraph tags</body></html></inlineXML>",
            "One without\n\nparagraph tags",
        ),
        (xhtml("<p/>") + "<inlineData>Plain.</inlineData>", "Plain."),
        (xhtml("<p>One.</p>51 77 03 CODES"), "One.\n\n51 77 03 CODES"),
    ],
)
def test_the_first_rendition_that_has_words_is_the_body(content: str, body: str) -> None:
    """Renditions are alternatives of one text, in XML, plain text, HTML or base64."""
    assert body == take_of(item(content=content)).body


def test_notes_within_the_text_reach_the_editors_alone() -> None:
    """By the class of their element."""
    take = take_of(item(content=xhtml('<p>One.</p><section class="notepad"><p>Ring 555 0100</p></section>')))
    assert (take.body, take.ed_note) == ("One.", "Ring 555 0100")


def test_whitespace_within_fields_is_no_part_of_them() -> None:
    """Files that were indented by machine break lines within dates and names."""
    take = take_of(item("<firstCreated>\n  2024-01-05T10:15:00Z\n </firstCreated>", "<urgency> 4\n</urgency>"))
    assert (take.published, take.urgency) == ("2024-01-05T10:15:00Z", 4)
