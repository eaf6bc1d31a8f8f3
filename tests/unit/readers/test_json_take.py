"""One JSON article as a take: its names and shapes, persons and subjects, paragraphs, and its status."""

import pytest

from schemas.article import Subject
from schemas.verdict import PubStatus, Signal
from tests.support.json_articles import take


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
