"""IPTC ninjs: the single values of 1.x, the arrays with roles of 2.x, the camel case of 3.x."""

from typing import Any

import orjson
import pytest

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal
from worker.readers import schema_org
from worker.readers.document import Document
from worker.readers.json_article import read

NINJS_1 = {
    "uri": "urn:nws:17",
    "type": "text",
    "mimetype": "text/plain",
    "version": "2",
    "firstcreated": "2024-01-05T10:00:00Z",
    "versioncreated": "2024-01-05T10:15:00Z",
    "pubstatus": "usable",
    "urgency": 4,
    "language": "en",
    "headline": "Ferry and tug collide",
    "slugline": "FERRY",
    "byline": "Ana Doe and Ben Roe",
    "located": "Port Ellis",
    "ednote": "Adds quote",
    "copyrightholder": "Northern Wire",
    "body_text": "A ferry met a tug.",
    "body_xhtml": "<p>A ferry met a tug.</p><p>No one was hurt.</p>",
    "subject": [{"code": "medtop:20000001", "name": "transport", "rel": "about"}],
    "place": [{"name": "Port Ellis", "rel": "mentions"}],
    "person": [{"name": "Cora Poe", "rel": "about"}],
    "organisation": [{"name": "Ellis Ferries", "rel": "mentions"}],
    "infosource": [{"name": "Northern Wire", "rel": "source"}],
    "renditions": {"thumb": {"href": "https://nws.example/t.jpg", "title": "No headline"}},
    "associations": {"picture": {"type": "picture", "headline": "No headline", "body_text": "No body"}},
}

NINJS_3 = {
    "uri": "urn:nws:17",
    "standard": {"name": "ninjs", "version": "3.0", "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.0.json"},
    "type": "text",
    "version": "2",
    "firstCreated": "2024-01-05T10:00:00Z",
    "versionCreated": "2024-01-05T10:15:00Z",
    "pubStatus": "usable",
    "urgency": 4,
    "language": "en",
    "title": "A working title",
    "headlines": [{"role": "short", "value": "Ferry hit"}, {"role": "main", "value": "Ferry and tug collide"}],
    "slugline": "FERRY",
    "by": "Ana Doe and Ben Roe",
    "located": "Port Ellis",
    "edNote": "Adds quote",
    "copyrightHolder": "Northern Wire",
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "A ferry met a tug."},
        {"role": "main", "contentType": "text/html", "value": "<p>A ferry met a tug.</p><p>No one was hurt.</p>"},
    ],
    "subjects": [{"uri": "medtop:20000001", "name": "transport", "rel": "about"}],
    "places": [{"name": "Port Ellis"}],
    "people": [{"name": "Cora Poe"}],
    "organisations": [{"name": "Ellis Ferries"}],
    "infoSources": [{"name": "Northern Wire"}],
    "trustIndicators": [{"role": "x", "title": "No headline"}],
    "renditions": [{"name": "thumb", "href": "https://nws.example/t.jpg"}],
    "associations": [{"type": "picture", "headlines": [{"role": "main", "value": "No headline"}]}],
}


def take(body: dict[str, Any]) -> Take:
    (only,) = read(Document(orjson.dumps(body)))
    assert isinstance(only, Take)
    return only


@pytest.mark.parametrize("stated", [NINJS_1, NINJS_3], ids=["1.x", "3.x"])
def test_each_version_states_the_same_take(stated: dict[str, Any]) -> None:
    """The versions spell names differently and mean the same; renditions and associations are none of the story's."""
    expected = Take(
        format="json",
        guid="urn:nws:17",
        version=2,
        headline="Ferry and tug collide",
        body="A ferry met a tug.\n\nNo one was hurt.",
        byline="Ana Doe and Ben Roe",
        located="Port Ellis",
        slug="FERRY",
        published="2024-01-05T10:00:00Z",
        updated="2024-01-05T10:15:00Z",
        language="en",
        publisher="Northern Wire",
        subjects=(Subject(name="transport", code="20000001", scheme="medtop"),),
        places=("Port Ellis",),
        people=("Cora Poe",),
        organisations=("Ellis Ferries",),
        urgency=4,
        pub_status=PubStatus.USABLE,
        ed_note="Adds quote",
    )
    assert expected == take(stated)


def test_ninjs_2_names_its_content_types_in_small_letters() -> None:
    """2.x has the arrays of 3.x and the small letters of 1.x."""
    stated = {
        "uri": "urn:1",
        "headlines": [{"role": "main", "value": "Ferry"}],
        "bodies": [{"role": "xhtml", "contenttype": "text/html", "value": "One.<br/><br/>Two."}],
        "descriptions": [{"role": "text", "contenttype": "text/plain", "value": "In short."}],
    }
    read_ = take(stated)
    assert (read_.headline, read_.body, read_.summary) == ("Ferry", "One.\n\nTwo.", "In short.")


def test_xhtml_comes_before_an_embedded_nitf() -> None:
    """A 3.0 document may carry the story as NITF, as XHTML and as text: NITF is read only without the others."""
    nitf = "<nitf><head><title>T</title></head><body><body.content><p>From NITF.</p></body.content></body></nitf>"
    as_nitf = {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": nitf}
    as_html = {"role": "xhtml", "contentType": "application/xhtml+xml", "value": "<p>From XHTML.</p>"}
    assert take({"title": "F", "bodies": [as_nitf, as_html]}).body == "From XHTML."
    assert take({"title": "F", "bodies": [as_nitf]}).body == "From NITF."


def test_a_story_first_created_and_never_changed_has_one_date() -> None:
    """Where only the version's date is stated, it is when the story was published too."""
    read_ = take({"title": "F", "versioncreated": "2024-01-05T10:15:00Z"})
    assert read_.published == read_.updated == "2024-01-05T10:15:00Z"


@pytest.mark.parametrize("kind", ["picture", "graphic", "audio", "video", "planning", "event"])
def test_other_kinds_of_content_are_no_article(kind: str) -> None:
    """A picture has a headline and a text too, but they are its caption."""
    (only,) = read(Document(orjson.dumps({**NINJS_1, "type": kind})))
    assert isinstance(only, Refusal)
    assert only.reason is Reason.NOT_AN_ARTICLE
    assert kind in only.detail


@pytest.mark.parametrize("kind", ["text", "composite", "story", "advisory", "article"])
def test_kinds_that_hold_a_text_are_articles(kind: str) -> None:
    """A composite with a body of its own is a story with pictures; agencies have kinds of their own beside."""
    assert take({**NINJS_1, "type": kind}).headline == "Ferry and tug collide"


def test_bodies_of_no_known_shape_are_passed_over() -> None:
    """A `bodies` that is no list of objects does no harm."""
    assert take({"title": "F", "bodies": ["x", 1, None, {"value": None}], "text": "It sailed."}).body == "It sailed."
    assert take({"title": "F", "bodies": "loose", "text": "It sailed."}).body == "It sailed."


GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "@id": "https://nws.example/ferry", "name": "NWS"},
        {
            "@type": ["NewsArticle", "Thing"],
            "@id": "https://nws.example/ferry#article",
            "headline": "Ferry and tug collide",
            "articleBody": "A ferry met a tug.",
            "datePublished": "2024-01-05T10:15:00+01:00",
            "dateModified": "2024-01-05T11:00:00+01:00",
            "inLanguage": {"@type": "Language", "name": "English", "alternateName": "en"},
            "mainEntityOfPage": {"@id": "https://nws.example/ferry"},
            "author": [{"@id": "#ana"}, {"@id": "#nws"}],
            "publisher": {"@id": "#nws"},
            "articleSection": ["Sea"],
            "keywords": "ferry, tug",
        },
        {"@type": "Person", "@id": "#ana", "name": "Ana Doe"},
        {"@type": "NewsMediaOrganization", "@id": "#nws", "name": "Northern Wire"},
        {"@type": "BreadcrumbList", "itemListElement": []},
    ],
}


def test_a_graph_gives_its_articles_with_the_nodes_they_refer_to() -> None:
    """Of a graph only the articles are read; author and publisher are looked up by their identity."""
    read_ = take(GRAPH)
    assert read_.headline == "Ferry and tug collide"
    assert read_.authors == ("Ana Doe",)
    assert read_.publisher == "Northern Wire"
    assert read_.language == "en"
    assert read_.published == "2024-01-05T10:15:00+01:00"
    assert read_.updated == "2024-01-05T11:00:00+01:00"
    assert read_.subjects == (Subject(name="Sea"),)
    assert read_.keywords == ("ferry", "tug")


def test_an_identity_that_is_only_a_fragment_is_no_guid() -> None:
    """`#article` names a node of its page, not the article."""
    assert take({"@type": "NewsArticle", "@id": "#article", "headline": "F"}).guid is None


def test_nodes_that_refer_to_each_other_end() -> None:
    """A circle of references is followed once."""
    circle = {"@graph": [{"@type": "Article", "@id": "#a", "headline": "F", "author": {"@id": "#a"}}]}
    assert take(circle).headline == "F"


@pytest.mark.parametrize(
    "kind", ["NewsArticle", "https://schema.org/NewsArticle", "schema:ReportageNewsArticle", "BlogPosting"]
)
def test_articles_of_every_kind_are_known(kind: str) -> None:
    """The type may stand with its vocabulary's address or prefix."""
    assert schema_org.is_article({"@type": kind})


@pytest.mark.parametrize("kind", ["WebPage", "Person", "", None, 3, ["Organization"]])
def test_other_types_are_no_articles(kind: object) -> None:
    """A page or a person is no article, and neither is a type that is no word."""
    assert not schema_org.is_article({"@type": kind})
