"""Contracts: OpenAPI, AsyncAPI and JSON Schema, generated from the code and kept in schemas/published.

`python -m ops.contracts` writes them; a test fails when they are stale. What was published under a version is never
changed in a way that an earlier version's samples would not pass.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ops.telling import MERGED, MOVED, TELLABLE
from ops.web import app_of
from schemas.exported_record import ExportedRecord
from schemas.news import ToldArticle, ToldMove
from schemas.raw_article import RawArticle
from schemas.settings import Settings

VERSION = "v1"
PUBLISHED = Path(__file__).parent.parent / "schemas" / "published" / VERSION
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def contracts() -> Mapping[str, Mapping[str, Any]]:
    """Return every contract by its file's name."""
    openapi = app_of(Settings.model_construct()).openapi()  # the defaults, whatever the environment says
    return {
        "openapi.json": openapi,
        "asyncapi.json": asyncapi(),
        "raw_article.schema.json": {"$schema": _DRAFT, **RawArticle.model_json_schema()},
        "exported_record.schema.json": {"$schema": _DRAFT, **ExportedRecord.model_json_schema(mode="serialization")},
        "told_article.schema.json": {"$schema": _DRAFT, **ToldArticle.model_json_schema(mode="serialization")},
        "told_move.schema.json": {"$schema": _DRAFT, **ToldMove.model_json_schema(mode="serialization")},
    }


def text_of(contract: Mapping[str, Any]) -> bytes:
    """Return a contract as its file holds it."""
    return orjson.dumps(contract, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def publish(folder: Path = PUBLISHED) -> None:
    """Write every contract."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, contract in contracts().items():
        (folder / name).write_bytes(text_of(contract))


def asyncapi() -> dict[str, Any]:
    """Return what is sent and received without a question (AsyncAPI 3.0): inbox, HTTP, stream and webhooks."""
    _mode: Any = "serialization"
    told: list[tuple[type[BaseModel], Any]] = [(ToldArticle, _mode), (ToldMove, _mode)]
    _map, found = models_json_schema(told, ref_template="#/components/schemas/{model}")
    events = [f"article.{verdict.value}" for verdict in TELLABLE] + [MERGED, MOVED]
    news = {"oneOf": [_ref("schemas", model.__name__) for model, _ in told]}
    delivery = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {"type": {"enum": events}, "timestamp": {"type": "string", "format": "date-time"}, "data": news},
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Copytaster", "version": VERSION.removeprefix("v") + ".0.0"},
        "defaultContentType": "application/json",
        "channels": _channels(),
        "operations": _operations(),
        "components": {
            "schemas": found.get("$defs", {}),
            "messages": {
                "Document": {
                    "summary": "One document of any supported format, or a container of them.",
                    "contentType": "application/octet-stream",
                    "payload": {"type": "string", "format": "binary"},
                },
                "News": {"summary": "An event of the stream; its id is the cursor.", "payload": news},
                "Delivery": {"summary": "Signed.", "headers": _signed(), "payload": delivery},
            },
        },
    }


def _channels() -> dict[str, Any]:
    return {
        "inbox": {
            "address": "{wire}/{name}",
            "description": "A file in the inbox, in the folder of its wire.",
            "parameters": {"wire": {}, "name": {}},
            "messages": {"document": _ref("messages", "Document")},
        },
        "articles": {"address": "/v1/articles", "messages": {"document": _ref("messages", "Document")}},
        "stream": {"address": "/v1/stream", "messages": {"news": _ref("messages", "News")}},
        "webhook": {"address": None, "messages": {"delivery": _ref("messages", "Delivery")}},
    }


def _operations() -> dict[str, Any]:
    told = {
        "takeFile": ("receive", "inbox", "Take a finished file."),
        "takeArticle": ("receive", "articles", "Take a document by HTTP POST."),
        "tellStream": ("send", "stream", "Tell each story and version once, as server-sent events."),
        "tellWebhook": ("send", "webhook", "POST each story and version until it is taken; told twice, the id is one."),
    }
    return {
        name: {"action": action, "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}
        for name, (action, channel, summary) in told.items()
    }


def _signed() -> dict[str, Any]:
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {"type": "object", "required": list(names), "properties": {name: {"type": "string"} for name in names}}


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


if __name__ == "__main__":
    publish()
