"""NewsML-G2: items of a message, their dates, roles, signals and the documents within them."""

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


def test_a_cancelled_version_with_an_empty_body_is_a_kill() -> None:
    """It is read, with the guid and version of what it cancels."""
    take = take_of(item('<pubStatus qcode="stat:canceled"/>', content=xhtml("<p/>"), attributes='version="4"'))
    assert (take.body, take.guid, take.version, take.signal) == ("", "urn:nws:1", 4, Signal.KILL)


def test_without_a_first_creation_the_version_was_the_first() -> None:
    """`contentCreated` may be a picture's, or a day earlier."""
    meta, content_meta = "<versionCreated>2024-01-05</versionCreated>", "<contentCreated>2024-01-01</contentCreated>"
    assert take_of(item(meta, content_meta)).published == "2024-01-05"
