"""Block text of NITF, XHTML and escaped HTML."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from worker.readers.xml_text import body_of, line_of, notes_in, plain_body, plain_line


def body(xml: str) -> str:
    return body_of(etree.fromstring(f"<body.content>{xml}</body.content>"))


def escaped(markup: str, times: int) -> str:
    for _ in range(times):
        markup = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return markup


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One <em>two</em> three <org>Ellis</org>, four.</p>", "One two three Ellis, four."),
        ("<p>One <br/>goes on.</p>", "One goes on."),
        ("One.<br/><br/>Two.", "One.\n\nTwo."),
        ("<block><hl2>Head</hl2><p>One.</p></block>", "Head\n\nOne."),
        ("Before<p>One.</p>between<p>Two.</p>after", "Before\n\nOne.\n\nbetween\n\nTwo.\n\nafter"),
        ("<ul><li>One</li><li>Two</li></ul>end", "One\n\nTwo\n\nend"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\nMeaning"),
        ("<p>One.</p><p/><p> </p><hr/><p>Two.</p>", "One.\n\nTwo."),
        ("One goes\non.\n \n  Two.", "One goes on.\n\nTwo."),
        ("<p>H<sub>2</sub>O and Lamp<sup>®</sup></p>", "H2O and Lamp®"),
    ],
)
def test_paragraphs_are_parted_and_tails_survive(xml: str, text: str) -> None:
    """Blocks stand apart, inline elements run on, and bodies without paragraph tags keep their blank lines."""
    assert text == body(xml)


def test_a_table_row_is_one_line() -> None:
    """Filled cells are parted by a bar; paragraphs within a cell stay in the row; empty cells leave nothing."""
    table = "<table><tr><th></th><th>P</th></tr><tr><td><p>Port Ellis</p></td><td>\n 12 </td><td/></tr></table>after"
    assert body(table) == "P\n\nPort Ellis | 12\n\nafter"


def test_a_table_of_single_cells_is_a_layout() -> None:
    """Its paragraphs stay paragraphs."""
    assert body("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>") == "One.\n\nTwo."


@pytest.mark.parametrize(
    "picture",
    [
        "<media media-type='image'><media-reference/><media-caption>A ferry. (Photo: Doe)</media-caption></media>",
        "<figure><img alt='x'/><figcaption>A ferry.</figcaption></figure>",
        "<script>var ferry;</script>",
        "<style>p {}</style>",
    ],
)
def test_captions_and_code_never_reach_the_body(picture: str) -> None:
    """What belongs to a picture or to a machine is not the story's text; the words behind it are."""
    assert body(f"<p>One.</p>{picture}Two.") == "One.\n\nTwo."


@pytest.mark.parametrize(
    "note",
    [
        '<note noteType="npa"><p>Call the desk on 555 0100</p></note>',
        '<p class="ednote">Call the desk on 555 0100</p>',
        '<section class="dpa notepad"><p>Call the desk on 555 0100</p></section>',
        '<div role="x:internal">Call the desk on 555 0100</div>',
    ],
)
def test_notes_to_editors_are_kept_out_of_the_body_and_told_apart(note: str) -> None:
    """They are not for publication, but the desk must see them."""
    xml = f"<b><p>One.</p>{note}<p>Two.</p></b>"
    assert (body(xml), notes_in(etree.fromstring(xml))) == ("One.\n\nTwo.", ["Call the desk on 555 0100"])


def test_a_publishable_note_stays() -> None:
    """NITF's standard note is part of the story."""
    assert body('<note noteType="std"><p>First published in May.</p></note>') == "First published in May."


@pytest.mark.parametrize("times", [1, 2, 3])
def test_html_that_is_escaped_again_and_again_is_read(times: int) -> None:
    """Real files escape their bodies up to three times."""
    assert body(escaped("<p>One &amp; <b>two</b>.</p><p>Three.</p>", times)) == "One & two.\n\nThree."


def test_html_in_cdata_is_read() -> None:
    """Capital tags, open paragraphs and HTML's own characters included."""
    assert body("<![CDATA[<P>One&nbsp;and<BR>two<P>Three &ndash; it&#39;s]]>") == "One and two\n\nThree – it's"


def test_blank_lines_part_the_paragraphs_of_half_marked_html() -> None:
    """Publishing systems keep paragraphs as blank lines between tags."""
    assert (
        plain_body("<strong>One.</strong>\n\nTwo\nruns on.\n<h2>Head</h2>\nThree.")
        == "One.\n\nTwo runs on.\n\nHead\n\nThree."
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("800<endash>-</endash>900 <Company>Ellis</Company>", "800-900 Ellis"),
        ("a < b and b > c", "a < b and b > c"),
        (
            "write to <desk@wire.example> or <http://wire.example/>",
            "write to <desk@wire.example> or <http://wire.example/>",
        ),
        ("it&amp;#39;s &amp;quot;so&amp;quot;", 'it\'s "so"'),
        ("page?a=1&copy=2", "page?a=1&copy=2"),
    ],
)
def test_pseudo_tags_go_and_angle_brackets_stay(text: str, plain: str) -> None:
    """Only what is shaped like a tag is dropped, and only a reference with its semicolon is resolved."""
    assert plain == plain_body(text)


@pytest.mark.parametrize(
    ("xml", "line"),
    [
        ("<hl1>Ferry <br/>and tug</hl1>", "Ferry and tug"),
        ("<hl1>\n  Ferry\n and <em>tug</em>!\n</hl1>", "Ferry and tug!"),
        ("<hl1>Secrets &amp;amp; &lt;i&gt;lies&lt;/i&gt;</hl1>", "Secrets & lies"),
        ("<hl1><p>Ferry</p><p>and tug</p></hl1>", "Ferry and tug"),
        ("<hl1> \n </hl1>", None),
    ],
)
def test_a_line_is_one_line_without_markup(xml: str, line: str | None) -> None:
    """Headlines and names may be broken, marked up and escaped."""
    assert line == line_of(etree.fromstring(xml))


def test_a_line_that_is_not_there_is_none() -> None:
    """So is the line of an element that is missing."""
    assert (line_of(None), plain_line(None), plain_line("")) == (None, None, None)


def test_html_deeper_than_the_parser_reads_keeps_its_words() -> None:
    """Structure may be lost in a hostile text, words may not."""
    assert plain_body("<div>" * 500 + "deep") == "deep"


@pytest.mark.parametrize(
    "hostile",
    [
        "<table><tr>" + "<td>x</td>" * 20_000 + "</tr></table>",
        "&lt;div&gt;" * 20_000,
        "&lt;a b=" * 20_000,
        "&amp;amp;#39;" * 20_000,
        "<p>" + "<em class='ednote'>x</em>" * 20_000 + "</p>",
        "\n \n" * 200_000,
    ],
)
def test_hostile_shapes_take_linear_time(hostile: str) -> None:
    """A second is ten times what they take, and a hundredth of what they would take if it grew with the square."""
    start = time.process_time()
    body(hostile)
    assert time.process_time() - start < 1


@given(st.text(max_size=200))
def test_any_text_becomes_clean_paragraphs(text: str) -> None:
    """No controls, no three newlines, no space at the ends, and reading it again changes nothing."""
    plain = plain_body(text)
    assert "\n\n\n" not in plain
    assert plain == plain.strip()
    assert not any(ord(character) < 32 and character != "\n" for character in plain)


@given(st.lists(st.text(alphabet="abc éÖ,.", min_size=1).filter(str.strip), min_size=1, max_size=5), st.integers(0, 3))
def test_paragraphs_come_back_however_often_they_were_escaped(paragraphs: list[str], times: int) -> None:
    """Marking up, escaping and reading are inverse."""
    clean = [" ".join(paragraph.split()) for paragraph in paragraphs]
    markup = "".join(f"<p>{paragraph}</p>" for paragraph in clean)
    assert "\n\n".join(clean) == body(escaped(markup, times))
