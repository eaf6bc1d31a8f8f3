"""JSON as people send it: arrays, lines and envelopes, broken lines, and what is no article."""

from typing import Any

import orjson
import pytest

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from tests.support.json_articles import entries, refusal, take
from worker.readers.json_article import claims


def test_an_array_and_lines_give_one_entry_each() -> None:
    """An array and JSON Lines are the same articles, numbered from 0."""
    articles = [{"headline": "One"}, {"headline": "Two"}]
    lines = b"\n".join(orjson.dumps(article) for article in articles)
    for body in orjson.dumps(articles), lines, lines.replace(b"\n", b"\r\n\r\n") + b"\n":
        found = entries(body)
        assert [(each.headline, each.item) for each in found if isinstance(each, Take)] == [("One", 0), ("Two", 1)]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt"])
def test_a_bad_line_is_the_refusal_of_that_line_alone(name: str) -> None:
    """The lines around a bad one are read; its refusal says line and column."""
    found = entries(b'{"headline": "One"}\n{"headline": oops}\n\n{"headline": "Three"}\n', name)
    assert [Take, Refusal, Take] == [type(each) for each in found]
    bad = found[1]
    assert isinstance(bad, Refusal)
    assert (bad.reason, bad.item) == (Reason.MALFORMED, 1)
    assert "Line 2, column 14" in bad.detail


def test_a_bad_first_line_spoils_only_itself() -> None:
    """JSON Lines are recognised even when the first line is broken."""
    found = entries(b'{"headline": \n{"headline": "Two"}\n{"headline": "Three"}\n', "lines.json")
    assert [Refusal, Take, Take] == [type(each) for each in found]


@pytest.mark.parametrize(
    ("body", "where"), [(b'{"headline": "One", }', "Line 1, column 21"), (b'{\n "a": 1,\n "b": }', "Line 3, column 7")]
)
def test_broken_json_is_refused_with_line_and_column(body: bytes, where: str) -> None:
    """A person must be able to find the fault."""
    with pytest.raises(Refusal) as caught:
        entries(body)
    assert caught.value.reason is Reason.MALFORMED
    assert where in caught.value.detail


@pytest.mark.parametrize(
    "envelope",
    [
        {"item": [{"headline": "One"}]},
        {"total": 1, "items": [{"headline": "One"}]},
        {"status": "ok", "articles": [{"headline": "One"}]},
        {"response": {"docs": [{"headline": "One"}]}},
        {"hits": {"hits": [{"_source": {"headline": "One"}}]}},
        {"article": {"headline": "One"}},
        {"data": [{"headline": "One"}]},
    ],
)
def test_articles_are_found_in_the_envelopes_of_web_services(envelope: dict[str, Any]) -> None:
    """What stands around the articles is no article."""
    assert take(envelope).headline == "One"


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"type": "picture", "headline": "F", "body_text": "x"}, "picture"),
        ({"type": "video", "headline": "F"}, "video"),
        ({"foo": 1, "bar": 2}, "foo, bar"),
        ({}, "none"),
        ({"@type": "WebSite", "name": "NWS"}, "WebSite"),
        ({"@context": "https://schema.org", "@type": "ImageObject", "name": "F"}, "ImageObject"),
    ],
)
def test_what_is_no_article_is_refused_by_what_it_is(stated: dict[str, Any], said: str) -> None:
    """Pictures, pages and strange objects are read, understood, and refused in a sentence."""
    refused = refusal(stated)
    assert refused.reason is Reason.NOT_AN_ARTICLE
    assert said in refused.detail


def test_a_refusal_quotes_names_as_clean_text() -> None:
    """Names of members go into a sentence for a person: without the control characters they came with."""
    assert "\0" not in refusal({"a\0b\n": 1, "\x1b[31m": 2}).detail


@pytest.mark.parametrize("value", [1, "text", None, True, [1, 2], ["a"]])
def test_values_that_are_no_objects_are_refused_one_by_one(value: object) -> None:
    """A number, a string or an array in the place of an article is refused, and says what it is."""
    found = entries(orjson.dumps([value]))
    assert [each.reason for each in found if isinstance(each, Refusal)] == [Reason.NOT_AN_ARTICLE]


def test_an_empty_array_is_refused() -> None:
    """No object, no article."""
    with pytest.raises(Refusal) as caught:
        entries(b"[]")
    assert caught.value.reason is Reason.NOT_AN_ARTICLE


@pytest.mark.parametrize("head", [b'{"a"', b"{}", b'[{"a"', b"[]", b'{ \n "a"', b'[\n {\n "a"'])
def test_heads_of_json_are_claimed(head: bytes) -> None:
    """An object or an array of objects shows itself in its first characters."""
    assert claims(head)


@pytest.mark.parametrize(
    "head", [b"{curly} words", b"[Editors: note]", b"", b"text", b"<a>", b"[1] A footnote", b"{\\rtf1"]
)
def test_heads_of_text_are_not_claimed(head: bytes) -> None:
    """Prose may begin with a bracket too."""
    assert not claims(head)
