"""How well fields are read: `python -m benchmarks.metadata DIR EXPECTATIONS.jsonl [--errors FIELD] [--format FORMAT]`.

Runs the readers and extraction in this process over the files of DIR and compares with what EXPECTATIONS say of them;
each of its lines has a `name` (a path in DIR), an `item`, a `format` and the fields to `expect`. Printed are the
accuracy per format and field, articles a second of CPU and what of it is reading and what extraction, and every file
that ended neither in a record nor in a refusal.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.metadata_score import scores
from schemas.article import Article, Take
from schemas.raw_article import RawArticle
from schemas.verdict import Refusal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers import parse

_WARM_UP = 3  # readings before the clock counts: models and tables load at the first


class Read(NamedTuple):
    """What became of one file: articles by item, refusals, the error that escaped, and the seconds of CPU taken."""

    articles: dict[int, Article]
    refusals: list[Refusal]
    error: Exception | None
    parse_s: float
    extract_s: float


def read(path: Path, name: str) -> Read:
    """Take one file through parse and extract."""
    raw = RawArticle(wire="bench", name=name, body=path.read_bytes(), received_at=datetime.now(UTC))
    articles: dict[int, Article] = {}
    refusals: list[Refusal] = []
    began = time.process_time()
    parsed = began
    try:
        takes = parse(raw)
        parsed = time.process_time()
        for take in takes:
            _put(take, raw, articles, refusals)
    except Refusal as refusal:
        refusals.append(refusal)
        parsed = time.process_time()
    except Exception as error:  # noqa: BLE001 - what a reader lets escape is what the benchmark looks for
        return Read(articles, refusals, error, parsed - began, time.process_time() - parsed)
    return Read(articles, refusals, None, parsed - began, time.process_time() - parsed)


def _put(take: Take | Refusal, raw: RawArticle, articles: dict[int, Article], refusals: list[Refusal]) -> None:
    if isinstance(take, Refusal):
        refusals.append(take)
        return
    try:
        articles[take.item] = extract(take, raw, WireProfile())
    except Refusal as refusal:
        refusals.append(refusal)


def _cases(path: Path, only: str | None) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        if only is None or case["format"] == only:
            yield case


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("expectations", type=Path)
    parser.add_argument("--errors", metavar="FIELD", help="print each miss of this field, as the table names it")
    parser.add_argument("--format", help="only the cases of this format")
    options = parser.parse_args()
    cases = list(_cases(options.expectations, options.format))
    files = {case["name"]: case["format"] for case in cases}
    for name in list(files)[:_WARM_UP]:
        read(options.folder / name, name)
    reads = {name: read(options.folder / name, name) for name in files}
    _print_accuracy(cases, reads, options.errors)
    _print_speed(files, reads)
    _print_lost(reads)


def _print_accuracy(cases: list[dict[str, Any]], reads: dict[str, Read], errors: str | None) -> None:
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        article = reads[case["name"]].articles.get(case.get("item") or 0)
        for score in scores(case, article):
            found[case["format"]][score.field].append(score.value)
            if errors == score.field and score.value < 1:
                print(f"{case['case']}\n   want {str(score.wanted)[:230]!r}\n   got  {str(score.got)[:230]!r}")
    for form, fields in sorted(found.items()):
        print(f"\n{form}")
        for field, values in sorted(fields.items()):
            print(f"  {field:<24}{100 * sum(values) / len(values):6.1f} %  of {len(values)}")


def _print_speed(files: dict[str, str], reads: dict[str, Read]) -> None:
    print("\nformat            files  articles  articles/s  parse ms  extract ms")
    for form in sorted(set(files.values())):
        chosen = [reads[name] for name, other in files.items() if other == form]
        count = sum(len(one.articles) for one in chosen)
        parse_s, extract_s = sum(one.parse_s for one in chosen), sum(one.extract_s for one in chosen)
        each = 1000 / max(count, 1)
        print(
            f"{form:<16}{len(chosen):>7}{count:>10}{count / max(parse_s + extract_s, 1e-9):>12.0f}"
            f"{parse_s * each:>10.3f}{extract_s * each:>12.3f}"
        )


def _print_lost(reads: dict[str, Read]) -> None:
    refused = [f"{name}: {refusal}" for name, one in reads.items() for refusal in one.refusals]
    lost = [name for name, one in reads.items() if one.error or not (one.articles or one.refusals)]
    print(f"\nrefused {len(refused)}", *refused, sep="\n  ")
    print(
        f"neither a record nor a refusal: {len(lost)}", *(f"{name}: {reads[name].error!r}" for name in lost), sep="\n  "
    )


if __name__ == "__main__":
    main()
