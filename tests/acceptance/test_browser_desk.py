"""The desk's page in a real Chromium: every room and action, by mouse and keyboard, in the dark and on a phone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

from ops import desk
from ops.console.quarantine_list import listed
from producer.enqueue import Door
from tests.support.browsing import FAINT_TEXTS, LOOKING, TOO_WIDE, Watched, chromium
from tests.support.databases import Database
from tests.support.desk_page import HOSTILE, OWN, log_line, newsroom_day, write_log
from tests.support.http import serving
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.browser,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
TOKEN = "a long token of the newsroom"
PHONE = {"width": 360, "height": 740}
ROOMS = ("/", "/desk/stories", "/desk/quarantine", "/desk/log")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def base(database: Database) -> Iterator[str]:
    """The address of a desk with a newsroom's day in it."""
    newsroom_day(database)
    write_log(database.settings, log_line("worker.ready", worker="w-1"))
    with serving(database.settings) as address:
        yield address


@pytest.fixture
def look(browser: Browser, base: str) -> Iterator[Callable[..., Watched]]:
    """A factory of watched pages at the desk; at the end none of them may have complained."""
    watched: list[Watched] = []

    def of(path: str = "/", **how: Any) -> Watched:
        one = Watched(browser.new_context(base_url=base, **how).new_page())
        watched.append(one)
        one.page.goto(path)
        return one

    yield of
    for one in watched:
        one.page.context.close()
    assert [complaint for one in watched for complaint in one.complaints] == []


def test_now_is_live_without_a_reload(look: Callable[..., Watched], database: Database) -> None:
    """What comes in shows within seconds: the count in quarantine falls when one is discarded elsewhere."""
    page = look().page
    expect(page.locator("[data-pulse]")).to_have_text("live")
    held = page.locator("#held tbody tr")
    expect(held).to_have_count(2)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM quarantine WHERE reason = 'malformed'")

    expect(held).to_have_count(1, timeout=LOOKING)


def test_a_story_is_searched_found_and_compared(look: Callable[..., Watched]) -> None:
    """From a word of its text to two of its articles side by side, with what was added and cut."""
    page = look("/desk/stories").page
    page.get_by_label("Words of the headline or text").fill("sandbags")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile("Storm surge")).click()
    expect(page.locator(".timeline tbody tr")).to_have_count(2)
    page.get_by_role("link", name=re.compile("compare Post")).click()

    expect(page.locator(".pair ins").filter(has_text=OWN)).to_be_visible()
    expect(page.locator(".pair del").filter(has_text="Two dock workers")).to_be_visible()
    page.get_by_text("What the matcher saw").click()
    expect(page.get_by_text("shared passages, the longest")).to_be_visible()


def test_an_article_is_released_from_quarantine(look: Callable[..., Watched], database: Database) -> None:
    """Shown with its bytes escaped, released after a second look, and pending again."""
    page = look("/desk/quarantine").page
    page.get_by_role("link", name="half.json").click()
    expect(page.locator("pre.bytes i").first).to_have_text("\\x1b")
    page.get_by_role("button", name="Release").click()
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_role("status")).to_contain_text("1 article released")
    expect(page.get_by_role("link", name="half.json")).to_have_count(0)
    assert Door(database.settings).ledger.pending()[0] == 1


def test_articles_are_discarded_in_bulk(look: Callable[..., Watched], database: Database) -> None:
    """One box chooses all that are shown; a second look asks; then the quarantine is empty."""
    page = look("/desk/quarantine").page
    page.get_by_label("all on this page").check()
    page.get_by_role("button", name="Discard the chosen").click()
    expect(page.get_by_role("heading", name="Discard 2 articles?")).to_be_visible()
    page.get_by_role("button", name="Discard").click()

    expect(page.get_by_text("Nothing lies in quarantine")).to_be_visible()
    assert listed(database.engine, "", "", None)[0] == []


def test_a_story_is_split_and_merged_again(look: Callable[..., Watched], database: Database) -> None:
    """An editor's ruling by the page alone."""
    copy = next(one for one in list(desk.records(database.engine)) if one.verdict == "copy")
    page = look(f"/desk/stories/{copy.story_id}").page
    page.get_by_label(re.compile("choose Post")).check()
    page.get_by_role("button", name=re.compile("Take the chosen out")).click()
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("heading", name="Harbor under water")).to_be_visible()
    other = page.url.partition("?")[0].rpartition("/")[2]

    page.goto(f"/desk/stories/{copy.story_id}")
    page.get_by_label("Another story that is this one").fill(other)
    page.get_by_role("button", name="Merge it into this story").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.locator(".timeline tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Undo this merge").click()
    expect(page.locator(".timeline tbody tr")).to_have_count(1)


def test_the_log_is_tailed_and_filtered(look: Callable[..., Watched], database: Database) -> None:
    """A line that is written now appears; a filter leaves the others out; holding stops the roll."""
    page = look("/desk/log").page
    expect(page.locator(".tail li").filter(has_text="worker.ready")).to_be_visible()
    expect(page.locator("[data-pulse]")).to_have_text("live")
    page.get_by_label("Wire").select_option("ap")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("[data-pulse]")).to_have_text("live")
    write_log(database.settings, log_line("article.stored", wire="post", headline="From another wire"))
    write_log(
        database.settings, log_line("article.copy", wire="ap", headline=HOSTILE, relation="edited", similarity=0.8)
    )

    expect(page.locator(".tail li").filter(has_text=HOSTILE)).to_be_visible()
    expect(page.locator(".tail li")).to_have_count(1)
    page.get_by_role("button", name="Hold").click()
    write_log(database.settings, log_line("article.copy", wire="ap", headline="While held"))
    expect(page.get_by_role("button", name="Go on (1 wait)")).to_be_visible()
    page.get_by_role("button", name="Go on (1 wait)").click()
    expect(page.locator(".tail li").filter(has_text="While held")).to_be_visible()


def test_a_hostile_headline_is_shown_as_text(look: Callable[..., Watched]) -> None:
    """In the list, as the page's heading and title, and beside another; nothing of it runs."""
    page = look("/desk/stories").page
    page.get_by_role("link", name=HOSTILE).click()
    expect(page.get_by_role("heading", name=HOSTILE, level=1)).to_be_visible()
    assert page.locator("main img, main script").count() == 0
    assert page.title().startswith("<script>")


def test_the_desk_is_worked_by_keyboard(look: Callable[..., Watched]) -> None:
    """Skip the rooms, search by /, go to a room by g and a letter; the focus is always seen."""
    page = look("/").page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the room")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/desk/stories")
    page.keyboard.press("/")
    expect(page.get_by_label("Words of the headline or text")).to_be_focused()
    page.keyboard.type("sandbags")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=sandbags**")
    result = page.get_by_role("link", name=re.compile("Storm surge"))
    while not result.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    assert "3px" in result.evaluate("link => getComputedStyle(link).outline")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Storm surge"), level=1)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_every_room_without_scrolling_sideways(
    look: Callable[..., Watched], database: Database, scheme: str
) -> None:
    """Down to 360 pixels, with a story, a comparison and refused bytes among the rooms."""
    copy = next(one for one in list(desk.records(database.engine)) if one.verdict == "copy")
    raw_id = listed(database.engine, "", "", None)[0][0].raw_id
    page = look("/", viewport=PHONE, color_scheme=scheme).page
    paths = [f"/desk/stories/{copy.story_id}", f"/desk/compare?b={copy.article_id}", f"/desk/quarantine/{raw_id}"]
    for path in (*ROOMS, *paths):
        page.goto(path)
        fits = page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        assert fits, (path, page.evaluate(TOO_WIDE))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(look: Callable[..., Watched], database: Database, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 at least, in either light."""
    copy = next(one for one in list(desk.records(database.engine)) if one.verdict == "copy")
    page = look("/", color_scheme=scheme).page
    for path in (*ROOMS, f"/desk/stories/{copy.story_id}", f"/desk/compare?b={copy.article_id}"):
        page.goto(path)
        assert page.evaluate(FAINT_TEXTS) == [], path


def test_a_desk_with_a_token_is_opened_by_it(browser: Browser, database: Database) -> None:
    """A wrong token is said, the right one leads to the room that was wanted, and one can leave."""
    newsroom_day(database)
    with serving(database.settings.model_copy(update={"console_token": TOKEN})) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/desk/quarantine")
        page.get_by_label("Token").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Quarantine")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Token")).to_be_visible()
        context.close()


def test_another_sites_page_cannot_act(browser: Browser, base: str, database: Database) -> None:
    """A form on a foreign page that is sent to the desk changes nothing, whatever cookies the browser has."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    form = f"""<form method="post" action="{base}/desk/quarantine/act"><input name="act" value="discard">
        <input name="every" value="yes"><input name="sure" value="yes"><button>win</button></form>"""
    page.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://evil.example/")
    page.get_by_role("button", name="win").click()

    expect(page.get_by_text("Actions are taken only from the desk's own pages")).to_be_visible()
    with pytest.raises(Error):
        page.goto("http://evil.example/frame")
    assert len(wait_until(lambda: listed(database.engine, "", "", None)[0], "entries")) == 2
    context.close()
