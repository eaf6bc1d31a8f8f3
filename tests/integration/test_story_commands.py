"""The commands about stories: what they say of a copy, and how a change of thresholds is tried and applied."""

from datetime import UTC, datetime

import pytest

from ops import desk, rematch
from ops.explain import coloured, explain, sentences, who_was_first
from ops.story_views import rematch_stories, show_explanation, show_story
from schemas.records import ArticleRecord
from schemas.thresholds import Thresholds
from tests.support.databases import Database
from tests.support.straight_line import applied
from tests.support.wire_copy import SURGE, filed
from worker.match import Weights

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def pair(database: Database) -> tuple[ArticleRecord, ArticleRecord]:
    """An original, and a copy that another outlet cut and opened with a paragraph of its own."""
    original = filed(source="AP", published_at="2026-11-12T07:00:00Z")
    own = "Readers of this paper with relatives in Varnholm may call the newsroom."
    copy = filed(
        (own, *SURGE[:4]),
        wire="post",
        source="Post",
        published_at="2026-11-12T09:30:00Z",
        headline="Harbor under water",
    )
    applied(database, original, copy)
    first, second = desk.records(database.engine)
    return first, second


def test_an_explanation_says_score_shared_text_and_who_was_first(pair: tuple[ArticleRecord, ArticleRecord]) -> None:
    """A person reads why: the score and its parts, the passages, who filed first and by how much."""
    original, copy = pair
    said = "\n".join(sentences(explain(copy, original, Weights(), Thresholds())))

    assert "one story" in said
    assert "filed 2 h 30 min before Post" in said
    assert "shared passages, the longest" in said


def test_the_comparison_colours_what_only_one_of_them_has(pair: tuple[ArticleRecord, ArticleRecord]) -> None:
    """Own words of the copy are green, what it cut is red, and the text itself is never markup."""
    original, copy = pair
    text = coloured(explain(copy, original, Weights(), Thresholds()))
    styled = {str(span.style): text.plain[span.start : span.end] for span in reversed(text.spans)}

    assert "Readers of this paper" in styled["green"]
    assert "sandbags" in styled["red strike"]


def test_without_stated_times_the_arrival_says_who_was_first(pair: tuple[ArticleRecord, ArticleRecord]) -> None:
    """Where one of the two states no time, both are judged by when they arrived."""
    original, copy = pair
    original.published_at = None

    assert "arrived" in who_was_first(copy, original)


def test_rematching_changes_nothing_by_itself(database: Database, pair: tuple[ArticleRecord, ArticleRecord]) -> None:
    """By the thresholds that were used, the stories are those that are stored."""
    filed_since, rulings = rematch.load(database.engine, LONG_AGO)
    groups = rematch.regroup(filed_since, Weights(), database.settings.thresholds, rulings)

    assert groups == [{one.article_id for one in pair}]
    assert rematch.difference(filed_since, groups)[3:] == ([], [])


def test_rematching_reports_before_it_applies(database: Database, pair: tuple[ArticleRecord, ArticleRecord]) -> None:
    """A stricter threshold parts the pair: reported first, exit code 1, and written only with --apply."""
    strict = database.settings.model_copy(update={"thresholds": Thresholds(same_story=1.0)})

    assert rematch_stories(strict, LONG_AGO, write=False, as_json=True) == 1
    assert len({one.story_id for one in desk.records(database.engine)}) == 1
    assert rematch_stories(strict, LONG_AGO, write=True, as_json=True) == 0
    assert len({one.story_id for one in desk.records(database.engine)}) == 2
    assert [one["articles"] for one in desk.stories(database.engine, 10)] == [1, 1]


def test_rematching_keeps_what_an_editor_ruled_apart(
    database: Database, pair: tuple[ArticleRecord, ArticleRecord]
) -> None:
    """A split by hand is no error of the matcher's to be mended."""
    from ops import correct

    correct.split(database.engine, [pair[1].article_id])
    filed_since, rulings = rematch.load(database.engine, LONG_AGO)

    assert len(rematch.regroup(filed_since, Weights(), database.settings.thresholds, rulings)) == 2


def test_the_commands_print_and_return_codes(
    database: Database, pair: tuple[ArticleRecord, ArticleRecord], capsys: pytest.CaptureFixture[str]
) -> None:
    """`story` shows the timeline, `explain` the reasons; unknown ids exit with 1 and say so."""
    original, copy = pair

    assert show_story(database.settings, original.story_id, as_json=False) == 0
    assert "Post" in capsys.readouterr().out
    assert show_explanation(database.settings, copy.article_id, None, as_json=True) == 0
    assert '"passages"' in capsys.readouterr().out
    assert show_story(database.settings, "nothing", as_json=False) == 1
    assert show_explanation(database.settings, "nothing", None, as_json=False) == 1
    assert "not stored" in capsys.readouterr().err
