"""Which of the texts in a NewsML 1 item is the story."""

import base64

import pytest

from schemas.article import Take
from schemas.verdict import Refusal
from worker.readers.document import Document
from worker.readers.newsml_1 import read


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


def test_the_role_tells_the_main_text() -> None:
    """A longer text beside it is not the story."""
    assert take_of(newsml(item(text("A long side bar of words.", "Supporting") + text("One.", "Main")))).body == "One."


def test_without_roles_the_longest_text_is_the_story() -> None:
    """A title or a product code may stand in a component of its own."""
    assert take_of(newsml(item(text("CODE") + text("The story itself.")))).body == "The story itself."


def test_title_and_lead_may_be_components() -> None:
    """The lead opens the body unless the body repeats it."""
    parts = text("Ferry hit", "Title") + text("Two ships met.", "Lead")
    take = take_of(newsml(item(parts + text("No one was hurt.", "Body"))))
    assert (take.headline, take.summary, take.body) == (
        "Ferry hit",
        "Two ships met.",
        "Two ships met.\n\nNo one was hurt.",
    )
    repeated = take_of(newsml(item(parts + text("Two ships met. No one was hurt.", "Body"))))
    assert repeated.body == "Two ships met. No one was hurt."


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<DataContent><![CDATA[<P>One.</P><P>Two.</P>]]></DataContent>", "One.\n\nTwo."),
        ("<DataContent><html><body><p>One.</p></body></html></DataContent>", "One."),
        ("<DataContent>One.\n\nTwo.</DataContent>", "One.\n\nTwo."),
        (
            f"<Encoding Notation='Base64'><DataContent>{base64.b64encode(b'One.').decode()}</DataContent></Encoding>",
            "One.",
        ),
        ("<MediaType FormalName='Photo'/><DataContent>One.</DataContent>", ""),
    ],
)
def test_content_is_read_in_whatever_form_it_comes(content: str, body: str) -> None:
    """HTML in CDATA, XHTML, plain text, base64; what is no text is left."""
    assert body == take_of(newsml(item(f"<ContentItem>{content}</ContentItem>"))).body


def test_a_picture_alone_is_read_for_its_caption() -> None:
    """Beside a story a caption is not read; by itself it is all there is."""
    picture = item(text("A ferry at Pier 4.", "Caption") + text("binary", "Main", "Photo"))
    assert take_of(newsml(picture)).body == "A ferry at Pier 4."
    first, _ = entries(newsml(picture, item(text("One."))))
    assert isinstance(first, Take)
    assert first.body == ""


def test_a_headline_may_stand_in_another_component_but_a_pictures() -> None:
    """Lines of a sibling are better than none."""
    lines = "<NewsComponent>{role}<NewsLines><HeadLine>{words}</HeadLine></NewsLines></NewsComponent>"
    picture = lines.format(role="<Role FormalName='Photo'/>", words="A ferry")
    sibling = lines.format(role="", words="Ferry hit")
    assert take_of(newsml(item(picture + sibling + text("One.")))).headline == "Ferry hit"
