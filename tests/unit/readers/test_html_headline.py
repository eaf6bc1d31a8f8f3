"""The headline among a page's titles."""

import pytest

from worker.readers.html_headline import Titles, headline_of

LINE = "Ferry runs aground off Port Elan"


def test_the_declared_headline_comes_before_the_card() -> None:
    """Cards are worded anew for networks; JSON-LD is where a headline is called so."""
    titles = Titles(declared=LINE, social="You won't believe where this ferry ended up", printed=[LINE], title=LINE)
    assert headline_of(titles) == LINE


def test_a_declared_headline_stands_against_all_other_titles() -> None:
    """Even where card, h1 and title agree with each other: they come from one field of the editing system."""
    other = "Port Elan: all safe after the ferry ran aground"
    assert headline_of(Titles(declared=LINE, social=other, printed=[other], title=other)) == LINE


def test_a_declared_headline_that_repeats_the_search_title_yields_to_the_printed_one() -> None:
    """Where JSON-LD copies the title of search engines, the card and the h1 hold what the desk wrote."""
    search = "Ferry aground: Port Elan news"
    assert headline_of(Titles(declared=search, social=LINE, printed=[LINE], title=search)) == LINE


@pytest.mark.parametrize("suffix", [" | Harbour Post", " - Harbour Post", " · Harbour Post", "：Harbour Post"])
def test_the_name_of_the_site_is_no_part_of_a_headline(suffix: str) -> None:
    """Templates put section and site behind a title."""
    assert headline_of(Titles(social=LINE + suffix, sites=["Harbour Post"])) == LINE


def test_a_suffix_goes_where_another_title_ends_before_it() -> None:
    """The site's name need not be known: the h1 shows where the headline ends."""
    assert headline_of(Titles(declared=f"{LINE} | Region", printed=[LINE])) == LINE


def test_a_dash_inside_a_headline_stays() -> None:
    """Only what another title, or the site's name, proves to be a suffix is cut."""
    line = "Ferry runs aground - crew blames fog"
    assert line == headline_of(Titles(declared=line, social=line, sites=["Harbour Post"]))


def test_a_kicker_goes_where_the_card_leaves_it_out() -> None:
    """The eyebrow above a headline is no part of it."""
    assert headline_of(Titles(declared=f"Shipping: {LINE}", social=LINE)) == LINE


def test_a_colon_that_every_title_has_stays() -> None:
    """What looks like a kicker may be the headline's own first half."""
    line = "Port Elan: Ferry runs aground"
    assert line == headline_of(Titles(declared=line, social=line, printed=["Ferry runs aground"]))


def test_a_printed_line_is_taken_where_the_title_confirms_it() -> None:
    """The first h1 may be the name of the site; the headline is the one that the title holds too."""
    assert headline_of(Titles(printed=["Harbour Post", LINE], title=f"{LINE} | Region | Port")) == LINE


def test_a_page_without_any_title_has_no_headline() -> None:
    """Nothing is invented."""
    assert headline_of(Titles()) is None
