"""From values to columns, and from an outcome to its one line."""

import zlib
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Dateline, Subject
from schemas.columns import table_of
from schemas.log_events import EVENTS, event_of, strangers
from schemas.records import ArticleRecord, QuarantineRecord, RawRecord
from schemas.verdict import Reason, Refusal, Relation, Signal, Stage, Verdict
from tests.support.articles import BODY, NOON, article_of, decision_of, raw_of
from worker.pipeline import Outcome, Refused
from worker.report import fields_of, report, report_all
from worker.rows import article_row, quarantine_row, raw_row

COPY = decision_of(verdict=Verdict.COPY, copy_of="o" * 16, relation=Relation.ABRIDGED, similarity=0.9, score=0.9)
REFUSED = Refused(raw_of(), Refusal(Reason.TOO_SHORT, "Two words only; send the text.", stage=Stage.EXTRACT, item=3), 2)


@given(st.binary())
def test_the_bytes_are_kept_as_they_arrived(body: bytes) -> None:
    """Compressed, so that everything can be read again by tomorrow's code."""
    raw = raw_of().model_copy(update={"body": body})
    row = raw_row(raw, NOON)
    assert zlib.decompress(row["body"]) == body
    assert (row["body_bytes"], row["raw_id"]) == (len(body), raw.raw_id)


def test_rows_fill_every_column_of_their_tables() -> None:
    """A column that a row forgets would silently be empty."""
    columns = {table: set(table_of(table).columns.keys()) for table in (RawRecord, ArticleRecord, QuarantineRecord)}
    assert set(raw_row(raw_of(), NOON)) == columns[RawRecord]
    assert set(article_row(article_of(), COPY, 7, NOON)) == columns[ArticleRecord]
    assert set(quarantine_row(REFUSED, NOON)) == columns[QuarantineRecord] - {"quarantine_id"}


def test_an_articles_row_holds_plain_values() -> None:
    """Words for enums, lists for tuples, an object for each subject."""
    article = article_of(
        dateline=Dateline(place="VARNHOLM", date=NOON.date()),
        authors=("Ingrid Solheim",),
        subjects=(Subject(name="flood", code="medtop:20000151"),),
        signal=Signal.UPDATE,
    )
    row = article_row(article, COPY, 7, NOON)
    assert (row["seq"], row["verdict"], row["relation"], row["signal"]) == (7, "copy", "abridged", "update")
    assert (row["dateline_place"], row["dateline_date"], row["authors"]) == (
        "VARNHOLM",
        NOON.date(),
        ["Ingrid Solheim"],
    )
    assert row["subjects"] == [{"name": "flood", "code": "medtop:20000151", "scheme": None}]


def test_a_quarantined_document_is_item_minus_one() -> None:
    """Items are counted from 0; a document that is refused whole has none."""
    whole = Refused(raw_of(), Refusal(Reason.MALFORMED, "Broken off."))
    assert quarantine_row(whole, NOON)["item"] == -1
    assert quarantine_row(REFUSED, NOON)["item"] == 3


OUTCOMES = {
    Verdict.STORED: Outcome(raw_of(), Verdict.STORED, article_of(guid="g1"), decision_of(), took_ms={"parse": 0.2}),
    Verdict.COPY: Outcome(raw_of(), Verdict.COPY, article_of(), COPY, took_ms={"parse": 0.2}),
    Verdict.REPLAYED: Outcome(raw_of(), Verdict.REPLAYED, article_of()),
    Verdict.QUARANTINED: Outcome(raw_of(), Verdict.QUARANTINED, refused=REFUSED),
}


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES.keys())
def test_a_line_never_holds_the_body(outcome: Outcome) -> None:
    """Articles are embargoed, licensed and long; a log is none of these."""
    fields = fields_of(outcome, NOON)
    assert BODY not in str(fields)
    assert not {"body", "summary", "raw", "hints"} & set(fields)


@pytest.mark.parametrize(("verdict", "outcome"), OUTCOMES.items(), ids=OUTCOMES.keys())
def test_one_line_tells_of_one_article(
    verdict: Verdict, outcome: Outcome, log_lines: list[MutableMapping[str, Any]]
) -> None:
    """Named by its verdict, with the time from receipt to commit; and nothing that the table does not promise."""
    report(outcome, NOON + timedelta(seconds=1.5))
    (line,) = log_lines
    assert (line["event"], line["age_ms"], line["wire"]) == (event_of(verdict), 1500, "afp")
    assert strangers({name: value for name, value in line.items() if name != "log_level"}) == set()
    absent = set(EVENTS[event_of(verdict)].fields.split()) - set(line)
    assert absent <= {"guid", "version", "request_id", "copy_of", "relation", "similarity", "detail"}


def test_a_batch_is_one_line_for_each_article(log_lines: list[MutableMapping[str, Any]]) -> None:
    """In its order, none left out."""
    report_all(OUTCOMES.values(), NOON)
    assert [line["event"] for line in log_lines] == [event_of(verdict) for verdict in OUTCOMES]


def test_the_request_id_stands_on_the_articles_line() -> None:
    """By it whoever sent the article, or dropped the file, finds what became of it."""
    outcome = Outcome(raw_of(request_id="req-7f3a"), Verdict.QUARANTINED, refused=REFUSED)
    assert fields_of(outcome, NOON)["request_id"] == "req-7f3a"


def test_a_headline_is_cut_to_what_a_line_can_hold() -> None:
    """Eighty characters are enough to know it by."""
    outcome = Outcome(raw_of(), Verdict.STORED, article_of(headline="h" * 500), decision_of())
    assert len(fields_of(outcome, NOON)["headline"]) == 80


def test_joined_stories_are_a_line_of_their_own(log_lines: list[MutableMapping[str, Any]]) -> None:
    """Two stories were one: whoever follows either must hear of it."""
    decision = COPY.model_copy(update={"joins": ("s2",)})
    report(Outcome(raw_of(), Verdict.COPY, article_of(), decision), NOON)
    assert [line["event"] for line in log_lines] == ["article.copy", "stories.merged"]
    assert (log_lines[1]["story_id"], log_lines[1]["merged"]) == ("s1", ["s2"])
