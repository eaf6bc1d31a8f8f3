"""The documents within a NewsML-G2 item: NITF, XHTML, plain text, base64."""

import base64

import pytest

from schemas.article import Take
from schemas.verdict import Refusal
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


def test_the_heading_of_the_text_is_the_last_resort() -> None:
    """HTML's title, or its first heading."""
    assert take_of(item(content=xhtml("<p>One.</p>", title="Titled"))).headline == "Titled"
    assert take_of(item(content=xhtml("<h1>Headed</h1><p>One.</p>"))).headline == "Headed"


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
