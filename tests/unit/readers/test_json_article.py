"""JSON as people send it: names, shapes, and what is no article."""

import time
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.json_article import claims, read


def entries(body: Any, name: str = "a.json") -> list[Take | Refusal]:
    return read(Document(body if isinstance(body, bytes) else orjson.dumps(body), name))


def take(body: Any) -> Take:
    (only,) = entries(body)
    assert isinstance(only, Take)
    return only


def refusal(body: Any) -> Refusal:
    (only,) = entries(body)
    assert isinstance(only, Refusal)
    return only


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("guid", ["guid", "uri", "id"]),
        ("headline", ["headline", "title"]),
        ("body", ["body_text", "text", "content", "body", "body_html", "articleBody"]),
        ("byline", ["byline", "by", "author"]),
        ("published", ["published_at", "versioncreated", "date_published", "datePublished", "date", "pubDate"]),
        ("updated", ["updated", "updated_at", "dateModified", "versioncreated"]),
        ("publisher", ["publisher", "source", "provider"]),
        ("language", ["language", "inLanguage", "lang"]),
        ("summary", ["summary", "description", "description_text"]),
        ("slug", ["slugline", "slug"]),
        ("ed_note", ["ednote", "edNote", "ed_note", "Editorial Note"]),
        ("embargo", ["embargoed", "embargo_until"]),
        ("dateline", ["dateline"]),
        ("credit", ["creditline", "creditLine"]),
    ],
)
def test_a_field_is_found_by_each_of_its_names(field: str, names: list[str]) -> None:
    """People spell names as they like: each of these fills the field, as filed."""
    for name in names:
        other = {"body": "It sailed."} if field == "headline" else {"headline": "Ferry"}
        assert getattr(take({**other, name: "Some words"}), field) == "Some words", name


@pytest.mark.parametrize("name", ["url", "link", "canonical_url", "permalink"])
def test_an_address_must_be_one(name: str) -> None:
    """An address is taken from each of its names, but only where it is an address."""
    assert take({"title": "Ferry", name: "https://nws.example/f"}).url == "https://nws.example/f"
    assert take({"title": "Ferry", name: "see below"}).url is None
    assert take({"title": "Ferry", name: [{"rel": "self"}]}).url is None


@pytest.mark.parametrize(
    ("stated", "version"),
    [(3, 3), ("3", 3), ("3.0", 3), (3.0, 3), ("v3", None), (-1, None), (True, None), (10**12, None)],
)
def test_a_version_is_a_whole_number_or_none(stated: object, version: int | None) -> None:
    """A version is read from a number or from digits; nothing else becomes one."""
    assert version == take({"title": "Ferry", "version": stated}).version


@pytest.mark.parametrize(
    ("stated", "byline", "authors"),
    [
        ("Ana Doe and Ben Roe", "Ana Doe and Ben Roe", ()),
        (["Ana Doe", "Ben Roe"], None, ("Ana Doe", "Ben Roe")),
        ({"name": "Ana Doe"}, None, ("Ana Doe",)),
        ([{"@type": "Person", "name": "Ana Doe"}, {"@type": "Organization", "name": "NWS"}], None, ("Ana Doe",)),
        ({"@type": "NewsMediaOrganization", "name": "NWS"}, None, ()),
        ([], None, ()),
        (None, None, ()),
    ],
)
def test_authors_as_text_are_a_byline_and_as_a_list_persons(
    stated: object, byline: str | None, authors: tuple[str, ...]
) -> None:
    """One text may name two people, so it stays a by-line; a list names persons, organisations left out."""
    read_ = take({"title": "Ferry", "author": stated})
    assert (byline, authors) == (read_.byline, read_.authors)


def test_subjects_keep_their_codes_and_schemes() -> None:
    """A topic is a name, a code or both; an address or a qcode is parted into scheme and code."""
    subjects = [
        "Transport",
        {"name": "Ferries", "code": "medtop:20000001"},
        {"name": "Ports", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000002"},
        {"name": "Sea", "literal": "13010000"},
        {"name": "Tugs", "literal": "Tugs"},
        {"code": "x", "scheme": "desk"},
        {},
        None,
    ]
    expected = (
        Subject(name="Transport"),
        Subject(name="Ferries", code="20000001", scheme="medtop"),
        Subject(name="Ports", code="20000002", scheme="http://cv.iptc.org/newscodes/mediatopic"),
        Subject(name="Sea", code="13010000"),
        Subject(name="Tugs"),
        Subject(code="x", scheme="desk"),
    )
    assert expected == take({"title": "Ferry", "subjects": subjects}).subjects


def test_keywords_come_as_a_list_or_as_one_text() -> None:
    """Keywords in one text are parted at commas or semicolons; doubles count once."""
    assert take({"title": "F", "keywords": ["a", "b", "a"]}).keywords == ("a", "b")
    assert take({"title": "F", "tags": "a, b,a"}).keywords == ("a", "b")
    assert take({"title": "F", "keywords": "a, b; c"}).keywords == ("a, b", "c")


@pytest.mark.parametrize(
    ("stated", "body"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One ends here.\nTwo ends here.", "One ends here.\n\nTwo ends here."),
        ("a line that was wrapped\nat some column and goes on", "a line that was wrapped at some column and goes on"),
        ("<p>One.</p><p>Two &amp; more.</p>", "One.\n\nTwo & more."),
        ("&lt;p&gt;One.&lt;/p&gt;", "One."),
        ("Smith &amp; Sons rose <ACME.O>", "Smith & Sons rose <ACME.O>"),
        (["One.", "Two."], "One.\n\nTwo."),
        ([{"type": "text", "content": "x", "text": "One."}, {"text": "<p>Two.</p>"}], "One.\n\nTwo."),
        ({"rendered": "<p>One.</p>"}, "One."),
        ("", ""),
        (17, "17"),
    ],
)
def test_a_body_becomes_paragraphs_in_any_shape(stated: object, body: str) -> None:
    """Text, HTML, escaped HTML, lists and objects: the same clean paragraphs; brackets in prose stay."""
    assert body == take({"headline": "Ferry", "body": stated}).body


def test_where_html_and_text_are_sent_the_html_parts_the_paragraphs() -> None:
    """HTML is preferred for its paragraphs, unless the text says much more than that."""
    both = {"headline": "F", "body_text": "One. Two.", "body_html": "<p>One.</p><p>Two.</p>"}
    assert take(both).body == "One.\n\nTwo."
    teaser = {"headline": "F", "body_text": "One. Two. " * 50, "body_html": "<p>One.</p>"}
    assert take(teaser).body.startswith("One. Two. One.")


def test_markup_and_references_in_a_headline_are_resolved() -> None:
    """A headline is one line of text: no tags, no references, no control characters."""
    assert take({"title": "Ferry &amp;amp; <b>tug</b>\u0000\n collide"}).headline == "Ferry & tug collide"


def test_a_brief_is_its_description() -> None:
    """Where the only text is a description, it is the body too; beside a body it is only the summary."""
    brief = take({"headline": "F", "description": "It sailed."})
    assert (brief.body, brief.summary) == ("It sailed.", "It sailed.")
    assert take({"headline": "F", "description": "Short.", "body": "Long."}).body == "Long."


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


@pytest.mark.parametrize(
    "word", ["canceled", "cancelled", "stat:canceled", "http://cv.iptc.org/newscodes/pubstatusg2/canceled"]
)
def test_a_cancelled_article_is_a_kill_even_without_a_text(word: str) -> None:
    """A cancellation says that an earlier version must go: it needs neither headline nor body."""
    killed = take({"uri": "urn:1", "pubstatus": word})
    assert (killed.pub_status, killed.signal, killed.body) == (PubStatus.CANCELED, Signal.KILL, "")


@pytest.mark.parametrize("word", ["usable", "stat:usable", "withheld", "Usable"])
def test_other_statuses_are_no_kill(word: str) -> None:
    """Only a cancellation kills."""
    assert take({"title": "F", "pubStatus": word}).signal is None


def test_a_status_of_ones_own_is_none() -> None:
    """A word that is no publishing status is not made one."""
    assert take({"title": "F", "status": "ok"}).pub_status is None


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        (b'{"headline": "Ferry", "n": NaN, "m": Infinity}', "Ferry"),
        (b'{"headline": "Fer\nry"}', "Fer ry"),
        (b'{"headline": "Ferry \\ud800"}', "Ferry"),
        (b'{"headline": "Ferry", "n": ' + b"9" * 10_000 + b"}", "Ferry"),
        (b'{"headline": "Ferry", "n": 1e99999}', "Ferry"),
        (b'{"headline": "One", "headline": "Ferry"}', "Ferry"),
        (b'\xef\xbb\xbf{"headline": "Ferry"}', "Ferry"),
        ('{"headline": "Fähre"}'.encode("utf-16"), "Fähre"),
        ('{"headline": "Fähre"}'.encode("latin-1"), "Fähre"),
        (b'{"headline": "Ferry\\u0000\\u0007"}', "Ferry"),
    ],
    ids=[
        "nan",
        "raw newline",
        "surrogate",
        "long integer",
        "huge float",
        "doubled name",
        "bom",
        "utf-16",
        "latin-1",
        "nul",
    ],
)
def test_what_strict_parsers_refuse_and_senders_send_is_read(body: bytes, headline: str) -> None:
    """Not-a-number, raw controls, lone surrogates, huge numbers, doubled names and other charsets do no harm."""
    assert headline == take(body).headline


@pytest.mark.parametrize(
    "bomb",
    [b"[" * 500_000, b'{"a":' * 200_000, b"[" * 2_000 + b"]" * 2_000, b'{"headline":' + b"[" * 900 + b"]" * 900 + b"}"],
    ids=["arrays", "objects", "closed", "in a field"],
)
def test_depth_bombs_are_refused_or_read_at_once(bomb: bytes) -> None:
    """Nesting without end costs neither the stack nor the time."""
    started = time.perf_counter()
    try:
        found: list[Take | Refusal] = entries(bomb)
    except Refusal as stopped:
        found = [stopped]
    assert all(isinstance(each, Refusal) for each in found)
    assert time.perf_counter() - started < 1.0


def test_thousands_of_objects_in_one_document_are_refused() -> None:
    """Such a file is sent as JSON Lines, which come here one by one."""
    with pytest.raises(Refusal) as caught:
        entries(b"[" + b'{"a":1},' * 2_000 + b'{"a":1}]')
    assert caught.value.reason is Reason.TOO_LARGE


def test_a_list_of_endless_names_is_cut() -> None:
    """A field with a hundred thousand names is no article's: it is cut, and quickly."""
    started = time.perf_counter()
    assert len(take({"title": "F", "keywords": [f"k{n}" for n in range(100_000)]}).keywords) <= 1_000
    assert time.perf_counter() - started < 1.0


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


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["headline", "body", "author", "@graph", "@type", "item", "bodies", "subject"]), inner
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_takes_and_refusals(value: object) -> None:
    """Whatever the value, each entry is numbered and nothing but a Refusal is raised."""
    try:
        found = entries(orjson.dumps(value))
    except Refusal as whole:
        found = [whole]
    for number, each in enumerate(found):
        assert each.item in {number, None}


@given(st.binary(max_size=60), st.sampled_from([b"", b'{"headline":', b'[{"body":"', b'{"a":1}\n']))
def test_any_bytes_are_read_or_refused(tail: bytes, start: bytes) -> None:
    """Bytes that only begin like JSON raise nothing but a Refusal."""
    try:
        found = entries(start + tail)
    except Refusal as whole:
        found = [whole]
    assert found
