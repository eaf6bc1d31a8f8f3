"""OpenAPI: the document of the HTTP door, with the models that only its texts name."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from producer.http.cloud_event import CloudEvent
from schemas.article_status import ArticleStatus, LineResult
from schemas.problem import Problem

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
            _without_defaults(document)
        return app.openapi_schema or plain()

    app.openapi = openapi  # type: ignore[method-assign]


def _without_defaults(document: Mapping[str, Any]) -> None:
    """Take out the 422 answers in FastAPI's own shape: ours are problems."""
    for operations in document["paths"].values():
        for operation in operations.values():
            invalid = operation.get("responses", {}).get("422", {}).get("content", {})
            if "HTTPValidationError" in str(invalid.get("application/json", "")):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
