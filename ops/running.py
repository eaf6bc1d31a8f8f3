"""Running: what the commands that start something do."""

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

from ops.embedded import answers, require_redis, wait_until_it_answers
from ops.logged import logged
from ops.once import Summary, documents, run_once
from ops.parts import api_part, inbox_part, redis_part, workers_part
from ops.printing import print_figures, print_json
from ops.supervisor import Supervisor, run_until_told
from producer.documents import documents as documents_of_file
from producer.enqueue import Door
from producer.names import LOCAL_WIRE, shown
from producer.ready import is_temporary
from producer.request_id import new_request_id
from schemas.log_events import Event
from schemas.raw_article import received_now
from schemas.settings import Settings
from schemas.verdict import Refusal, Verdict
from worker.database import engine_of
from worker.migrate import migrate, require_schema
from worker.patience import once_it_is_up

_log = structlog.get_logger(__name__)


def run_all(settings: Settings, feed: Sequence[Path]) -> None:
    """Run every part on this machine until told to stop. Raise DatabaseUnavailable when it does not come up."""
    with logged(settings, "run") as log:
        once_it_is_up(lambda: migrate_database(settings))
        _feed(settings, feed)
        parts = [redis_part(settings)] if settings.embedded_redis else []
        run_until_told(Supervisor([*parts, workers_part(), inbox_part(), api_part()], log))


def run_workers(settings: Settings) -> None:
    """Run the workers until told to stop. Raise SchemaBehind, DatabaseUnavailable, RedisUnavailable."""
    wait_until_it_answers(settings)
    with logged(settings, "worker") as log:
        once_it_is_up(lambda: require_schema(engine_of(settings, pooled=False)))
        run_until_told(Supervisor([workers_part()], log))


def run_documents_once(settings: Settings, paths: Sequence[Path], wire: str | None, *, as_json: bool) -> int:
    """Read files and folders to their verdicts; 1 when something was refused, 2 for a path that is not there."""
    for path in paths:
        if not path.exists():
            print(f"copytaster: {path} does not exist", file=sys.stderr)  # noqa: T201 - an error of the command line
            return 2
    migrate_database(settings)
    if not settings.embedded_redis:
        wait_until_it_answers(settings)
    parts = [] if answers(settings) else [redis_part(settings)]
    supervisor = Supervisor([*parts, workers_part()])
    for number in (signal.SIGTERM, signal.SIGINT):  # 128 and SIGINT's number, as a shell would say
        signal.signal(number, lambda *_: sys.exit(130))  # what is pending stays pending
    try:
        supervisor.start()
        summary = run_once(documents(paths, wire, settings), settings, engine_of(settings, pooled=False), supervisor)
    finally:
        supervisor.shut_down()
    _print_summary(summary, as_json=as_json)
    return int(bool(summary.spiked or summary.verdicts.get(Verdict.QUARANTINED.value)))


def enqueue_files(settings: Settings, files: Sequence[str], wire: str, name: str, *, as_json: bool) -> int:
    """Enqueue files or standard input; 1 when one of them was refused."""
    require_redis(settings)
    door = Door(settings)
    refused = 0
    receipts: list[dict[str, str]] = []
    for file in files:
        body = sys.stdin.buffer.read(settings.max_article_bytes + 1) if file == "-" else Path(file).read_bytes()
        label = name if file == "-" else shown(file)
        for one in documents_of_file(wire, label, body, received_now(), settings, request_id=new_request_id()):
            if isinstance(one, Refusal):
                refused += 1
                receipts.append({"name": label, "reason": one.reason, "detail": one.detail})
            else:
                receipt = door.enqueue(one)
                receipts.append({"name": one.name, "raw_id": receipt.raw_id, "acceptance": receipt.acceptance})
    if as_json:
        print_json(receipts)
    else:
        for receipt_row in receipts:
            print(*receipt_row.values())  # noqa: T201 - it is what the command is for
    return int(bool(refused))


def migrate_database(settings: Settings) -> None:
    """Bring the schema up to date and say to which revision."""
    _log.info(Event.DATABASE_MIGRATED, revision=migrate(engine_of(settings, pooled=False)))


def _feed(settings: Settings, feed: Sequence[Path]) -> None:
    """Copy files into the inbox the way a careful sender does: under a temporary name, then renamed."""
    for top in feed:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not is_temporary(path.name):
                below = path.relative_to(top) if top.is_dir() else Path(top.name)
                target = settings.inbox_folder / (below if len(below.parts) > 1 else Path(LOCAL_WIRE) / below)
                target.parent.mkdir(parents=True, exist_ok=True)
                part = target.with_name(f".{target.name}.part")
                shutil.copyfile(path, part)
                os.replace(part, target)  # noqa: PTH105 - the pair of the copy above


def _print_summary(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        print_json(summary.as_json())
        return
    print_figures(
        {"documents": summary.documents, **summary.verdicts, "spiked": len(summary.spiked), "seconds": summary.seconds}
    )
    for entry in summary.spiked:
        print(f"spiked {entry['name']}: {entry['reason']}: {entry['detail']}")  # noqa: T201 - it is what the command is for
