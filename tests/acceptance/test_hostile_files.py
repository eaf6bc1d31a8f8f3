"""Two hundred hostile files through the real inbox: each has its end and its reason, and nothing else happens."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
from sqlalchemy import Engine, text

from benchmarks.chaos.service import Service
from producer.names import shown
from producer.unpack import looks_packed
from schemas.raw_article import raw_id_of
from tests.acceptance.conftest import ServiceOf
from tests.support import hostile
from tests.support.accounts import events, wait_for_event
from tests.support.waiting import wait_until
from worker.database import engine_of

pytestmark = pytest.mark.acceptance

WIRE = "hostile"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the inbox, with something to lose in it."""
    (tmp_path / "secret.txt").write_text("The combination of the safe is 24-7-31, and nobody else may read it.")
    (tmp_path / "folder").mkdir()
    return tmp_path


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Return everything below a folder with its size and the time of its last change."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        status = path.lstat()
        found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found


def spiked(inbox: Path) -> dict[str, dict[str, object]]:
    """Return what every note in .spiked/ says, by the path that it stands beside, below the day."""
    notes = {}
    for note in (inbox / ".spiked").rglob("*.why.json"):
        said = orjson.loads(note.read_bytes())
        notes[str(said["name"]).removeprefix(f"{WIRE}/")] = said
    return notes


class Ends(NamedTuple):
    """What became of what was taken: the words said of each raw article, and the names they came under."""

    said: dict[str, list[str]]
    names: list[str]


def ends(engine: Engine) -> Ends:
    """Return the verdict of each article, and the reason and detail of each refusal."""
    said: dict[str, list[str]] = {}
    query = "SELECT raw_id, verdict FROM article UNION ALL SELECT raw_id, reason || ': ' || detail FROM quarantine"
    with engine.connect() as connection:
        for raw_id, words in connection.execute(text(query)):
            said.setdefault(raw_id, []).append(words)
        return Ends(said, list(connection.execute(text("SELECT name FROM raw_article")).scalars()))


def unsettled(given: dict[bytes, bytes], notes: dict[str, dict[str, object]], found: Ends) -> Iterator[str]:
    """Yield the names of files that have neither a reason in .spiked/, nor a record, nor a place in quarantine."""
    for name, body in given.items():
        path = shown(os.fsdecode(name))
        if path in notes:
            if not (notes[path].get("detail") or notes[path].get("members")):
                yield path
        elif looks_packed(path, body):
            if not any(one.startswith(f"{WIRE}/{path}") for one in found.names):
                yield path
        elif not all(found.said.get(raw_id_of(WIRE, body), [""])):
            yield path


def left(service: Service, folder: Path) -> int:
    """Return how much is still on its way."""
    return service.pending() + sum(not path.name.startswith(".") for path in folder.iterdir())


def test_each_of_two_hundred_hostile_files_has_its_end_and_nothing_else_happens(
    service_of: ServiceOf, outside: Path
) -> None:
    """Each ends in a record, in quarantine or in .spiked/ for a reason, none by a fault of ours; no part restarts."""
    service = service_of(empty_wait_s=0.2, time_limit_s=10.0, lease_s=30.0)
    wait_for_event(service, "worker.ready")
    wait_for_event(service, "inbox.watching")
    folder = service.settings.inbox_folder / WIRE
    folder.mkdir(parents=True, exist_ok=True)
    before, parts = listing(outside), service.parts()
    given = hostile.bodies()
    for name, body in given.items():
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(body)
    planted = hostile.plant(folder, outside)
    assert len(given) + len(planted) >= 200

    wait_until(lambda: not left(service, folder), "every file taken and settled", within_s=120)
    engine = engine_of(service.settings)
    notes, found = spiked(service.settings.inbox_folder), ends(engine)
    engine.dispose()

    assert before == listing(outside)
    assert parts == service.parts(), events(service, "supervisor.restarted")
    assert [name for name in planted if not notes[name]["detail"]] == []
    assert list(unsettled(given, notes, found)) == []
    assert [words for of_one in found.said.values() for words in of_one if words.startswith("crashed")] == []
