"""Console fill: a database that looks as if so many articles had come: stories, copies, text that can be searched."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from schemas.columns import table_of
from schemas.records import ArticleRecord, RawRecord, StoryRecord, WireRecord
from schemas.tallies import EVER, Counted
from schemas.verdict import Verdict

WORDS = 280  # of an article, the usual
RARE = "zanzibarite"  # a word of the very first article alone
COMMON = "correspondent"  # a word of every second article
CHARACTERS = "火山噴火"  # of every hundredth
_WIRES = tuple(f"wire-{number:02d}" for number in range(20))
_ROWS = 2000  # of one statement

Row = dict[str, Any]


def fill(engine: Engine, articles: int, seed: int = 1) -> None:
    """Write so many articles of the last thirty days: three of four open a story, the fourth is a copy of the third."""
    choose = random.Random(seed)
    lexicon = ["".join(choose.choices("abcdefghijklmnoprstuvw", k=choose.randint(3, 9))) for _ in range(20_000)]
    rows: list[Row] = []
    with engine.begin() as connection:
        for row in _articles(choose, lexicon, articles):
            rows.append(row)
            if len(rows) == _ROWS or row["seq"] == articles:
                connection.execute(insert(table_of(ArticleRecord)), rows)
                connection.execute(insert(table_of(RawRecord)), [_raw(one) for one in rows])
                connection.execute(insert(table_of(StoryRecord)), [_story(one) for one in rows if not one["copy_of"]])
                rows = []
        now = datetime.now(UTC)
        heard = [{"wire": wire, "first_at": now, "last_at": now, "longest_gap_s": 60.0} for wire in _WIRES]
        connection.execute(insert(table_of(WireRecord)), heard)
        tally = WireRecord.metadata.tables["tally"]
        counted = {"hour": EVER, "name": Counted.ARTICLE.value, "label": Verdict.STORED.value}
        connection.execute(insert(tally), [{**counted, "wire": wire, "count": articles // 20} for wire in _WIRES])
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _articles(choose: random.Random, lexicon: list[str], articles: int) -> Iterator[Row]:
    begin = datetime.now(UTC) - timedelta(days=30)
    story = ""
    for seq in range(1, articles + 1):
        article_id = f"{seq:016x}"
        copy = seq % 4 == 0
        at = begin + timedelta(days=30) * seq / articles
        extra = {RARE: seq == 1, COMMON: seq % 2 == 0, f"昨日{CHARACTERS}した": seq % 100 == 0}
        text = " ".join([*choose.choices(lexicon, k=WORDS), *(word for word, said in extra.items() if said)])
        plain = {
            "seq": seq, "guid": f"tag:{seq}", "article_id": article_id, "raw_id": f"{seq:032x}", "item": 0,
            "name": f"{seq}.txt", "wire": choose.choice(_WIRES), "format": "text",
            "verdict": "copy" if copy else "stored",
            "copy_of": story if copy else None, "story_id": story if copy else article_id,
            "headline": " ".join(choose.choices(lexicon, k=8)).capitalize(), "body": text, "word_count": WORDS,
            "zone_stated": True, "published_at": at, "received_at": at, "committed_at": at, "pub_status": "usable",
        }  # fmt: skip
        lists = ("digest_of", "authors", "keywords", "subjects", "places", "people", "organisations")
        yield {**plain, **{name: [] for name in lists}}
        story = story if copy else article_id


def _raw(row: Row) -> Row:
    names = ("raw_id", "wire", "name", "received_at")
    fixed = {"hints": {}, "body": b"", "body_bytes": 0, "request_id": f"request-{row['seq']}"}
    return {**{name: row[name] for name in names}, **fixed, "stored_at": row["received_at"]}


def _story(row: Row) -> Row:
    at = row["received_at"]
    fresh = {"lead_rank": "", "articles": 1, "killed": False, "merged_into": None}
    return {
        "story_id": row["story_id"],
        "lead_id": row["article_id"],
        **fresh,
        "first_published_at": at,
        "last_received_at": at,
    }
