"""Feeds: RSS 2.0, RSS 1.0 and Atom, one take for each entry."""

import pytest

from schemas.article import Subject, Take
from schemas.verdict import Reason, Refusal
from worker.readers.document import Document
from worker.readers.feeds import claims, read
from worker.readers.xml_safe import MAX_ITEMS

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {NAMESPACES}><channel>
 <title>The Ellis Post</title><link>https://post.example/</link><language>en-gb</language>
 <atom:link href="https://post.example/rss" rel="self"/>
 <image><title>Logo</title><url>https://post.example/logo.png</url></image>
 <item>
  <media:title>A picture</media:title><media:description>A caption</media:description>
  <title>Ferry &amp;amp; tug collide</title>
  <link>https://post.example/17</link><guid isPermaLink="false">post-17</guid>
  <pubDate>Fri, 05 Jan 2024 10:15:00 GMT</pubDate><atom:updated>2024-01-05T11:00:00Z</atom:updated>
  <dc:creator><![CDATA[Ana Doe]]></dc:creator><dc:creator>Ben Roe</dc:creator>
  <category domain="https://post.example/topics">Shipping</category><category>Ferries</category>
  <media:category>photo</media:category><media:credit>Cam Era</media:credit>
  <description>&lt;p&gt;Two ships met.&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>A ferry met a tug.</p><figure><img/><figcaption>A ferry</figcaption></figure>
  <p>No one was hurt.</p>]]></content:encoded>
  <source url="https://nws.example/rss">Northern Wire</source>
  <media:content url="https://post.example/17.jpg"/><enclosure url="https://post.example/17.mp3"/>
 </item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://post.example/news/">
 <title>The Ellis Post</title><author><name>The desk</name></author>
 <entry>
  <title type="html">Ferry &amp;amp; tug</title><id>tag:post.example,2024:17</id>
  <link rel="self" href="17.atom"/><link href="/17"/>
  <published>2024-01-05T10:15:00Z</published><updated>2024-01-05T11:00:00Z</updated>
  <author><name>Ana Doe</name><email>ana@post.example</email></author><author><name>Ben Roe</name></author>
  <category term="shipping" scheme="https://post.example/topics" label="Shipping"/>
  <summary>Two ships met.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A ferry met <b>a tug</b>.</p></div></content>
  <source><id>x</id><title>Northern Wire</title></source>
 </entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
 <channel rdf:about="https://post.example/rdf"><title>The Ellis Post</title><dc:language>en</dc:language>
  <items><rdf:Seq><rdf:li resource="https://post.example/17"/></rdf:Seq></items></channel>
 <item rdf:about="https://post.example/17">
  <title>Ferry hit</title><link>https://post.example/17</link><description>Two ships met.</description>
  <dc:creator>Ana Doe</dc:creator><dc:date>2024-01-05T10:15:00Z</dc:date><dc:subject>Shipping</dc:subject>
  <dc:publisher>Ellis Post Ltd</dc:publisher>
 </item>
</rdf:RDF>"""


def rss(*entries: str, channel: str = "") -> str:
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return f"<rss {NAMESPACES}><channel>{channel}{items}</channel></rss>"


def entries(xml: str) -> list[Take | Refusal]:
    return read(Document(xml.encode()))


def take_of(xml: str) -> Take:
    (take,) = entries(xml)
    assert isinstance(take, Take)
    return take


def test_every_field_of_rss_is_read_from_its_place() -> None:
    """With its modules; what belongs to pictures is left."""
    expected = Take(
        format="feed",
        headline="Ferry & tug collide",
        body="A ferry met a tug.\n\nNo one was hurt.",
        byline="Ana Doe, Ben Roe",
        authors=("Ana Doe", "Ben Roe"),
        guid="post-17",
        published="Fri, 05 Jan 2024 10:15:00 GMT",
        updated="2024-01-05T11:00:00Z",
        language="en-gb",
        url="https://post.example/17",
        publisher="Northern Wire",
        credit="Northern Wire",
        summary="Two ships met.",
        keywords=("Shipping", "Ferries"),
        subjects=(Subject(name="Shipping", scheme="https://post.example/topics"), Subject(name="Ferries")),
    )
    assert expected == take_of(RSS)


def test_every_field_of_atom_is_read_from_its_place() -> None:
    """Addresses are resolved against `xml:base`."""
    expected = Take(
        format="feed",
        headline="Ferry & tug",
        body="A ferry met a tug.",
        byline="Ana Doe, Ben Roe",
        authors=("Ana Doe", "Ben Roe"),
        guid="tag:post.example,2024:17",
        published="2024-01-05T10:15:00Z",
        updated="2024-01-05T11:00:00Z",
        language="en",
        url="https://post.example/17",
        publisher="Northern Wire",
        credit="Northern Wire",
        summary="Two ships met.",
        keywords=("Shipping",),
        subjects=(Subject(name="Shipping", scheme="https://post.example/topics"),),
    )
    assert expected == take_of(ATOM)


def test_every_field_of_rss_1_is_read_from_its_place() -> None:
    """Items stand beside the channel, and Dublin Core names what RSS 1.0 does not."""
    expected = Take(
        format="feed",
        headline="Ferry hit",
        body="Two ships met.",
        byline="Ana Doe",
        guid="https://post.example/17",
        published="2024-01-05T10:15:00Z",
        language="en",
        url="https://post.example/17",
        publisher="Ellis Post Ltd",
        summary="Two ships met.",
        keywords=("Shipping",),
        subjects=(Subject(name="Shipping"),),
    )
    assert expected == take_of(RDF)


@pytest.mark.parametrize(
    "feed", [RSS, ATOM, RDF, '<entry xmlns="http://www.w3.org/2005/Atom"/>', "<RSS version='0.91'>"]
)
def test_feeds_are_claimed_by_their_root(feed: str) -> None:
    """Names that others use too must be in a feed's namespace."""
    assert claims(feed.encode()[:4096])


@pytest.mark.parametrize(
    "head",
    [
        b"<feed><x/></feed>",
        b'<rdf:RDF xmlns:rdf="urn:rdf" xmlns:s="http://schema.org/">',
        b"<html>",
        b"rss",
        b"",
        b"<item/>",
    ],
)
def test_nothing_else_is_claimed(head: bytes) -> None:
    """RDF and elements called feed are many things."""
    assert not claims(head)


def test_entries_come_in_order() -> None:
    """Each with its index."""
    found = entries(rss("<title>One</title>", "<title>Two</title>"))
    assert [(e.item, e.headline) for e in found if isinstance(e, Take)] == [(0, "One"), (1, "Two")]


def test_a_lone_entry_is_read() -> None:
    """Atom allows an entry without its feed."""
    assert take_of('<entry xmlns="http://www.w3.org/2005/Atom"><title>One</title></entry>').headline == "One"


@pytest.mark.parametrize("xml", [rss(), '<feed xmlns="http://www.w3.org/2005/Atom"/>'])
def test_a_feed_without_entries_is_refused(xml: str) -> None:
    """Nothing vanishes silently."""
    with pytest.raises(Refusal) as caught:
        entries(xml)
    assert caught.value.reason is Reason.NOT_AN_ARTICLE


def test_more_entries_than_one_document_may_hold_are_refused() -> None:
    """Before any is read."""
    with pytest.raises(Refusal) as caught:
        entries(rss(*[""] * (MAX_ITEMS + 1)))
    assert caught.value.reason is Reason.TOO_LARGE


def test_an_atom_entry_inherits_its_feeds_author() -> None:
    """RFC 4287, 4.1.2; and one without `published` was published when it was updated."""
    xml = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Ana Doe</name></author>'
        "<entry><updated>2024-01-05T11:00:00Z</updated></entry></feed>"
    )
    take = take_of(xml)
    assert (take.byline, take.published) == ("Ana Doe", "2024-01-05T11:00:00Z")


def test_a_feed_whose_prefixes_are_unbound_is_read() -> None:
    """A common fault of feeds made by hand."""
    assert take_of(RSS.replace(NAMESPACES, "")).body == "A ferry met a tug.\n\nNo one was hurt."
