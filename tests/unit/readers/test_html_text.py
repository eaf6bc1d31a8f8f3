"""Fragments of HTML: what a person would read, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import Reason, Refusal
from worker.readers.html_text import looks_like_html, paragraphs_of_html, unescaped
from worker.readers.sniff import MAX_TEXT


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One\n  and\tmore.</p>", "One and more."),
        ("One.<br><br/>Two.", "One.\n\nTwo."),
        ("One.<br>Two.", "One.\n\nTwo."),
        ("<p>One,<br>still one.</p>", "One, still one."),
        ("<p>A <b>bold</b>, <i>slanted</i> <a href='x'>link</a>.</p>", "A bold, slanted link."),
        ("<p>text</p>tail<p>more</p>", "text\n\ntail\n\nmore"),
        ("<p>Water is H<sub>2</sub>O.</p>", "Water is H2O."),
        ("<h2>Title</h2>text<ul><li>one</li><li>two</li></ul>", "Title\n\ntext\n\none\n\ntwo"),
        ("<blockquote><p>Quoted.</p></blockquote>", "Quoted."),
        ("plain words", "plain words"),
        ("", ""),
        ("   \n ", ""),
    ],
)
def test_blocks_part_paragraphs_and_inline_marks_do_not(markup: str, expected: str) -> None:
    """Block elements and double breaks part paragraphs; inline elements leave the sentence whole."""
    assert expected == paragraphs_of_html(markup)


def test_a_table_is_read_row_by_row() -> None:
    """Each row of a table is one paragraph, its cells parted by bars."""
    markup = "<table><tr><th>Port</th><th>Ferries</th></tr><tr><td>Ellis</td><td>2</td></tr></table>"
    assert paragraphs_of_html(markup) == "Port | Ferries |\n\nEllis | 2 |"


@pytest.mark.parametrize(
    "silent",
    [
        "<script>alert('x')</script>",
        "<style>p { color: red }</style>",
        "<noscript>Switch it on</noscript>",
        "<iframe src='https://nws.example'>frame</iframe>",
        "<svg><text>drawn</text></svg>",
        "<button>Share</button>",
        "<figure><img src='a.jpg'><figcaption>Caption</figcaption></figure>",
        "<!-- a remark -->",
        "<template><p>later</p></template>",
        "<title>Head</title>",
    ],
)
def test_what_is_not_read_out_is_dropped(silent: str) -> None:
    """Code, drawings, controls and captions are not the story's text, and the text after them survives."""
    assert paragraphs_of_html(f"<p>Before.</p>{silent}<p>After.</p>") == "Before.\n\nAfter."


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Smith &amp; Sons</p>",
        "<p>Smith &amp;amp; Sons</p>",
        "&lt;p&gt;Smith &amp;amp; Sons&lt;/p&gt;",
        "&amp;lt;p&amp;gt;Smith &amp;amp;amp; Sons&amp;lt;/p&amp;gt;",
    ],
)
def test_markup_is_read_however_often_it_was_escaped(markup: str) -> None:
    """Feeds escape markup once, twice or three times: the text is the same."""
    assert paragraphs_of_html(markup) == "Smith & Sons"


def test_of_an_embedded_nitf_only_the_content_is_read() -> None:
    """A whole NITF document in a body keeps its head and its by-lines to itself."""
    nitf = (
        "<nitf><head><title>T</title></head><body><body.head><hedline><hl1>H</hl1></hedline></body.head>"
        "<body.content><p>One.</p><p>Two.</p></body.content><body.end/></body></nitf>"
    )
    assert paragraphs_of_html(nitf) == "One.\n\nTwo."


@pytest.mark.parametrize("text", ["<p>a</p>", "a<br>b", "<b>a</b>", "&lt;p&gt;a", "x</div>", "<img src='a'>"])
def test_markup_is_recognised(text: str) -> None:
    """Tags of prose, plain or escaped, are markup."""
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text", ["a < b", "shares of <ACME.O> rose", "5 > 3", "<desk@nws.example>", "AT&amp;T", "i <3 u"]
)
def test_brackets_in_prose_are_no_markup(text: str) -> None:
    """Tickers, addresses and comparisons stay text."""
    assert not looks_like_html(text)


def test_character_references_resolve_at_most_three_times() -> None:
    """A bomb of escapes stops: what is left after three rounds stays as it is."""
    assert unescaped("&amp;amp;amp;amp;") == "&amp;"
    assert (
        unescaped("caf&eacute; &amp;#38; &#8220;bar&#x201d;".replace("&amp;#38;", "&amp;"))
        == "caf\u00e9 & \u201cbar\u201d"
    )


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 200_000 + "deep",
        "<p" * 300_000,
        "<table><tr><td>" * 50_000,
        "&lt;p&gt;" * 100_000,
        "&amp;" * 300_000,
        "<b><i>" * 100_000 + "x" + "</b></i>" * 100_000,
        "<" * 500_000,
        "<!--" * 200_000,
    ],
    ids=["nested", "unclosed", "tables", "escaped", "entities", "crossed", "brackets", "comments"],
)
def test_bombs_are_read_in_linear_time(bomb: str) -> None:
    """Markup made to be slow takes well under the two seconds that a document may take."""
    started = time.process_time()
    paragraphs_of_html(bomb[:MAX_TEXT])
    assert time.process_time() - started < 1.5


def test_markup_longer_than_any_story_is_refused() -> None:
    """What no newsroom files is not parsed at all."""
    with pytest.raises(Refusal) as caught:
        paragraphs_of_html("a" * (MAX_TEXT + 1))
    assert caught.value.reason is Reason.TOO_LARGE


@given(st.text(alphabet=st.sampled_from("<>/&;# pbra!-[]\"'=\n\0\ud800é"), max_size=80))
def test_any_markup_becomes_clean_text(markup: str) -> None:
    """Whatever the markup: text without control characters or lone surrogates, no blank paragraph."""
    text = paragraphs_of_html(markup)
    text.encode()
    assert "\0" not in text
    assert all(paragraph.strip() == paragraph and paragraph for paragraph in text.split("\n\n")) or not text
