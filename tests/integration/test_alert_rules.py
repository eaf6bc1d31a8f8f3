"""The rules and the dashboard: promtool accepts them, they ring when they must, they ask for what is exposed."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from ops.metrics import exposition
from tests.support.figures import figures_of

ROOT = Path(__file__).parents[2]
RULES = ROOT / "ops" / "prometheus"
DASHBOARD = ROOT / "ops" / "grafana" / "dashboard.json"
MEASURED = re.compile(r"\bcopytaster_\w+")


def promtool(*words: str) -> str:
    """Run promtool; where it is not installed the test is skipped, but fails with CI set."""
    if shutil.which("promtool") is None:
        missing = "promtool is not installed; it comes with Debian's package prometheus"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run(["promtool", *words], cwd=RULES, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def panel_queries() -> list[str]:
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def alert_queries() -> list[str]:
    (group,) = yaml.safe_load((RULES / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule["expr"] for rule in group["rules"]]


def test_prometheus_takes_the_configuration_and_the_rules() -> None:
    """As they are shipped."""
    assert "SUCCESS" in promtool("check", "config", "prometheus.yml")


def test_rules_ring_for_what_they_must_and_for_nothing_else() -> None:
    """`alerts_test.yml` says for each what was measured, and what must ring when."""
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yml")


def test_every_rule_is_tested() -> None:
    """A rule that nobody has seen ring may never ring."""
    (group,) = yaml.safe_load((RULES / "alerts.yml").read_text("utf-8"))["groups"]
    tests = yaml.safe_load((RULES / "alerts_test.yml").read_text("utf-8"))["tests"]
    rung = {one["alertname"] for test in tests for one in test["alert_rule_test"] if one["exp_alerts"]}
    assert {rule["alert"] for rule in group["rules"]} == rung


def test_every_query_of_the_dashboard_is_one(tmp_path: Path) -> None:
    """Promtool reads them as rules, with Grafana's variable replaced."""
    rules = [
        {"record": f"panel:{number}", "expr": query.replace("$__rate_interval", "1m")}
        for number, query in enumerate(panel_queries())
    ]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), "utf-8")
    assert "SUCCESS" in promtool("check", "rules", str(file))


@pytest.mark.parametrize("query", [*panel_queries(), *alert_queries()])
def test_a_query_asks_for_what_is_exposed(query: str) -> None:
    """A misspelt name is a panel that stays empty and an alert that never rings."""
    figures = figures_of(refused={("afp", "malformed"): 1})
    exposed = {line.split("{")[0].split(" ")[0] for line in exposition(figures).decode().splitlines()}
    assert set(MEASURED.findall(query)) <= exposed


def test_rules_and_desk_have_the_same_limits() -> None:
    """What wakes a person at night is what the desk shows in the morning."""
    from ops.concerns import LAG_S, MEMORY_SHARE
    from schemas.settings import Settings

    rules = "\n".join(alert_queries())
    assert f"copytaster_oldest_pending_seconds > {LAG_S:g}" in rules
    assert f"> {MEMORY_SHARE:g}" in rules
    assert f"copytaster_disk_free_bytes < {Settings.model_fields['least_free_mb'].default << 20}" in rules
