"""Every XML reader, given anything at all: a take, or a refusal that tells a person what was wrong."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Take
from schemas.verdict import Refusal
from worker.readers import agency_xml, feeds, newsml_1, newsml_g2, nitf
from worker.readers.document import Document

Read = Callable[[Document], list[Take | Refusal]]
READERS = [agency_xml.read, feeds.read, newsml_1.read, newsml_g2.read, nitf.read]

NAMES = [
    *("nitf", "head", "body", "body.head", "body.content", "docdata", "date.issue", "dateline", "location", "byline"),
    *("newsMessage", "itemSet", "newsItem", "itemMeta", "contentMeta", "contentSet", "inlineXML", "inlineData"),
    *("headline", "located", "subject", "name", "edNote", "signal", "NewsML", "NewsItem", "NewsComponent", "Role"),
    *("ContentItem", "DataContent", "NewsLines", "HeadLine", "Topic", "rss", "channel", "item", "entry", "feed"),
    *("title", "guid", "link", "category", "encoded", "content", "text", "p", "br", "table", "tr", "td", "html", "id"),
]
VALUES = st.one_of(
    st.sampled_from(["", "text", "20240105T101500Z", "urn:x:1", "npa", "Main", "http://[x"]), st.text(max_size=9)
)
SAMPLE = (
    b'<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE nitf SYSTEM "x.dtd" [<!ENTITY e "f">]><nitf><head><docdata>'
    b'<date.issue norm="20240105T101500Z"/><date.release norm="2024"/></docdata></head><body><body.head><hedline><hl1>'
    b"Ferry &amp; tug</hl1></hedline></body.head><body.content><p>A &lt;b&gt;ferry&lt;/b&gt; met\xe9</p></body.content>"
    b"</body></nitf>"
)


def trees() -> st.SearchStrategy[str]:
    """Trees of the formats' own names in any order, with any attributes and texts."""
    attributes = st.dictionaries(
        st.sampled_from(["qcode", "norm", "role", "type", "href", "guid", "FormalName"]), VALUES
    )
    escaped = VALUES.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"))

    def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            lambda name, given, inner: f"<{name} {given}>{''.join(inner)}</{name}>",
            st.sampled_from(NAMES),
            attributes.map(
                lambda pairs: " ".join(f'{name}="{value.translate(QUOTED)}"' for name, value in pairs.items())
            ),
            st.lists(children, max_size=4),
        )

    return st.recursive(escaped, element, max_leaves=12)


QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;"})


def entries_of(read: Read, body: bytes) -> list[Take | Refusal]:
    """Read; the refusal of a whole document counts as its only entry."""
    try:
        return read(Document(body))
    except Refusal as refusal:
        return [refusal]


def outcome(read: Read, body: bytes) -> None:
    """Read; each entry must know its place, and each refusal say in a sentence what was wrong."""
    entries = entries_of(read, body)
    assert entries
    assert all(entry.item in (index, None) for index, entry in enumerate(entries))
    assert all(entry.detail.endswith(".") for entry in entries if isinstance(entry, Refusal))


@pytest.mark.parametrize("read", READERS)
@given(body=st.binary(max_size=300))
def test_any_bytes_end_in_a_take_or_a_refusal(read: Read, body: bytes) -> None:
    """Whatever arrives under an XML media type."""
    outcome(read, body)


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=60)
@given(tree=trees())
def test_any_tree_of_known_names_ends_in_a_take_or_a_refusal(read: Read, tree: str) -> None:
    """Elements where their standard never has them."""
    outcome(read, f"<rss>{tree}</rss>".encode())
    outcome(read, tree.encode(errors="replace"))


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=60)
@given(cut=st.integers(0, len(SAMPLE)), length=st.integers(0, 40), patch=st.binary(max_size=12))
def test_a_damaged_document_ends_in_a_take_or_a_refusal(read: Read, cut: int, length: int, patch: bytes) -> None:
    """Bytes lost, changed or put in anywhere."""
    outcome(read, SAMPLE[:cut] + patch + SAMPLE[cut + length :])


@pytest.mark.parametrize("module", [agency_xml, feeds, newsml_1, newsml_g2, nitf])
@given(head=st.binary(max_size=200))
def test_any_head_is_claimed_or_not(module: object, head: bytes) -> None:
    """Claiming looks at bytes of every kind, and never fails."""
    assert module.claims(b"<" + head) in (True, False)  # type: ignore[attr-defined]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1252", "latin-1", "cp1253"])
@given(text=st.text(alphabet="aéöß’€Ωα ", min_size=1, max_size=40))
def test_mixed_and_mislabelled_charsets_are_text_or_refused(charset: str, text: str) -> None:
    """No charset, right or wrong, breaks a reader."""
    body = f"<body><body.content><p>{text}</p></body.content></body>"
    xml = f"<?xml version='1.0' encoding='{charset}'?><nitf>{body}</nitf>"
    outcome(nitf.read, xml.encode(charset, errors="replace") + "é".encode("latin-1"))
