"""NewsML 1: trees of components, and which text in them is the story."""

import pytest

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.newsml_1 import claims, read
from worker.readers.xml_safe import MAX_ITEMS

FERRY = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>
<NewsML Version="1.2">
 <NewsEnvelope><DateAndTime>20240105T103000Z</DateAndTime><Priority FormalName="5"/></NewsEnvelope>
 <NewsItem xml:lang="en">
  <Identification>
   <NewsIdentifier>
    <ProviderId>nws.example</ProviderId><DateId>20231231</DateId><NewsItemId>FERRY</NewsItemId>
    <RevisionId PreviousRevision="1" Update="N">2</RevisionId>
    <PublicIdentifier>urn:newsml:nws.example:20231231:FERRY:2</PublicIdentifier>
   </NewsIdentifier>
   <NameLabel>ferry-collision</NameLabel>
  </Identification>
  <NewsManagement>
   <NewsItemType FormalName="News"/>
   <FirstCreated>20240105T091500Z</FirstCreated><ThisRevisionCreated>20240105T103000Z</ThisRevisionCreated>
   <Status FormalName="Usable"/><Urgency FormalName="3"/>
  </NewsManagement>
  <NewsComponent>
   <TopicSet FormalName="Subjects">
    <Topic><TopicType FormalName="SubjectMatter"/><FormalName>03010000</FormalName>
     <Description xml:lang="el" Variant="Name">Μεταφορές</Description>
     <Description xml:lang="en" Variant="Name">Transport</Description></Topic>
    <Topic><TopicType FormalName="Person"/><FormalName>p1</FormalName><Description>Cora Poe</Description></Topic>
    <Topic><TopicType FormalName="Company"/><FormalName>c1</FormalName><Description>Ellis Ferries</Description></Topic>
   </TopicSet>
   <NewsLines>
    <HeadLine>Ferry and tug collide</HeadLine><SubHeadLine>Two ships met</SubHeadLine>
    <ByLine>By Ana Doe</ByLine><DateLine>PORT ELLIS, Jan 5 (NWS) -</DateLine>
    <CreditLine>NWS</CreditLine><SlugLine>FERRY</SlugLine><KeywordLine>ferry, tug</KeywordLine>
    <NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>ADDS quote</NewsLineText></NewsLine>
   </NewsLines>
   <AdministrativeMetadata><Provider><Party FormalName="Northern Wire"/></Provider></AdministrativeMetadata>
   <DescriptiveMetadata>
    <Language FormalName="en"/>
    <SubjectCode>
     <SubjectMatter FormalName="03010000" Scheme="Iptc"/><SubjectQualifier FormalName="x"/>
    </SubjectCode>
    <Location HowPresent="Event"><Property FormalName="City" Value="Ellis Sound"/></Location>
    <Location HowPresent="Origin">
     <Property FormalName="City" Value="Port Ellis"/><Property FormalName="Country" Value="ELL"/>
    </Location>
    <Property FormalName="Keyword" Value="shipping"/>
   </DescriptiveMetadata>
   <NewsComponent>
    <Role FormalName="Caption"/>
    <NewsLines><HeadLine>A ferry</HeadLine></NewsLines>
    <ContentItem><MediaType FormalName="Text"/>
     <DataContent><p>A much longer caption than the story has words: a ferry at Pier 4.</p></DataContent></ContentItem>
   </NewsComponent>
   <NewsComponent>
    <Role FormalName="Main"/>
    <ContentItem><MediaType FormalName="Text"/>
     <DataContent><nitf><body><body.content><p>A ferry met a tug.</p></body.content></body></nitf></DataContent>
    </ContentItem>
   </NewsComponent>
  </NewsComponent>
 </NewsItem>
</NewsML>"""


def newsml(*items: str) -> str:
    return f"<NewsML>{''.join(items)}</NewsML>"


def item(inner: str = "", management: str = "", lines: str = "") -> str:
    return (
        f"<NewsItem><NewsManagement>{management}</NewsManagement>"
        f"<NewsComponent><NewsLines>{lines}</NewsLines>{inner}</NewsComponent></NewsItem>"
    )


def text(words: str, role: str = "", kind: str = "Text") -> str:
    return (
        f"<NewsComponent><Role FormalName='{role}'/><ContentItem><MediaType FormalName='{kind}'/>"
        f"<DataContent>{words}</DataContent></ContentItem></NewsComponent>"
    )


def entries(xml: str) -> list[Take | Refusal]:
    return read(Document(xml.encode()))


def take_of(xml: str) -> Take:
    (take,) = entries(xml)
    assert isinstance(take, Take)
    return take


def test_every_field_is_read_from_its_place() -> None:
    """The whole of a well-made item, as filed: the picture's lines and words are not the story's."""
    expected = Take(
        format="newsml-1",
        headline="Ferry and tug collide",
        body="A ferry met a tug.",
        byline="By Ana Doe",
        dateline="PORT ELLIS, Jan 5 (NWS) -",
        located="Port Ellis",
        slug="FERRY",
        guid="urn:newsml:nws.example:20231231:FERRY:2",
        version=2,
        published="20240105T091500Z",
        updated="20240105T103000Z",
        language="en",
        publisher="Northern Wire",
        credit="NWS",
        summary="Two ships met",
        keywords=("shipping", "ferry", "tug"),
        subjects=(Subject(name="Transport", code="03010000", scheme="Iptc"),),
        places=("Ellis Sound", "Port Ellis"),
        people=("Cora Poe",),
        organisations=("Ellis Ferries",),
        urgency=3,
        pub_status=PubStatus.USABLE,
        ed_note="ADDS quote",
    )
    assert expected == take_of(FERRY)


@pytest.mark.parametrize(
    "head",
    [
        FERRY.encode()[:4096],
        b'<NewsML xmlns="http://iptc.org/std/NewsML/2003-10-10/">',
        b"<NewsItem><Identification><NewsIdentifier>",
    ],
)
def test_newsml_1_is_claimed_by_its_root(head: bytes) -> None:
    """Or by a lone item with its identifier."""
    assert claims(head)


@pytest.mark.parametrize("head", [b"<newsMessage>", b"<NewsItem id='1'>", b"<newsml>", b"<nitf>", b""])
def test_nothing_else_is_claimed(head: bytes) -> None:
    """NewsML-G2 and agencies' own items have readers of their own."""
    assert not claims(head)


def test_an_identifier_without_its_public_form_is_built_of_its_parts() -> None:
    """As the specification says; parts alone identify nothing."""
    without = FERRY.replace("<PublicIdentifier>urn:newsml:nws.example:20231231:FERRY:2</PublicIdentifier>", "")
    assert take_of(without).guid == "urn:newsml:nws.example:20231231:FERRY:2"
    assert take_of(without.replace("<ProviderId>nws.example</ProviderId>", "")).guid is None


@pytest.mark.parametrize(("update", "end"), [("N", "2"), ("U", "2U"), ("A", "2A")])
def test_a_partial_revision_says_so_in_its_built_identifier(update: str, end: str) -> None:
    """A URN of NewsML (RFC 3085) ends with the revision, and with a letter where it holds only a part of the item."""
    without = FERRY.replace("<PublicIdentifier>urn:newsml:nws.example:20231231:FERRY:2</PublicIdentifier>", "")
    partial = without.replace('Update="N"', f'Update="{update}"')
    assert take_of(partial).guid == f"urn:newsml:nws.example:20231231:FERRY:{end}"


def test_the_date_of_the_identifier_is_no_date_of_the_story() -> None:
    """Without dates of the item, the envelope's is the only one."""
    xml = FERRY.replace("<FirstCreated>20240105T091500Z</FirstCreated>", "")
    assert take_of(xml).published == "20240105T103000Z"
    assert take_of(xml.replace("<ThisRevisionCreated>20240105T103000Z</ThisRevisionCreated>", "")).published == (
        "20240105T103000Z"
    )


@pytest.mark.parametrize(
    ("management", "status", "signal"),
    [
        ('<Status FormalName="Canceled"/>', PubStatus.CANCELED, Signal.KILL),
        ('<Status FormalName="Embargoed"/>', PubStatus.WITHHELD, None),
        ('<Status FormalName="Usable"/><Instruction FormalName="Rectify"/>', PubStatus.USABLE, Signal.CORRECTION),
        ('<NewsItemType FormalName="Correction"/><Instruction FormalName="Update"/>', None, Signal.CORRECTION),
        ('<Instruction FormalName="Delete"/>', None, Signal.KILL),
        ('<NewsItemType FormalName="News"/>', None, None),
    ],
)
def test_status_type_and_instruction_tell_what_becomes_of_it(
    management: str, status: PubStatus | None, signal: Signal | None
) -> None:
    """The gravest counts."""
    take = take_of(newsml(item(text("<p>One.</p>"), management)))
    assert (status, signal) == (take.pub_status, take.signal)


@pytest.mark.parametrize(("status", "embargo"), [("Embargoed", "20240106T000000Z"), ("Usable", None)])
def test_only_a_withheld_items_coming_change_is_an_embargo(status: str, embargo: str | None) -> None:
    """A usable item's is its expiry."""
    change = "<StatusWillChange><DateAndTime>20240106T000000Z</DateAndTime></StatusWillChange>"
    xml = newsml(item(text("<p>One.</p>"), f'<Status FormalName="{status}"/>{change}'))
    assert embargo == take_of(xml).embargo


def test_a_cancelled_item_without_text_is_a_kill() -> None:
    """It is read, not refused as empty."""
    take = take_of(newsml(item(management='<Status FormalName="Canceled"/>', lines="<HeadLine>Ferry</HeadLine>")))
    assert (take.headline, take.body, take.signal) == ("Ferry", "", Signal.KILL)


def test_items_that_hold_items_are_refused_and_theirs_are_read() -> None:
    """Each in its place."""
    package, inner = entries(newsml(f"<NewsItem><NewsComponent>{item(text('One.'))}</NewsComponent></NewsItem>"))
    assert isinstance(package, Refusal)
    assert isinstance(inner, Take)
    assert (package.item, package.reason, inner.item, inner.body) == (0, Reason.NOT_AN_ARTICLE, 1, "One.")


@pytest.mark.parametrize("inner", ["<TopicSet/>", "<Update/>"])
def test_topics_and_updates_are_no_stories(inner: str) -> None:
    """They are refused with the reason."""
    (refusal,) = entries(newsml(f"<NewsItem>{inner}</NewsItem>"))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.NOT_AN_ARTICLE


def test_a_document_without_items_is_refused() -> None:
    """Nothing vanishes silently."""
    with pytest.raises(Refusal) as caught:
        entries(newsml("<Catalog/>"))
    assert caught.value.reason is Reason.NOT_AN_ARTICLE


def test_more_items_than_one_document_may_hold_are_refused() -> None:
    """Before any is read."""
    with pytest.raises(Refusal) as caught:
        entries(newsml("<NewsItem/>" * (MAX_ITEMS + 1)))
    assert caught.value.reason is Reason.TOO_LARGE


def test_the_city_of_the_description_is_where_it_was_written() -> None:
    """Where no location says that it is the origin."""
    city = '<DescriptiveMetadata><Property FormalName="City" Value="Port Ellis"/></DescriptiveMetadata>'
    assert take_of(newsml(item(city + text("One.")))).located == "Port Ellis"


def test_a_date_is_no_dateline() -> None:
    """Some systems write the day in the dateline's place."""
    assert take_of(newsml(item(text("One."), lines="<DateLine>5/1/2024</DateLine>"))).dateline is None
