"""When a page says that it was published."""

import pytest

from worker.readers.html_dates import published_of, updated_of
from worker.readers.html_jsonld import Node
from worker.readers.html_meta import head_of
from worker.readers.html_tree import tree_of


def published(markup: str, node: Node | None = None) -> str | None:
    tree = tree_of(f"<html>{markup}<p>x</p></html>".encode(), "page")
    return published_of(node or {}, head_of(tree), tree)


def test_json_ld_comes_before_meta_and_time() -> None:
    """It is the most exact; the others often hold the last change."""
    markup = '<meta property="article:published_time" content="2026-03-04T00:00Z"><time datetime="2026-03-05">x</time>'
    assert published(markup, {"datePublished": "2026-03-03T08:15:00Z"}) == "2026-03-03T08:15:00Z"


def test_meta_comes_before_time() -> None:
    """Time elements stand in teasers too."""
    markup = '<time datetime="2026-03-05">x</time><meta name="date" content="2026-03-03">'
    assert published(markup) == "2026-03-03"


@pytest.mark.parametrize("coarse", ["2026-03-03", "2026-03-03 08:15:00.0"])
def test_a_finer_statement_of_the_same_day_is_better(coarse: str) -> None:
    """A clock time beats a day, and a zone beats none."""
    fine = "2026-03-03T08:15:00+01:00"
    assert fine == published(f'<meta name="date" content="{fine}">', {"datePublished": coarse})


def test_a_finer_statement_of_another_day_is_another_date() -> None:
    """Precision alone does not make a date the right one."""
    assert published('<meta name="date" content="2026-03-04T01:00Z">', {"datePublished": "2026-03-03"}) == "2026-03-03"


def test_a_template_left_unfilled_is_no_date() -> None:
    """A value without a year is passed over."""
    assert published('<meta name="date" content="2026-03-03">', {"datePublished": "{{published}}"}) == "2026-03-03"


def test_a_marked_time_comes_before_the_first() -> None:
    """`itemprop` tells the publication from other times."""
    markup = '<time datetime="2026-01-01">a</time><time itemprop="datePublished" datetime="2026-03-03T08:15Z">b</time>'
    assert published(markup) == "2026-03-03T08:15Z"


def test_a_date_in_the_text_is_the_last_resort() -> None:
    """Where nothing is stated, the printed date is found."""
    assert published('<div class="date">Published March 3, 2024</div>') == "2024-03-03"


@pytest.mark.parametrize("day", ["03.04.2026", "2026-04-03"])
def test_a_day_that_closes_the_title_comes_before_days_in_the_text(day: str) -> None:
    """A caption's day is the picture's, not the story's."""
    assert day == published(f"<title>Ferry sinks | Harbour | {day}</title><p>The harbour, 24 March 2026</p>")


def test_a_page_without_a_date_has_none() -> None:
    """Nothing is invented."""
    assert published("<p>The ferry ran aground.</p>") is None


def test_the_last_change_is_read_from_both_places() -> None:
    """JSON-LD first, then meta."""
    head = head_of(tree_of(b'<meta property="article:modified_time" content="2026-03-03T10:40Z"><p>x</p>', "page"))
    assert updated_of({}, head) == "2026-03-03T10:40Z"
    assert updated_of({"dateModified": "2026-03-03T11:00Z"}, head) == "2026-03-03T11:00Z"
