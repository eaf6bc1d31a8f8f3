"""The word index: filled beside the ingest, found by on both databases, and never wrong for long."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from ops.console.story_search import Sought, search
from ops.word_filling import Filling
from ops.word_index import WordIndex
from ops.words import asked_of
from tests.support.databases import Database
from tests.support.desk_page import arrive, filed_now
from tests.support.waiting import wait_until
from tests.support.wire_copy import ORCHARD, SURGE

HOSTILE = (
    '"', "'", "\\", "*", "NEAR(a b)", "a AND b", "NOT", "rowid:1", "terms:harbor", "x' OR 1=1", "'; DROP TABLE word;--",
    "a & b | !c", "harbor:*", "()", "\x00", "%", "_", "{harbor}", "^harbor", "-harbor", "💥", "\ud800",
)  # fmt: skip


@pytest.fixture
def words(database: Database) -> Iterator[WordIndex]:
    """The index of the test's database."""
    found = WordIndex(database.settings, database.engine)
    yield found
    found.close()


def found(words: WordIndex, asked: str, most: int = 10) -> list[int]:
    return words.newest(asked_of(asked), most)


def test_what_was_there_before_is_indexed_from_the_newest_to_the_oldest(database: Database, words: WordIndex) -> None:
    """And what comes meanwhile before all of it."""
    for number in range(5):
        arrive(database, filed_now(ORCHARD, f"wire{number}", headline=f"Frost number{number}"))
    assert words.missing() == 5
    assert words.fill(2) == 2
    assert found(words, "frost") == [5, 4]
    arrive(database, filed_now(SURGE, headline="Frost again"))
    assert words.fill(2) == 2
    assert found(words, "frost") == [6, 5, 4, 3]
    assert (words.missing(), words.fill(100), words.fill(100), words.missing()) == (2, 2, 0, 0)
    assert found(words, "frost", most=4) == [6, 5, 4, 3]
    assert words.newest(asked_of("frost"), 10, below=3) == [2, 1]


def test_an_empty_database_has_nothing_to_index(words: WordIndex) -> None:
    """And nothing missing."""
    assert (words.fill(10), words.missing(), found(words, "frost")) == (0, 0, [])


@pytest.mark.parametrize("asked", HOSTILE)
def test_a_hostile_question_is_a_question(database: Database, words: WordIndex, asked: str) -> None:
    """It finds something or nothing; it is no error and no command."""
    arrive(database, filed_now(SURGE))
    search(database.engine, words, Sought(asked))
    assert found(words, "harbor") == [1]


def test_a_rewritten_article_is_found_by_its_new_words_alone(database: Database, words: WordIndex) -> None:
    """A replay calls for it; the page sees for itself that the old words no longer stand there."""
    arrive(database, filed_now(SURGE, headline="Harbour of old"))
    words.fill(10)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE article SET headline = 'Zeppelin over town', body = 'Nothing else.'"))
        article_id = connection.execute(text("SELECT article_id FROM article")).scalar_one()
    words.renew([article_id])
    assert len(search(database.engine, words, Sought("zeppelin")).stories) == 1
    assert search(database.engine, words, Sought("harbour")).stories == ()


def test_an_index_of_what_is_gone_is_made_anew(
    database: Database, words: WordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a prune most of it would be of no use."""
    monkeypatch.setattr("ops.word_index._ABANDONED", 1)
    for number in range(4):
        arrive(database, filed_now(ORCHARD, f"wire{number}", headline=f"Frost number{number}"))
    words.fill(10)
    words.begin_anew_if_abandoned()
    assert found(words, "frost") == [4, 3, 2, 1]
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM article WHERE seq < 4"))
    words.begin_anew_if_abandoned()
    assert found(words, "frost") == []
    assert (words.fill(10), found(words, "frost")) == (1, [4])


def test_a_page_that_is_open_fills_the_index(database: Database, words: WordIndex) -> None:
    """By a thread of its own, which ends with the page."""
    arrive(database, filed_now(SURGE))
    filling = Filling(words)
    filling.start()
    wait_until(lambda: found(words, "harbor"), "an indexed article")
    filling.close()
    assert words.missing() == 0


def test_two_who_fill_at_once_index_each_article_once(database: Database, words: WordIndex) -> None:
    """Two pages may be served from one database."""
    other = WordIndex(database.settings, database.engine)
    for number in range(4):
        arrive(database, filed_now(ORCHARD, f"wire{number}"))
    assert (words.fill(2), other.fill(10), words.fill(10)) == (2, 2, 0)
    assert found(other, "frost") == found(words, "frost") == [4, 3, 2, 1]
    other.close()


def test_an_index_that_cannot_be_filled_is_told_once_and_tried_again(
    database: Database, words: WordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every few seconds, nor never: what is searched would be missing without a word."""
    arrive(database, filed_now(SURGE))
    monkeypatch.setattr("ops.word_filling._AWAY_S", 0.01)
    tries = iter([*[OperationalError("INSERT", {}, Exception("disk full"))] * 3])
    fill = words.fill

    def fill_at_last(most: int) -> int:
        for trouble in tries:
            raise trouble
        return fill(most)

    monkeypatch.setattr(words, "fill", fill_at_last)
    filling = Filling(words)
    with capture_logs() as lines:
        filling.start()
        wait_until(lambda: found(words, "harbor"), "an indexed article")
        filling.close()

    assert [line["event"] for line in lines] == ["index.waiting"]
