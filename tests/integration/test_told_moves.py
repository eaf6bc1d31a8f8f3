"""What an editor moves between stories is told in its place: a consumer's own picture of stories stays right."""

from collections import defaultdict
from typing import Any

import jsonschema_rs
import orjson
import pytest
from sqlalchemy import select

from ops import correct, desk
from ops.contracts import asyncapi, contracts
from ops.telling import MERGED, MOVED, NEWS, TELLABLE, Entry, look
from ops.webhooks import add_webhook, advance, list_webhooks
from schemas.columns import table_of
from schemas.records import ArticleRecord
from schemas.verdict import Verdict
from tests.support.databases import Database
from tests.support.door import COPY, ORIGINAL, OTHER, TEXT, taste
from tests.support.http import client_of
from tests.support.straight_line import applied
from tests.support.wire_copy import ORCHARD, SURGE, filed

_article = table_of(ArticleRecord)
EVERYTHING = [one.value for one in TELLABLE]


def stored(database: Database) -> list[ArticleRecord]:
    """Store an original, its copy and another story; return them in this order."""
    applied(database, filed(), filed(wire="post", headline="Three thousand flee the water"), filed(ORCHARD, wire="dpa"))
    return list(desk.records(database.engine))


def picture(entries: list[Entry]) -> dict[str, set[str]]:
    """Return the stories that a consumer of these events believes in, each with its articles."""
    story_of: dict[str, str] = {}
    for entry in entries:
        if entry.event == MOVED:
            story_of |= dict.fromkeys(entry.data["articles"], entry.data["to_story"])
        else:
            story_of[entry.data["article_id"]] = entry.data["story_id"]
            merged = entry.data["merged"]
            story_of |= {one: entry.data["story_id"] for one, story in story_of.items() if story in merged}
    found: dict[str, set[str]] = defaultdict(set)
    for article, story in story_of.items():
        found[story].add(article)
    return dict(found)


def truth(database: Database) -> dict[str, set[str]]:
    """Return the stories as they are stored."""
    found: dict[str, set[str]] = defaultdict(set)
    with database.engine.connect() as connection:
        for article, story in connection.execute(select(_article.c.article_id, _article.c.story_id)):
            found[story].add(article)
    return dict(found)


def test_a_consumer_knows_what_stands_where_after_every_correction(database: Database) -> None:
    """It hears of a split, a merge, its undoing and later articles, each once, from its cursor on."""
    original, copy, other = stored(database)
    heard: list[Entry] = []

    def hear() -> list[Entry]:
        new = look(database.engine, heard[-1].seq if heard else 0, EVERYTHING).entries
        heard.extend(new)
        return new

    hear()
    correct.split(database.engine, [copy.article_id])
    (split,) = hear()
    assert (split.event, split.data["articles"], split.data["lead"]["article_id"]) == (
        MOVED, [copy.article_id], copy.article_id,
    )  # fmt: skip
    assert truth(database) == picture(heard)
    merge_id = correct.merge(database.engine, original.story_id, other.story_id)
    assert [one.event for one in hear()] == [MOVED]
    assert truth(database) == picture(heard)
    correct.undo_merge(database.engine, merge_id)
    applied(database, filed(SURGE[:4], wire="gazette"))
    assert len(hear()) == 2
    assert truth(database) == picture(heard)
    assert sorted({one.seq for one in heard}) == [one.seq for one in heard]


def test_moves_are_told_over_http_whatever_verdicts_are_wanted(database: Database) -> None:
    """Who hears of new stories alone did not know the copy that is one now: the event brings its record."""
    with client_of(database.settings) as client:
        for wire, body in (("afp", ORIGINAL), ("post", COPY), ("dpa", OTHER)):
            client.post(f"/v1/articles?wire={wire}", content=body, headers=TEXT)
        taste(database)
        copy = {one.wire: one for one in desk.records(database.engine)}["post"]
        correct.split(database.engine, [copy.article_id])
        text = client.get("/v1/stream?follow=false&after=0&verdict=kill").text
    (block,) = [one for one in text.split("\n\n") if "event: " in one]
    event, data = block.splitlines()[1:3]
    assert event == f"event: {MOVED}"
    assert orjson.loads(data.removeprefix("data: "))["lead"]["headline"] == copy.headline


def test_pages_of_a_look_hold_articles_and_moves_in_one_row(database: Database) -> None:
    """However small a page is, following its cursor meets everything once."""
    original, copy, other = stored(database)
    correct.split(database.engine, [copy.article_id])
    correct.merge(database.engine, original.story_id, other.story_id)
    cursor, seen = 0, []
    for _ in range(9):
        found = look(database.engine, cursor, [one.value for one in NEWS], 1)
        seen += [one.seq for one in found.entries]
        cursor = found.cursor
    assert [one.seq for one in look(database.engine, 0, [one.value for one in NEWS]).entries] == seen


def test_what_is_told_is_what_the_contract_says(database: Database) -> None:
    """Every event fits its schema in JSON Schema and in AsyncAPI, also one that shows two stories to be one."""
    _, copy, _ = stored(database)
    correct.split(database.engine, [copy.article_id])
    told = [orjson.loads(orjson.dumps(one.data)) for one in look(database.engine, 0, EVERYTHING).entries]
    merging: dict[str, Any] = {**told[0], "merged": [copy.story_id]}
    document = asyncapi()
    news = jsonschema_rs.validator_for(
        {"$ref": "#/components/messages/News/payload", "components": document["components"]}
    )
    for one in (*told, merging):
        kind = "told_move" if "from_story" in one else "told_article"
        jsonschema_rs.validator_for(dict(contracts()[f"{kind}.schema.json"])).validate(one)
        news.validate(one)
    names = document["components"]["messages"]["Delivery"]["payload"]["properties"]["type"]["enum"]
    assert {MERGED, MOVED, "article.stored"} <= set(names)


def test_a_cursor_never_goes_back(database: Database) -> None:
    """A process that was held up writes what it has told after another has told more."""
    hook = add_webhook(database.engine, "https://near.example/news", [Verdict.STORED], after=3)
    advance(database.engine, hook.webhook_id, 9)
    advance(database.engine, hook.webhook_id, 5, failure=None)
    assert [one.cursor for one in list_webhooks(database.engine)] == [9]


def test_a_subscriber_is_told_from_where_it_is_now(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far it has come is read once its lease is taken: a list that was read before may be old."""
    stored(database)
    hook = add_webhook(database.engine, "https://near.example/news", [Verdict.STORED], after=0)
    advance(database.engine, hook.webhook_id, 3)
    stale = hook.model_copy(update={"cursor": 0})
    looked: list[int] = []

    def noted(engine: object, cursor: int, *_: object) -> object:
        looked.append(cursor)
        return look(database.engine, cursor, [])

    monkeypatch.setattr("ops.webhook_delivery.list_webhooks", lambda _engine: [stale])
    monkeypatch.setattr("ops.webhook_delivery.look", noted)
    with client_of(database.settings) as client:
        while not looked:
            client.get("/livez")
    assert looked[0] == 3
