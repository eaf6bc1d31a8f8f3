"""OpenAPI: the document of the HTTP door, with the models that only its texts name."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from producer.http.answers import documented
from producer.http.cloud_event import CloudEvent
from schemas.article_status import ArticleStatus, LineResult
from schemas.problem import Kind, Problem

# What is answered before an operation is asked: to no HTTP, to a body that is none of the operation's, to its headers.
_EVERYWHERE = (Kind.MALFORMED, Kind.TOO_SLOW, Kind.TOO_LARGE, Kind.BUSY, Kind.HEADERS_TOO_LARGE)
_NAMED: tuple[type[BaseModel], ...] = (Problem, LineResult, CloudEvent, ArticleStatus)


def described_in_full(app: FastAPI) -> None:
    """Let an application's OpenAPI document hold every model that it names."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            _mode: Any = "serialization"
            _map, found = models_json_schema(
                [(model, _mode) for model in _NAMED], ref_template="#/components/schemas/{model}"
            )
            for name, schema in found.get("$defs", {}).items():
                schemas.setdefault(name, schema)
            _complete(document)
        return app.openapi_schema or plain()

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(document: Mapping[str, Any]) -> None:
    """Take out the 422 answers in FastAPI's own shape, and name the problems that any request may have."""
    everywhere = {str(status): told for status, told in documented(*_EVERYWHERE).items()}
    for operations in document["paths"].values():
        for operation in operations.values():
            responses = operation.setdefault("responses", {})
            if "HTTPValidationError" in str(responses.get("422", "")):
                del responses["422"]
            for status, told in everywhere.items():
                responses.setdefault(status, {name: told[name] for name in ("description", "content")})
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
