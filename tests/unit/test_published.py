"""What is published about the service: the README's generated tables, and the compose file."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.generated import README, TABLES, renewed
from schemas.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file as Docker reads it, merges and all."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf8"))
    return loaded


def test_the_tables_of_the_readme_are_fresh() -> None:
    """The README says what the code says: `make docs` would change nothing."""
    text = README.read_text(encoding="utf8")

    assert all(f"<!-- {name} -->" in text for name in TABLES)
    assert text == renewed(text)


def test_every_setting_in_the_compose_file_is_known(compose: dict[str, Any]) -> None:
    """A container that sets an unknown name would refuse to start."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {name for one in compose["services"].values() for name in one.get("environment", {})}

    assert {name for name in named if name.startswith(PREFIX)} <= known


def test_redis_cannot_lose_or_leak_accepted_articles(compose: dict[str, Any]) -> None:
    """Redis appends to a file, evicts nothing, keeps its data in a volume and publishes no port."""
    redis = compose["services"]["redis"]
    command = " ".join(redis["command"])

    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert redis["volumes"] == ["redis:/data"]
    assert "ports" not in redis


def test_workers_start_after_the_schema_and_get_time_to_finish(compose: dict[str, Any]) -> None:
    """Workers and inbox wait for Redis and the migration, and have longer than an article's time limit to end."""
    for name in ("worker", "inbox"):
        one = compose["services"][name]
        conditions = {on: how["condition"] for on, how in one["depends_on"].items()}

        assert conditions == {"redis": "service_healthy", "migrate": "service_completed_successfully"}
        assert int(one["stop_grace_period"].removesuffix("s")) > Settings.model_fields["time_limit_s"].default


def test_each_service_has_a_check_and_each_command_exists(compose: dict[str, Any]) -> None:
    """What runs for long says whether it is well; each command of ours is one that the command line knows."""
    images = {name: one for name, one in compose["services"].items() if one.get("image") == "copytaster"}
    ours = {name: one["command"][0] for name, one in images.items() if "entrypoint" not in one}
    listed = subprocess.run(
        [sys.executable, "-m", "ops.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert {"migrate", "worker", "inbox"} <= set(ours.values())
    assert all(command in listed for command in ours.values())
    assert all("healthcheck" in one for name, one in compose["services"].items() if name != "migrate")
