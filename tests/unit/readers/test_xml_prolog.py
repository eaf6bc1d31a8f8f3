"""What stands before the root element: marks, declarations, comments, DOCTYPEs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.readers.xml_prolog import MAX_PROLOG, declared_charset, read_prolog, root_tag, without_declaration

COMMENT = "<!-- a comment with <tags> & 'quotes -->"
DOCTYPE = '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "nitf>3.dtd">'
SUBSET = (
    """<!DOCTYPE nitf SYSTEM "x.dtd" [<!-- ]> --> <!ENTITY town "Port Ellis"> <!ENTITY % d SYSTEM "y">%d; <?z ]>?>]>"""
)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\t ",
        '<?xml version="1.0"?>\n',
        COMMENT,
        DOCTYPE,
        SUBSET,
        f'<?xml version="1.0"?>{COMMENT}{SUBSET}{COMMENT}\n',
    ],
)
def test_the_root_is_found_behind_whatever_stands_before_it(before: str) -> None:
    """Brackets and angle brackets within comments, quotes and internal subsets do not end a DOCTYPE."""
    assert len(before) == read_prolog(f"{before}<nitf>text</nitf>").root_at


def test_only_general_entities_are_named_as_declared() -> None:
    """A parameter entity can only pull in a DTD, which is never loaded."""
    prolog = read_prolog(f"{SUBSET}<nitf/>")
    assert ("nitf", frozenset({"town"})) == (prolog.doctype, prolog.entities)


@pytest.mark.parametrize(
    "text", ["", "no markup", "<!--", "<!DOCTYPE nitf [<nitf/>", "< nitf/>", "<![CDATA[x]]>", "<5/>"]
)
def test_what_has_no_root_element_says_so(text: str) -> None:
    """The index is -1 where no element begins."""
    assert read_prolog(text).root_at == -1


def test_a_root_behind_an_endless_prolog_is_not_looked_for() -> None:
    """A prolog longer than any real one is given up, so that hostile ones cost nothing."""
    assert read_prolog(f"{' ' * MAX_PROLOG}<nitf/>").root_at == -1


@pytest.mark.parametrize(
    "head",
    [
        b"<nitf>",
        b"\xef\xbb\xbf<nitf version='3'>",
        "<nitf>".encode("utf-16"),
        "\ufeff<nitf>".encode("utf-16-be"),
        b'  \r\n<?xml version="1.0" encoding="iso-8859-1"?><!-- \xe9 --><nitf>',
        b'<x:nitf xmlns:x="urn:x">',
        b"\v\f\x1c\x85\xa0<nitf>",
    ],
)
def test_a_root_is_known_by_its_local_name_in_any_encoding(head: bytes) -> None:
    """Marks, charsets, comments and prefixes do not hide the name of the root."""
    assert root_tag(head)[0] == "nitf"


def test_a_doctype_names_the_root_that_begins_too_late() -> None:
    """A comment as long as the head leaves only the DOCTYPE's name, which is the root's by XML's own rule."""
    head = f"{DOCTYPE}<!-- {'x' * 5000} --><nitf>".encode()
    assert root_tag(head) == ("nitf", "")


def test_the_start_tag_comes_with_its_attributes() -> None:
    """Namespaces stand in the start tag, where formats of one root name can be told apart."""
    assert root_tag(b'<feed\n xmlns="http://www.w3.org/2005/Atom"><title/></feed>') == (
        "feed",
        '<feed\n xmlns="http://www.w3.org/2005/Atom">',
    )


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (b"<?xml version='1.0' encoding='utf8'?><a/>", "utf8"),
        (b'<?xml version="1.0" encoding = "ISO-8859-7" standalone="yes"?><a/>', "ISO-8859-7"),
        (b'<?xml version="1.0"?><a encoding="x"/>', None),
        (b"<a/>", None),
    ],
)
def test_the_declared_charset_is_read_of_the_declaration_alone(body: bytes, charset: str | None) -> None:
    """An attribute called encoding further on declares nothing."""
    assert charset == declared_charset(body)


def test_a_declaration_goes_once_the_text_is_decoded() -> None:
    """Its charset no longer holds, and parsers refuse text with one."""
    assert without_declaration('<?xml version="1.0" encoding="x"?>\n<a/>') == "\n<a/>"


@given(st.text(alphabet="<>!-?[]\"'% aDOCTYPE", max_size=300))
def test_any_prolog_is_read_to_an_index_or_none(text: str) -> None:
    """The index always points to the angle bracket of a name."""
    at = read_prolog(text).root_at
    assert at == -1 or (text[at] == "<" and text[at + 1].isalpha())
