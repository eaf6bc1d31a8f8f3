"""copytaster once: files to their verdicts where they lie, with workers of its own."""

import itertools
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.newsroom import newsroom
from schemas.settings import Settings
from tests.acceptance.conftest import QUICK, ROOT
from tests.support.accounts import count, processes_of
from tests.support.environment import environment_of
from tests.support.waiting import wait_until
from worker.database import engine_of

pytestmark = pytest.mark.acceptance


def written(folder: Path, articles: int) -> int:
    """Write mixed articles into a folder and return how many are sound."""
    pieces = list(itertools.islice(newsroom(3), articles))
    for piece in pieces:
        (folder / piece.wire).mkdir(parents=True, exist_ok=True)
        (folder / piece.wire / piece.name).write_bytes(piece.body)
    return sum(piece.sound for piece in pieces)


def once(settings: Settings, folder: Path, **more: Any) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "ops.cli", "once", str(folder), "--json"],
        env=environment_of(settings) | more,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_every_article_has_exactly_one_verdict(place: Path, tmp_path: Path) -> None:
    """Of mixed articles each ends as one verdict; the counts add up; exit code 1 says that some were refused."""
    sound = written(tmp_path, 300)
    settings = Settings(**{"home": place, **QUICK, "workers": 2})
    running = once(settings, tmp_path)
    out, err = running.communicate(timeout=100)
    summary = json.loads(out)
    engine = engine_of(settings)

    assert running.returncode == 1, err
    assert summary["articles"] == summary["documents"] == sum(summary["verdicts"].values()) == 300
    assert summary["verdicts"]["quarantined"] == count(engine, "quarantine") > 0
    assert 300 - count(engine, "quarantine") == count(engine, "article") >= sound
    wait_until(lambda: not processes_of(place), "end of every process")
    engine.dispose()


def test_workers_that_cannot_start_are_an_error(place: Path, tmp_path: Path) -> None:
    """Where no worker comes up, the command ends with a sentence instead of waiting for ever."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(
        "import os, sys\nif 'ops.nursery' in sys.orig_argv: os._exit(7)\n"
    )
    written(tmp_path / "copy", 5)
    running = once(Settings(**{"home": place, **QUICK}), tmp_path / "copy", PYTHONPATH=str(tmp_path / "broken"))
    _out, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "exit code 7" in err.splitlines()[-1]
    wait_until(lambda: not processes_of(place), "end of every process")


def test_sigterm_keeps_what_was_accepted(place: Path, tmp_path: Path) -> None:
    """SIGTERM ends the command and its processes; what was accepted is finished by the next."""
    written(tmp_path, 200)
    settings = Settings(**{"home": place, **QUICK})
    running = once(settings, tmp_path)
    wait_until((place / "redis.sock").exists, "Redis")
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=60)
    assert running.returncode != 0
    wait_until(lambda: not processes_of(place), "end of every process")

    again = once(settings, tmp_path)
    out, err = again.communicate(timeout=100)
    engine = engine_of(settings)
    assert json.loads(out)["documents"] == 200, err
    assert count(engine, "article") + count(engine, "quarantine") == 200
    engine.dispose()
