"""Once: read files or folders without moving them, wait until all is done, and say what became of each."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine

from ops import desk
from ops.supervisor import Supervisor
from producer.documents import documents as documents_of_file
from producer.enqueue import Acceptance, Door, Receipt
from producer.names import shown, wire_of_path
from producer.ready import is_temporary
from producer.request_id import new_request_id
from producer.unpack import looks_packed
from schemas.errors import QueueFull
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal, Stage, Verdict

_POLL_S = 0.05
_ASK = 500  # raw_ids in one question to the ledger
_FAILED_STARTS = 3  # of one worker, one after the other: it will not come up by itself


class Document(NamedTuple):
    """One document of a file, or the refusal of what could not even be enqueued."""

    name: str
    raw: RawArticle | None
    refusal: Refusal | None


class Summary(NamedTuple):
    """What became of everything that was given: each article has exactly one verdict."""

    documents: int
    articles: int
    verdicts: dict[str, int]
    spiked: list[dict[str, str]]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the summary for machines."""
        return self._asdict()


def documents(paths: Sequence[Path], wire: str | None, settings: Settings) -> Iterator[Document]:
    """Yield every document of files and folders; names are relative to the folder given."""
    for top in paths:
        for path in _files(top):
            name = shown(os.path.relpath(path, top) if top.is_dir() else top.name)
            yield from _documents_of(path, name, wire or wire_of_path(name), settings)


def run_once(found: Iterable[Document], settings: Settings, engine: Engine, supervisor: Supervisor) -> Summary:
    """Enqueue documents, wait until the ledger has finished them, and count their verdicts."""
    began = time.monotonic()
    door = Door(settings)
    spiked: list[dict[str, str]] = []
    raw_ids: list[str] = []
    known: set[str] = set()
    again = 0
    rest = iter(found)
    while batch := list(islice(rest, settings.batch_size)):
        raws = [document.raw for document in batch if document.raw is not None]
        known |= set(desk.verdicts_of(engine, [raw.raw_id for raw in raws]))
        spiked += [_spiked(one.name, one.refusal) for one in batch if one.refusal is not None]
        for receipt in _offer(door, raws, supervisor):
            if receipt.acceptance is Acceptance.PENDING or receipt.raw_id in known:
                again += 1
            else:
                raw_ids.append(receipt.raw_id)
    _wait(door, raw_ids, supervisor)
    verdicts = Counter(one for of_raw in desk.verdicts_of(engine, raw_ids).values() for one in of_raw)
    verdicts[Verdict.REPLAYED] += again
    counts = {verdict.value: verdicts[verdict] for verdict in Verdict if verdicts[verdict]}
    total = len(raw_ids) + again + len(spiked)
    return Summary(total, sum(counts.values()), counts, spiked, round(time.monotonic() - began, 2))


def _files(top: Path) -> Iterator[Path]:
    if not top.is_dir():
        yield top
        return
    for folder, folders, names in os.walk(top, followlinks=False):
        folders[:] = sorted(name for name in folders if not is_temporary(name))
        yield from (Path(folder, name) for name in sorted(names) if not is_temporary(name))


def _documents_of(path: Path, name: str, wire: str, settings: Settings) -> Iterator[Document]:
    packed = looks_packed(name, b"")
    limit = settings.unpack.max_total_bytes if packed else settings.max_article_bytes
    try:
        body = _read(path, name, limit)
    except Refusal as refusal:
        yield Document(name, None, refusal)
        return
    for one in documents_of_file(wire, name, body, received_now(), settings, request_id=new_request_id()):
        yield Document(name, None, one) if isinstance(one, Refusal) else Document(one.name, one, None)


def _read(path: Path, name: str, limit: int) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise Refusal(Reason.UNSAFE, f"{name} is no regular file; give the file itself.", stage=Stage.RECEIVE)
    size = path.stat().st_size
    if size > limit:
        detail = f"{name} has {size} bytes; at most {limit} are taken (COPYTASTER_MAX_ARTICLE_BYTES)."
        raise Refusal(Reason.TOO_LARGE, detail, stage=Stage.RECEIVE)
    if size == 0:
        raise Refusal(Reason.EMPTY_BODY, f"{name} is empty; give a file with the article's text.", stage=Stage.RECEIVE)
    return path.read_bytes()


def _offer(door: Door, raws: list[RawArticle], supervisor: Supervisor) -> list[Receipt]:
    while raws:
        try:
            return door.enqueue_many(raws)
        except QueueFull:  # the workers that we started make room
            _look(supervisor)
    return []


def _wait(door: Door, raw_ids: list[str], supervisor: Supervisor) -> None:
    for start in range(0, len(raw_ids), _ASK):
        while door.ledger.still_pending(raw_ids[start : start + _ASK]):
            _look(supervisor)


def _look(supervisor: Supervisor) -> None:
    """Give the workers time, and start again one that an article has killed. Raise PartFails when it cannot start."""
    supervisor.look()
    supervisor.require_progress(_FAILED_STARTS)
    time.sleep(_POLL_S)


def _spiked(name: str, refusal: Refusal) -> dict[str, str]:
    return {"name": name, "reason": refusal.reason.value, "detail": refusal.detail}
