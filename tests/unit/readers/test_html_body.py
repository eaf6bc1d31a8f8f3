"""The story on a page: its text, its standfirst, and what is none of it."""

import pytest

from worker.readers.html_body import Story, story_of
from worker.readers.html_density import densest_text
from worker.readers.html_furniture import story_lines
from worker.readers.html_prune import prune
from worker.readers.html_tree import fold, text_of, tree_of

TITLE = "Ferry runs aground off Port Elan"
LINES = [
    "The ferry Northern Light ran aground on a sandbank off Port Elan early on Tuesday, the harbour office said.",
    "All 212 passengers were taken ashore by lifeboats within three hours, and nobody was hurt, it added.",
    "The captain said that fog had hidden the light at the end of the pier until it was too late to turn.",
]
TEXT = "".join(f"<p>{line}</p>" for line in LINES)
LEAD = "Fog hid the pier's light from a captain of twenty years."


def story(markup: str, summary: str | None = None) -> Story:
    tree = tree_of(f"<html><body>{markup}</body></html>".encode(), "page")
    prune(tree)
    return story_of(tree, [TITLE], ["Maren Oltmann"], summary)


@pytest.mark.parametrize(
    "lead", [f"<p class=standfirst>{LEAD[:-1]}</p>", f"<h2>{LEAD}</h2>", f"<div class=x><span>{LEAD}</span></div>"]
)
def test_the_standfirst_stands_before_the_text(lead: str) -> None:
    """Marked, or a sentence between headline and text: it is printed, so it belongs to the story."""
    found = story(f"<main><h1>{TITLE}</h1>{lead}<article>{TEXT}</article></main>")
    assert (fold(LEAD), 3) == (fold(found.standfirst or ""), found.text.count("\n\n"))


def test_a_summary_that_is_not_printed_is_no_standfirst() -> None:
    """What only the head says is no text of the story."""
    assert Story(None, "\n\n".join(LINES)) == story(f"<h1>{TITLE}</h1><article>{TEXT}</article>", LEAD)


def test_a_standfirst_that_is_the_first_paragraph_is_not_doubled() -> None:
    """It is there already."""
    assert "\n\n".join(LINES) == story(f"<h1>{TITLE}</h1><article>{TEXT}</article>", LINES[0]).text


def test_a_page_without_signs_is_read_where_its_text_is_densest() -> None:
    """Paragraphs in nameless divisions, beside a marked but short box."""
    box = "<article><p>Follow our live blog of the storm, with all that happens at sea and on land today.</p></article>"
    lines = [f"{line} It was day {n}." for n in range(4) for line in LINES]
    found = story(f"<div><div>{box}</div><div>{''.join(f'<div>{line}</div>' for line in lines)}</div></div>")
    assert "\n\n".join(lines) == found.text


def test_the_densest_part_is_not_a_list_of_teasers() -> None:
    """Linked lines count against the place that holds them."""
    teasers = "".join(f"<div><a href=/{n}>Another story of the day, with a long line</a> {n}</div>" for n in range(30))
    tree = tree_of(f"<html><body><div>{teasers}</div><div>{TEXT}</div></body></html>".encode(), "page")
    assert densest_text(tree) == LINES
    assert densest_text(tree_of(b"<p>short</p>", "page")) == []


def test_what_is_never_text_is_pruned() -> None:
    """Navigation, pictures with their captions, teasers, lists of links, lines that are one link, the site's header."""
    markup = (
        "<header>Harbour Post</header><nav>Home</nav><a href=x><h3>Teaser</h3></a>"
        "<ul><li><a href=x>Also read</a></li></ul>"
        "<figure><img><figcaption>Caption</figcaption></figure><p><a href=x>Read this too</a></p><aside>Box</aside>"
        "<button>Log in</button>"
        "<article><header><h1>Aground</h1></header><p>Kept <a href=x>link</a> in a line.</p></article>"
    )
    tree = tree_of(f"<html><body>{markup}</body></html>".encode(), "page")
    prune(tree)
    assert text_of(tree) == "Aground Kept link in a line."


def test_a_figure_that_holds_a_table_stays() -> None:
    """Figures of results are text."""
    tree = tree_of(
        b"<html><body><figure><table><tr><td>Elan</td><td>3</td></tr></table></figure></body></html>", "page"
    )
    prune(tree)
    assert text_of(tree) == "Elan 3"


@pytest.mark.parametrize(
    "line", [TITLE, f"Shipping: {TITLE}", "By Maren Oltmann", "Updated 3.3.2026, 10:40 Uhr", "2026年3月3日 10時40分"]
)
def test_what_heads_the_text_is_none_of_it(line: str) -> None:
    """The headline with its kicker, the byline and the date, as long as they stand first."""
    heads = {fold(TITLE)}
    assert story_lines([line, *LINES], heads, ["Maren Oltmann"]) == LINES
    assert line + "." == story_lines([*LINES, *LINES, line + ".", LINES[0]], heads, ["Maren Oltmann"])[6]


@pytest.mark.parametrize(
    "line", ["Read more: The pier's light fails", "Lesen Sie auch: Nebel", "À lire aussi", "関連記事"]
)
def test_an_appeal_to_read_on_is_dropped_anywhere(line: str) -> None:
    """In whatever language."""
    assert LINES[:2] == story_lines([LINES[0], line, LINES[1]], set(), [])


def test_a_paragraph_that_begins_like_an_appeal_stays() -> None:
    """Only short lines appeal."""
    line = "Recommended by the harbour office for years, the new light will now be built at the end of the pier, " * 3
    assert [line] == story_lines([line], set(), [])


def test_labels_at_the_end_are_dropped_and_credits_kept() -> None:
    """A last heading belongs to what was not taken along; an agency's credit is wanted."""
    assert [LINES[0], "(dpa)"] == story_lines([LINES[0], "(dpa)", "Own research", "Topics"], set(), [])
    assert [LINES[0], "mit dpa"] == story_lines([LINES[0], "mit dpa"], set(), [])
