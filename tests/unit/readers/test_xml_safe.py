"""XML without network, DTD or entities, within bounds: each trick ends in a clear refusal or in harmless text."""

import socket
import tracemalloc
from pathlib import Path

import pytest

from schemas.verdict import Reason, Refusal
from worker.readers import xml_safe
from worker.readers.document import Document
from worker.readers.xml_safe import MAX_BYTES, MAX_ITEMS, MAX_MARKS, check_count, parse_markup, parse_xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def text_of(xml: str | bytes) -> str:
    body = xml.encode() if isinstance(xml, str) else xml
    return "".join(parse_xml(Document(body)).itertext())


def refused(xml: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        parse_xml(Document(xml))
    return caught.value


def test_billion_laughs_are_refused_as_unsafe() -> None:
    """An entity that the DOCTYPE declares is never expanded."""
    xml = f'<!DOCTYPE nitf [<!ENTITY l0 "ha">{LAUGHS}]><nitf>&l9;</nitf>'
    refusal = refused(xml.encode())
    assert refusal.reason is Reason.UNSAFE
    assert "&l9;" in refusal.detail


def test_an_external_entity_is_refused_as_unsafe(tmp_path: Path) -> None:
    """No file of this machine can be read through an article."""
    secret = tmp_path / "secret"
    secret.write_text("not yours")
    xml = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file://{secret}">]><nitf>&x;</nitf>'
    assert refused(xml.encode()).reason is Reason.UNSAFE


def test_declarations_that_are_never_used_do_no_harm() -> None:
    """NewsML 1 files name NITF's DTD in a parameter entity: they are read, and nothing is fetched."""
    xml = '<!DOCTYPE N [<!ENTITY % d SYSTEM "http://192.0.2.1/nitf.dtd"> %d; <!ENTITY never "used">]><N>news</N>'
    assert text_of(xml) == "news"


def test_nothing_is_fetched_for_a_doctype(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain DOCTYPE, as NITF files carry, is read over without a connection."""
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("a connection was opened"))
    assert text_of('<!DOCTYPE nitf SYSTEM "http://www.nitf.org/nitf-3-2.dtd"><nitf>news</nitf>') == "news"


def test_a_hundred_thousand_levels_are_refused_as_unsafe() -> None:
    """Nesting ends at the parser's 256 levels."""
    refusal = refused(b"<a>" * 100_000)
    assert (refusal.reason, "depth" in refusal.detail) == (Reason.UNSAFE, True)


def test_three_hundred_closed_levels_are_refused_too() -> None:
    """A deep tree that is well-formed is not cut off where the parser stops."""
    assert refused(b"<a>" * 300 + b"</a>" * 300).reason is Reason.UNSAFE


def test_a_small_fault_does_not_open_the_way_to_a_deep_tree() -> None:
    """Reading on behind an unbound prefix keeps all limits."""
    assert refused(b"<a><x:y/>" + b"<b>" * 300 + b"</b>" * 300 + b"</a>").reason is Reason.UNSAFE


def test_an_attribute_of_fifty_megabytes_is_refused_unread() -> None:
    """The size is looked at first, so that refusing costs no memory."""
    xml = b"<a b='" + b"x" * (50 << 20) + b"'/>"
    tracemalloc.start()
    refusal = refused(xml)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (refusal.reason, str(MAX_BYTES) in refusal.detail) == (Reason.TOO_LARGE, True)
    assert peak < 1 << 20


@pytest.mark.parametrize("mark", ["<p/>", "&amp;", "&lt;"])
def test_too_many_tags_or_references_are_refused(mark: str) -> None:
    """A tree of many nodes takes many times its source: it is counted before it is built."""
    assert refused(f"<a>{mark * (MAX_MARKS + 1)}</a>".encode()).reason is Reason.TOO_LARGE


def test_too_many_attributes_are_refused() -> None:
    """Attributes are nodes too."""
    assert refused(("<a " + 'b="" ' * (MAX_MARKS + 1) + "/>").encode()).reason is Reason.TOO_LARGE


def test_a_stray_nul_and_other_controls_are_dropped() -> None:
    """XML forbids control characters; real wires send them."""
    assert text_of("<a>Fer\x00ry and\x1b tug\x0c</a>" + " " * 300) == "Ferry and tug"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>Öre</a>".encode(), "Öre"),
        ("<?xml version='1.0' encoding='utf8'?><a>Öre</a>".encode(), "Öre"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>Öre</a>".encode("latin-1"), "Öre"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>it’s – €</a>".encode("cp1252"), "it’s – €"),
        ("<?xml version='1.0' encoding='utf-8'?><a>Öre</a>".encode("utf-16"), "Öre"),
        ("<?xml version='1.0' encoding='windows-1253'?><a>Αθήνα</a>".encode("cp1253"), "Αθήνα"),
        ("\ufeff  \n<?xml version='1.0'?><a>Öre</a>".encode(), "Öre"),
    ],
)
def test_a_charset_is_believed_only_where_the_bytes_bear_it_out(body: bytes, text: str) -> None:
    """Labels are often wrong: UTF-8 is UTF-8, Latin-1 with Windows' quotation marks is Windows-1252."""
    assert text == text_of(body)


def test_bytes_that_are_no_text_are_refused_as_such() -> None:
    """A picture behind an XML name is a matter of encoding, not of markup."""
    assert refused(b"<a>" + bytes(range(32)) * 40).reason is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("caf&eacute;&nbsp;au&#160;lait", "café\xa0au\xa0lait"),
        ("AT&T & R&D; Q&A", "AT&T & R&D; Q&A"),
        ("it&#146;s &#x2014; so", "it’s — so"),
        ("&lt;b&gt; &amp;amp; &quot;&apos;", "<b> &amp; \"'"),
        ("a&#0;b&#xD800;c&#99999999;d", "abcd"),
        ("&unheardof; name", "&unheardof; name"),
    ],
)
def test_references_are_read_as_html_reads_them(markup: str, text: str) -> None:
    """HTML's names need no DTD, bare ampersands are text, and forbidden numbers are nothing."""
    assert text == text_of(f"<a>{markup}</a>")


def test_small_faults_are_read_over() -> None:
    """A prefix without namespace and a tag closed by another name lose no text."""
    root = parse_xml(Document(b"<a><x:b>one<i>two</b></x:b> three</a>"))
    assert "".join(root.itertext()) == "onetwo three"
    assert [element.tag for element in root.iter()] == ["a", "b", "i"]


def test_a_damaged_name_is_no_fault_of_the_text() -> None:
    """A tag whose name is none behind its prefix keeps its words."""
    assert "".join(parse_xml(Document(b"<a><x:y:5>one</x:y:5> two</a>")).itertext()) == "one two"


@pytest.mark.parametrize("xml", [b"<a><p>The mayor said that", b"<a><b></b", b"<a", b"", b"plain text", b"<!-- x -->"])
def test_half_a_document_is_never_taken_for_a_whole_one(xml: bytes) -> None:
    """What breaks off before its root is closed is refused, and the sender is asked to send it again."""
    refusal = refused(xml)
    assert (refusal.reason, "send" in refusal.detail) == (Reason.MALFORMED, True)


def test_text_behind_the_root_is_of_no_consequence() -> None:
    """Some systems append a control character, or a second document."""
    assert text_of(b"<a>news</a>\x1a\n<a>more</a>") == "news"


def test_a_hint_states_the_charset_where_the_document_does_not() -> None:
    """The sender's word about the charset is used like a declaration."""
    document = Document("<a>Łódź</a>".encode("iso-8859-2"), hints={"charset": "iso-8859-2"})
    assert parse_xml(document).text == "Łódź"


def test_markup_within_text_is_read_or_left() -> None:
    """An inner document that cannot be read is None, not the refusal of the outer one."""
    inner = parse_markup("<nitf><body/></nitf>")
    assert (inner is not None and inner.tag, parse_markup("<nitf><body>")) == ("nitf", None)


def test_more_articles_than_one_document_may_hold_are_refused() -> None:
    """The refusal says how many there are."""
    check_count(MAX_ITEMS, "entries")
    with pytest.raises(Refusal, match=rf"{MAX_ITEMS + 1} entries"):
        check_count(MAX_ITEMS + 1, "entries")


def test_the_parser_follows_nothing_by_its_own_settings() -> None:
    """Should the text before the root ever be kept, the parser itself still loads no DTD and expands no entity."""
    xml = b'<!DOCTYPE a [<!ENTITY x "expanded">]><a>&x;</a>'
    root = xml_safe._tree(xml.decode())
    assert "expanded" not in "".join(root.itertext())
