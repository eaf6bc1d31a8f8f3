"""WordPress exports: kinds of post, statuses, logins and shortcodes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal
from worker.readers.document import Document
from worker.readers.feeds import read
from worker.readers.wordpress import without_shortcodes

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def entry_of(entry: str, channel: str = "") -> Take | Refusal:
    xml = f"<rss {NAMESPACES}><channel>{channel}<item>{entry}</item></channel></rss>"
    (found,) = read(Document(xml.encode()))
    return found


def post(entry: str, channel: str = "") -> Take:
    found = entry_of(f"<wp:post_type>post</wp:post_type>{entry}", channel)
    assert isinstance(found, Take)
    return found


def test_a_posts_text_keeps_its_paragraphs() -> None:
    """WordPress stores blank lines, not paragraph tags; the excerpt is a summary, whichever comes first."""
    take = post(
        "<excerpt:encoded>Two ships met.</excerpt:encoded>"
        "<content:encoded><![CDATA[[dropcap]A[/dropcap] ferry met a tug.\n\n[gallery ids='1,2']\n\nNo one was hurt.]]>"
        "</content:encoded>"
    )
    assert (take.body, take.summary) == ("A ferry met a tug.\n\nNo one was hurt.", "Two ships met.")


@pytest.mark.parametrize("kind", ["attachment", "page", "nav_menu_item", "revision"])
def test_what_is_no_post_is_refused(kind: str) -> None:
    """With the kind, so that the reader of the quarantine knows why."""
    refusal = entry_of(f"<title>A ferry</title><wp:post_type>{kind}</wp:post_type>")
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, kind in refusal.detail) == (Reason.NOT_AN_ARTICLE, True)


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("<wp:status>publish</wp:status>", PubStatus.USABLE),
        ("<wp:status>draft</wp:status>", PubStatus.WITHHELD),
        ("<wp:status>future</wp:status>", PubStatus.WITHHELD),
        ("<wp:status>trash</wp:status>", PubStatus.CANCELED),
        ("<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>", PubStatus.WITHHELD),
        ("<wp:status>of its own</wp:status>", None),
    ],
)
def test_only_what_is_published_is_usable(entry: str, status: PubStatus | None) -> None:
    """Exports hold drafts, private posts and the bin."""
    assert status == post(entry).pub_status


def test_a_scheduled_post_is_embargoed_until_its_date() -> None:
    """An export holds what is to come out tomorrow."""
    date = "<pubDate>Fri, 05 Jan 2024 10:15:00 +0000</pubDate>"
    assert post(f"<wp:status>future</wp:status>{date}").embargo == "Fri, 05 Jan 2024 10:15:00 +0000"
    assert post(f"<wp:status>publish</wp:status>{date}").embargo is None


def test_an_author_is_named_not_logged_in() -> None:
    """The export lists the display names of its logins."""
    names = "<wp:author_login>adoe</wp:author_login><wp:author_display_name>Ana Doe</wp:author_display_name>"
    author = f"<wp:author>{names}</wp:author>"
    assert post("<dc:creator>adoe</dc:creator>", author).byline == "Ana Doe"
    assert post("<dc:creator>broe</dc:creator>", author).byline == "broe"


def test_categories_are_subjects_and_tags_are_keywords() -> None:
    """By their `domain`."""
    take = post('<category domain="category">Shipping</category><category domain="post_tag">ferry</category>')
    assert (take.subjects, take.keywords) == ((Subject(name="Shipping", scheme="category"),), ("ferry",))


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Mon, 30 Nov -0001 00:00:00 +0000", "2024-01-05 10:15:00+00:00"),
        ("Fri, 05 Jan 2024 10:15:00 +0000", "Fri, 05 Jan 2024 10:15:00 +0000"),
    ],
)
def test_a_date_before_all_years_gives_way_to_the_posts_own(stated: str, published: str) -> None:
    """WordPress writes the year -0001 where a draft has no date."""
    entry = f"<pubDate>{stated}</pubDate><wp:post_date_gmt>2024-01-05 10:15:00</wp:post_date_gmt>"
    assert published == post(entry).published


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[dropcap]M[/dropcap]any", "Many"),
        ("before [contact_form] after", "before  after"),
        ('[caption id="a1" width="10"]<img/> A ferry[/caption]One.', "One."),
        ('[button url="https://post.example"]', ""),
        ("[embed]https://post.example/film[/embed]", ""),
        ('He said "[the tug] was late [sic]" [1].', 'He said "[the tug] was late [sic]" [1].'),
        ("no brackets", "no brackets"),
    ],
)
def test_shortcodes_go_and_editors_brackets_stay(text: str, plain: str) -> None:
    """The words within a shortcode stay, unless it stands for a picture or a film."""
    assert plain == without_shortcodes(text)


@given(st.text(alphabet="[]/ab_= \n", max_size=200))
def test_any_brackets_are_read(text: str) -> None:
    """Nothing is added and what stands outside of brackets stays in order."""
    plain = without_shortcodes(text)
    assert len(plain) <= len(text)
