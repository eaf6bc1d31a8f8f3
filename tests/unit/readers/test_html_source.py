"""From the bytes of a page to markup that is safe to parse."""

import pytest

from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.html_source import MAX_MARKUP_BYTES, MAX_TAG_ATTRIBUTES, MAX_TAGS, markup_of


def html_of(body: bytes, **hints: str) -> bytes:
    return markup_of(Document(body=body, hints=hints)).html


def refusal_of(body: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        markup_of(Document(body=body, name="page.html"))
    return caught.value


def test_scripts_styles_and_drawings_are_taken_apart() -> None:
    """They hold no text of the story and, often, most of the page's bytes."""
    page = b"<p>a</p><SCRIPT>if (1<2) {}</SCRIPT><style>p{}</style><svg><path/></svg><svg/><p>b</p>"
    assert b"".join(html_of(page).split()) == b"<p>a</p><p>b</p>"


def test_an_open_script_runs_to_the_end() -> None:
    """As in a browser: nothing behind it is markup."""
    assert html_of(b"<p>a</p><script>var b = '<p>c</p>'").strip() == b"<p>a</p>"


def test_json_ld_is_kept_apart() -> None:
    """Only scripts of that type, in order."""
    first, second = (
        b'<script type="application/ld+json">{"a": 1}</script>',
        b"<script type=application/LD+JSON>3</script>",
    )
    page = first + b"<script>2</script>" + second
    assert markup_of(Document(body=page)).json_ld == ('{"a": 1}', "3")


def test_the_pages_own_charset_is_heard_where_the_bytes_are_not_utf8() -> None:
    """A meta element names it; the sender's word comes before."""
    page = '<meta charset="windows-1251"><p>Паром</p>'.encode("cp1251")
    assert "Паром".encode() in html_of(page)
    assert "Паром".encode() in html_of("<p>Паром</p>".encode("koi8-r"), charset="koi8-r")


@pytest.mark.parametrize("hidden", ["\x01", "&#1;", "&#x1F;", "&#000031;", "&#65534;", "\ufffe", "&#&#1;1;", "&#1a"])
def test_no_character_is_left_that_a_tree_cannot_hold(hidden: str) -> None:
    """Neither as it is nor as a reference, nor as one that removing another would put together."""
    markup = html_of(f"<p>Port{hidden}Elan</p>".encode())
    assert b"Port" in markup
    assert not any(
        bad in markup for bad in (b"\x01", b"&#1;", b"&#1a", b"&#x1F;", b"&#000031;", b"&#65534;", b"\xef\xbf\xbe")
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<b>" * (MAX_TAGS + 1), "tags"),
        (b"<p>" + b"ferry " * (MAX_MARKUP_BYTES // 6 + 1), "bytes of markup"),
        (b"<p " + b" ".join(b"a%d" % n for n in range(40_000)) + b">", "attributes"),
        (b'<p x=">" ' + b" ".join(b"a%d=1" % n for n in range(40_000)) + b">", "attributes"),
        ((b"<p " + b"a=1 " * 1_000 + b">") * 100, "attributes"),
    ],
)
def test_markup_made_to_exhaust_its_reader_is_unsafe(page: bytes, said: str) -> None:
    """Too many tags, too much markup, too many attributes in one tag (also behind a quoted ">") or in all."""
    refusal = refusal_of(page)
    assert (refusal.reason, said in refusal.detail) == (Reason.UNSAFE, True)


def test_many_words_in_quotes_or_text_are_no_attributes() -> None:
    """A long story and JSON in an attribute are fine."""
    page = b'<p data-x="' + b"a=b " * MAX_TAG_ATTRIBUTES * 2 + b'">' + b"The ferry ran aground. " * 20_000
    assert len(page) == len(html_of(page))
