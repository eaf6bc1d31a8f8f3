"""The rooms of the desk's page on both databases: what they find and show, and what their actions do."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from ops import desk, word_search
from ops.console import story_search
from ops.console.minutes import Minutes
from ops.console.story_search import Answer, Found, Sought, latest, search
from ops.word_index import WordIndex
from schemas.records import ArticleRecord
from tests.support.databases import Database
from tests.support.desk_page import HOSTILE, OWN, Visitor, arrive, filed_now, newsroom_day
from tests.support.wire_copy import SURGE, invented_story


def copy_in(database: Database) -> ArticleRecord:
    """Return the one copy of a newsroom's day."""
    return next(one for one in list(desk.records(database.engine)) if one.verdict == "copy")


def many(database: Database, count: int) -> None:
    """Let so many stories arrive, number 0 first."""
    for start in range(0, count, 20):
        numbers = range(start, min(count, start + 20))
        arrive(
            database,
            *(filed_now(invented_story(n), f"wire{n % 2}", f"{n}.json", headline=f"Story {n}") for n in numbers),
        )


def test_now_says_the_lag_first_and_every_section_is_there(visitor: Visitor) -> None:
    """Nothing waits, two lie in quarantine, three wires were heard."""
    page = visitor.get("/").text

    assert page.index("Nothing waits") < page.index("The last hour") < page.index("Wires")
    for said in ("lunde", "post", "empty body", "malformed", "No worker has been seen", "free of"):
        assert said in page


def test_now_is_live(visitor: Visitor) -> None:
    """The stream begins with every section at once."""
    with visitor.stream("GET", "/desk/live") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: sections"
        data = next(lines)

    assert all(f'"{name}"' in data for name in ("lag", "pace", "wires", "workers"))


def test_minutes_count_what_was_decided_and_add_what_is_new(database: Database) -> None:
    """Stored and refused ones alike, each once, however often one looks."""
    newsroom_day(database)
    now = datetime.now(UTC) + timedelta(seconds=1)
    minutes = Minutes()
    first = sum((one.verdicts for one in minutes.look(database.engine, now)), start=minutes.shown(now)[0].verdicts)
    again = minutes.look(database.engine, now)
    arrive(database, filed_now(invented_story(1)))
    later = minutes.look(database.engine, now)

    assert first == {"stored": 2, "copy": 1, "quarantined": 2}
    assert sum(one.verdicts.total() for one in again) == 5
    assert sum(one.verdicts.total() for one in later) == 6


def test_stories_are_found_by_words_of_headline_and_text(visitor: Visitor) -> None:
    """All words must stand in one article; the text around them is shown, with the words marked."""
    found = visitor.get("/desk/stories", params={"q": "SANDBAGS depot"}).text

    assert "Storm surge floods old harbor" in found
    assert "<mark>sandbags</mark>" in found
    assert "No story was found" in visitor.get("/desk/stories", params={"q": "sandbags volcano"}).text


def test_a_word_of_a_copy_finds_the_story_and_says_in_which_article(visitor: Visitor) -> None:
    """The lead does not have it; the copy's headline is named."""
    found = visitor.get("/desk/stories", params={"q": "relatives"}).text

    assert "Storm surge floods old harbor" in found
    assert "<b>Harbor under water</b>" in found


def newest(database: Database, sought: Sought, after: str = "") -> Answer:
    return latest(database.engine, sought, after)


def searched(database: Database, sought: Sought, after: str = "") -> Answer:
    """Search as the page does."""
    words = WordIndex(database.settings, database.engine)
    found = search(database.engine, words, sought, after)
    words.close()
    return found


def test_words_are_no_patterns(visitor: Visitor) -> None:
    """A per cent sign or an underline means itself."""
    for text in ("%", "_", "100%_", "\\"):
        assert "No story was found" in visitor.get("/desk/stories", params={"q": text}).text


@pytest.mark.parametrize("word", ["école", "École", "ÉCOLE", "ecole"])
def test_letters_beyond_ascii_are_found_in_either_case(database: Database, word: str) -> None:
    """And without their accents, as they are typed in a hurry."""
    arrive(database, filed_now((*SURGE, "L'École de Varnholm reste ouverte."), headline="Rentrée"))

    assert len(searched(database, Sought(word)).stories) == 1


def test_an_id_leads_to_its_story(database: Database, visitor: Visitor) -> None:
    """Of the story, of an article in it, of the raw bytes."""
    copy = copy_in(database)
    for named in (copy.article_id, copy.raw_id, copy.story_id):
        assert visitor.get("/desk/stories", params={"q": named}).headers["location"] == f"/desk/stories/{copy.story_id}"


def test_stories_are_turned_page_by_page_without_gap_or_repeat(database: Database) -> None:
    """The latest first, by what was last received and by words, however many there are."""
    many(database, story_search.PAGE * 2 + 3)
    for look, sought in ((newest, Sought()), (searched, Sought(wire="wire0")), (searched, Sought("story"))):
        found: list[str] = []
        after = ""
        while True:
            answer = look(database, sought, after)
            found += [one.headline for one in answer.stories]
            if not answer.further:
                break
            after = answer.further
        wanted = story_search.PAGE * 2 + 3 if sought.wire == "" else story_search.PAGE + 2
        assert (len(found), len(set(found))) == (wanted, wanted)


def test_a_search_whose_time_is_over_says_how_far_back_it_got(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And goes on from there, until the first article."""
    monkeypatch.setattr(word_search, "LOOKED_AT", 3)
    monkeypatch.setattr(story_search, "_BUDGET_S", 0.0)
    many(database, 10)
    found: list[Found] = []
    after, looks = "", 0
    while looks == 0 or after:
        answer = searched(database, Sought("story", "wire0"), after)
        found += answer.stories
        after, looks = answer.further or "", looks + 1
        assert answer.back_to or not after

    assert [one.headline for one in found] == [f"Story {number}" for number in (8, 6, 4, 2, 0)]
    assert looks > 2


def test_only_what_was_received_since_then_is_found(database: Database) -> None:
    """By words and without."""
    many(database, 2)
    later = datetime.now(UTC) + timedelta(minutes=1)

    assert searched(database, Sought("story", since=later)).stories == ()
    assert latest(database.engine, Sought(since=later)).stories == ()
    assert len(latest(database.engine, Sought(since=later - timedelta(hours=1))).stories) == 2


@pytest.mark.parametrize("after", ["x", "~", "99999999999999999999", "2026-13-01~a", "-1"])
def test_a_cursor_that_is_none_of_ours_begins_anew_or_ends(visitor: Visitor, after: str) -> None:
    """A bent address is no error of ours."""
    for query in ({"after": after}, {"after": after, "q": "harbor"}):
        assert visitor.get("/desk/stories", params=query).status_code in (200, 404)


def test_a_story_shows_its_copies_in_time_and_why(database: Database, visitor: Visitor) -> None:
    """The lead's text, who carried it when, how alike; a story that is not there is said."""
    copy = copy_in(database)
    page = visitor.get(f"/desk/stories/{copy.story_id}").text

    assert page.index("AP") < page.index("Post")
    assert "+ 2 h 30 min" in page
    assert re.search(r"\d+% alike", page)
    assert SURGE[0] in unescape(page)
    assert visitor.get("/desk/stories/0000000000000000").status_code == 404


def test_a_hostile_headline_is_text_in_every_room(visitor: Visitor) -> None:
    """Not one of its tags becomes one."""
    for path in ("/desk/stories", "/desk/stories?q=orchards", "/desk/log"):
        page = visitor.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert HOSTILE in unescape(visitor.get("/desk/stories").text)


def test_two_articles_stand_side_by_side(database: Database, visitor: Visitor) -> None:
    """A copy beside its original: the outlet's own paragraph added, the last ones cut."""
    copy = copy_in(database)
    page = visitor.get("/desk/compare", params={"b": copy.article_id}).text

    assert f"<ins>{OWN}</ins>" in unescape(page)
    assert "<del>Two dock workers" in page
    assert "What the matcher saw: one story" in page
    assert visitor.get("/desk/compare", params={"b": "none"}).status_code == 404


def test_splitting_asks_first_then_makes_a_story_that_can_be_merged_again(database: Database, visitor: Visitor) -> None:
    """And the merge can be undone: each by its button, each after a second look."""
    copy = copy_in(database)
    path = f"/desk/stories/{copy.story_id}"
    asked = visitor.act(f"{path}/split", id=copy.article_id)
    assert "Take these out" in asked.text
    assert desk.story(database.engine, copy.story_id).articles == 2  # type: ignore[union-attr]

    fresh = visitor.act(f"{path}/split", id=copy.article_id, sure="yes").headers["location"].partition("?")[0]
    assert "Harbor under water" in visitor.get(fresh).text

    other = fresh.rpartition("/")[2]
    assert "one story?" in visitor.act(f"{path}/merge", other=other).text
    visitor.act(f"{path}/merge", other=other, sure="yes")
    merge = desk.merges(database.engine, copy.story_id)[0]["merge_id"]
    assert visitor.get(fresh).headers["location"] == path

    visitor.act(f"{path}/undo", merge=str(merge))
    assert desk.story(database.engine, other).articles == 1  # type: ignore[union-attr]


def test_a_correction_that_cannot_be_made_says_why(database: Database, visitor: Visitor) -> None:
    """Nothing chosen, no such story, all of a story, no such merge."""
    path = f"/desk/stories/{copy_in(database).story_id}"
    every = [one.article_id for one in desk.story_articles(database.engine, path.rpartition("/")[2])]

    assert visitor.act(f"{path}/split").status_code == 400
    assert visitor.act(f"{path}/split", id=every, sure="yes").status_code == 409
    assert visitor.act(f"{path}/merge", other="0" * 16).status_code == 404
    assert visitor.act(f"{path}/undo", merge="77").status_code == 409
    assert visitor.act(f"{path}/undo", merge="x").status_code == 400
