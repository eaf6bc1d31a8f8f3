"""The article among the nodes of a page's JSON-LD."""

import json
import time

import pytest

from worker.readers.html_jsonld import Graph, address, full_text, is_article, text


def node(**members: object) -> dict[str, object]:
    return {"@type": "NewsArticle", **members}


def headline_in(*scripts: str, urls: set[str] | None = None, titles: set[str] | None = None) -> object:
    return Graph(scripts).article(urls or set(), titles or set()).get("headline")


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Aground"}',
        '[{"@type": "WebSite"}, {"@type": ["Article", "ReportageNewsArticle"], "headline": "Aground"}]',
        '{"@graph": [{"@type": "https://schema.org/NewsArticle", "headline": "Aground"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Aground"}}',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Aground"}\n//]]>',
        '<!-- {"@type": "NewsArticle", "headline": "Aground"} -->',
        '{"@type": "NewsArticle", "headline": "Aground",}',
        '{"@type": "NewsArticle", "headline": "Aground", "description": "two\nlines"};',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Aground&quot;}",
        '{"@type": "WebSite"} {"@type": "NewsArticle", "headline": "Aground"}',
    ],
)
def test_the_article_is_found_in_every_shape(script: str) -> None:
    """Lists, graphs, several types, and the slips of real templates: comments, commas, newlines, entities."""
    assert headline_in(script) == "Aground"


@pytest.mark.parametrize("script", ["", "{", "null", "7", '"x"', "[" * 100_000, '{"a":' * 50_000])
def test_what_is_no_json_states_nothing(script: str) -> None:
    """Broken or endlessly nested JSON is passed over."""
    assert headline_in(script) is None


def test_the_node_with_the_pages_address_is_the_article() -> None:
    """Of several articles with different dates the page's own is meant, whatever query its address carries."""
    others = [
        node(headline="Other", datePublished="2026-01-01"),
        node(headline="Own", url="http://www.post.example/own/?ref=x"),
    ]
    assert headline_in(json.dumps(others), urls={"https://post.example/own"}) == "Own"


def test_the_node_with_the_pages_title_is_the_article() -> None:
    """Without addresses the titles tell."""
    others = [node(headline="Other", datePublished="2026-01-01"), node(headline="Own &amp; only")]
    assert "Own & only".replace("&", "&amp;") == headline_in(json.dumps(others), titles={"Own & Only"})


def test_recommended_articles_come_last() -> None:
    """A complete node inside `mentions` or a list of links is another story."""
    page = {"@type": "WebPage", "mentions": [node(headline="Other", datePublished="2026-01-01", author="A")]}
    assert headline_in(json.dumps([page, node(headline="Own")])) == "Own"


def test_a_reference_is_followed() -> None:
    """`@id` alone stands for the node that has the members."""
    graph = Graph(['[{"@id": "#m", "name": "Maren Oltmann"}, {"@type": "NewsArticle", "author": {"@id": "#m"}}]'])
    assert graph.resolve({"@id": "#m"}) == {"@id": "#m", "name": "Maren Oltmann"}
    assert graph.resolve({"@id": "#nobody"}) == {"@id": "#nobody"}


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Fog &amp;amp; <i>ferry</i>\n aground", "Fog & ferry aground"),
        ({"@value": "Fog"}, "Fog"),
        ({"name": "Fog"}, "Fog"),
        (["", None, "Fog"], "Fog"),
        (7, None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_member_is_read_as_one_line(value: object, line: str | None) -> None:
    """Strings, language-tagged values and lists; entities escaped twice and markup go."""
    assert line == text(value)


def test_other_kinds_of_nodes_are_no_article() -> None:
    """A film about the story is not the story."""
    assert not any(
        is_article({"@type": kind}) for kind in ("VideoObject", "WebPage", "Organization", "CreativeWork", None)
    )


def test_the_same_page_has_one_address() -> None:
    """Scheme, `www.`, query, fragment and closing slash do not matter."""
    assert address("//post.example/a") == address("HTTPS://www.Post.example/a/?x=1#y")


def test_the_body_is_plain_paragraphs() -> None:
    """Markup parts paragraphs; a node without one states no text."""
    assert full_text({"articleBody": "&lt;p&gt;One.&lt;/p&gt;<p>Two&nbsp;now.</p>"}) == "One.\n\nTwo now."
    assert full_text({"articleBody": ["x"]}) == ""


def test_a_script_of_blanks_takes_no_time() -> None:
    """What closes a comment is sought within a few blanks: a script of nothing else is passed over at once."""
    begun = time.process_time()
    Graph(["{" + " " * 200_000 + "x"])

    assert time.process_time() - begun < 1
