"""JSON articles for tests: what is read of an object, as entries, as one take or as one refusal."""

from typing import Any

import orjson

from schemas.article import Take
from schemas.verdict import Refusal
from worker.readers.document import Document
from worker.readers.json_article import read


def entries(body: Any, name: str = "a.json") -> list[Take | Refusal]:
    return read(Document(body if isinstance(body, bytes) else orjson.dumps(body), name))


def take(body: Any) -> Take:
    (only,) = entries(body)
    assert isinstance(only, Take)
    return only


def refusal(body: Any) -> Refusal:
    (only,) = entries(body)
    assert isinstance(only, Refusal)
    return only
