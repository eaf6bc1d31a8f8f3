"""The OpenAPI document is kept: whatever it allows or forbids is answered as it says, without a fault of ours."""

import pytest

from tests.support.databases import Database
from tests.support.schema_cases import examined


@pytest.mark.timeout(180)
def test_every_answer_is_one_that_the_document_names(database: Database) -> None:
    """Some hundred generated cases, all checks of Schemathesis; `benchmarks.contract` asks ten thousand."""
    found = examined(database, examples=8, seed=1, timeout_s=150)
    assert found.fine, found.report
    assert sum(found.cases.values()) > 500
    assert {"POST /v1/articles", "GET /v1/stream", "POST /v1/merges"} <= set(found.cases)
