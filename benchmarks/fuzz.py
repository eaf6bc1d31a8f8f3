"""Spoil documents of every format, read and extract them: `python -m benchmarks.fuzz --inputs N [--format F]`.

Nothing but a Refusal may escape, every take and article must be text that a database takes, no input may take 2 s of
CPU, and all together may not grow the process by 200 MB. Prints one row a format; the exit code is 1 when a rule was
broken.
"""

import argparse
import random
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from benchmarks.fuzz_mutate import mutate
from benchmarks.fuzz_samples import samples
from producer.unpack import Member, unpack
from schemas.article import Article, Take
from schemas.raw_article import RawArticle
from schemas.unpack_limits import UnpackLimits
from schemas.verdict import Refusal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers.document import Document
from worker.readers.table import format_of
from worker.warm_up import warm_up

MAX_SECONDS = 2.0
MAX_GROWTH = 200 << 20
_CONTAINER = "container"
_SUFFIXES = ("", "", "", ".xml", ".json", ".jsonl", ".html", ".eml", ".txt", ".zip", ".tar.gz", ".gz", ".mbox", ".rss")
_SURROGATES = range(0xD800, 0xE000)
_RAW = RawArticle(wire="fuzz", name="fuzz", body=b"fuzz", received_at=datetime(2026, 1, 1, tzinfo=UTC))
_PROFILE = WireProfile()
Entry = Take | Article | Refusal
T = TypeVar("T")


@dataclass
class Row:
    """What became of the inputs made from one format's samples."""

    inputs: int = 0
    takes: int = 0
    articles: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    broken: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run the fuzzer and print its table. Return 1 when a rule was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="documents to make and read, over all formats")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same documents")
    parser.add_argument("--format", help="one format alone")
    parser.add_argument("--keep", type=Path, help="a folder for the documents that broke a rule")
    chosen = parser.parse_args(arguments)
    warm_up()  # models and tables are no input's memory
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = run(chosen.inputs, chosen.seed, chosen.format, chosen.keep)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10  # Linux counts in kilobytes
    _print(rows, grown)
    return int(grown > MAX_GROWTH or any(row.broken for row in rows.values()))


def run(inputs: int, seed: int, only: str | None, keep: Path | None) -> dict[str, Row]:
    """Make and read the documents, the formats in turn. `keep` is where the documents that break a rule are written."""
    made = samples()
    others = [sample for many in made.values() for sample in many]
    names = [only] if only else list(made)
    rows = {name: Row() for name in names}
    chance = random.Random(seed)
    for number in range(inputs):
        name = names[number % len(names)]
        document = mutate(chance, chance.choice(made[name]), others)
        called = f"fuzz{chance.choice(_SUFFIXES)}"
        broken = len(rows[name].broken)
        _try(rows[name], name, called, document)
        if keep and len(rows[name].broken) > broken:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name}-{number}").write_bytes(document)
    return rows


def _try(row: Row, name: str, called: str, document: bytes) -> None:
    """Read one input. Each document of a container stands alone, as in the queue, with two seconds of its own."""
    row.inputs += 1
    if name != _CONTAINER:
        _count(row, _watched(row, _read, called, document))
        return
    members = _watched(row, _unpacked, called, document)
    _count(row, [member for member in members if isinstance(member, Refusal)])
    for member in members:
        if isinstance(member, Member):
            _count(row, _watched(row, _read, member.name, member.body))


def _watched(row: Row, work: Callable[[str, bytes], list[T]], called: str, document: bytes) -> list[T]:
    """Return what the work returns; note what it costs, and the rule that it breaks."""
    done: list[T] = []
    started = time.process_time()  # a busy machine makes no input slower
    try:
        done = work(called, document)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - that nothing else escapes is the rule under test
        row.broken.append("".join(traceback.format_exception(error)[-3:]))
    took = time.process_time() - started
    row.seconds += took
    row.slowest = max(row.slowest, took)
    if took > MAX_SECONDS:
        row.broken.append(f"took {took:.1f} s")
    return done


def _unpacked(called: str, document: bytes) -> list[Member | Refusal]:
    return list(unpack(called, document, UnpackLimits()))


def _read(called: str, document: bytes) -> list[Entry]:
    whole = Document(document, called)
    try:
        takes = format_of(whole).read(whole)
    except Refusal as refusal:
        return [refusal]
    articles = [_extracted(take) for take in takes if isinstance(take, Take)]
    return [*takes, *articles]


def _extracted(take: Take) -> Article | Refusal:
    try:
        return extract(take, _RAW, _PROFILE)
    except Refusal as refusal:
        return refusal


def _count(row: Row, entries: Iterable[Entry]) -> None:
    for entry in entries:
        row.takes += isinstance(entry, Take)
        row.articles += isinstance(entry, Article)
        if isinstance(entry, Refusal):
            row.refusals[entry.reason] += 1
            bad = [] if _storable(entry.detail) else ["detail"]
        else:
            bad = [name for name, value in entry if isinstance(value, str) and not _storable(value)]
        if bad:
            row.broken.append(f"{type(entry).__name__} is no text: {bad} of {entry!r:.200}")


def _storable(text: str) -> bool:
    """Say whether a database takes this text: no NUL, no lone surrogate."""
    return "\0" not in text and not any(ord(char) in _SURROGATES for char in text if char >= "\ud800")


def _print(rows: dict[str, Row], grown: int) -> None:
    titles = f"{'inputs':>9}{'takes':>9}{'articles':>9}{'refusals':>9}{'mean ms':>9}{'slowest ms':>11}{'broken':>7}"
    print(f"{'format':<11}{titles}  refused as")
    for name, row in rows.items():
        reasons = ", ".join(f"{reason} {count}" for reason, count in row.refusals.most_common())
        mean, slowest = 1000 * row.seconds / max(1, row.inputs), 1000 * row.slowest
        print(
            f"{name:<11}{row.inputs:>9,}{row.takes:>9,}{row.articles:>9,}{row.refusals.total():>9,}{mean:>9.2f}{slowest:>11.0f}"
            f"{len(row.broken):>7}  {reasons}"
        )
    print(f"process grew by {grown >> 20} MB")
    for name, row in rows.items():
        for text, count in Counter(row.broken).most_common(10):
            print(f"\n{name}, {count} times:\n{text}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
