"""The published contracts: fresh, and kept: what an earlier version's samples say is still taken."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from pydantic import BaseModel

from ops.contracts import PUBLISHED, contracts, text_of
from schemas.exported_record import ExportedRecord
from schemas.news import ToldArticle, ToldMove
from schemas.raw_article import RawArticle

MODELS: dict[str, type[BaseModel]] = {
    "raw_article": RawArticle, "exported_record": ExportedRecord, "told_article": ToldArticle, "told_move": ToldMove,
}  # fmt: skip
SAMPLES = sorted(PUBLISHED.parent.glob("v*/samples/*.json"))


@pytest.fixture(scope="module")
def generated() -> dict[str, Any]:
    """The contracts as the code states them now."""
    return dict(contracts())


def test_the_published_contracts_are_fresh(generated: dict[str, Any]) -> None:
    """`python -m ops.contracts` would change nothing."""
    assert sorted(generated) == sorted(path.name for path in PUBLISHED.glob("*.json"))
    assert [name for name, one in generated.items() if (PUBLISHED / name).read_bytes() != text_of(one)] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_samples_of_every_version_are_still_valid(generated: dict[str, Any], sample: Path) -> None:
    """A sample fits today's schema of its kind, and today's code reads it."""
    kind = sample.stem.partition("-")[0]
    value = orjson.loads(sample.read_bytes())
    jsonschema_rs.validator_for(generated[f"{kind}.schema.json"]).validate(value)
    assert MODELS[kind].model_validate(value)


def test_each_contract_has_a_sample() -> None:
    """The compatibility test has something to feed."""
    assert set(MODELS) == {path.stem.partition("-")[0] for path in SAMPLES}
