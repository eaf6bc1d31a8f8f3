"""How fast articles are read: `python -m benchmarks.speed FOLDER... [--rounds N]`.

Takes every file of the folders through parse and extract in this process and prints, per format, articles a second of
one core and where the time goes. Time is the CPU time of this process, so other work on the machine does not count; of
several rounds the fastest counts for each file. Steps of extraction are timed apart, one call each on the same take.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from rich.console import Console
from rich.table import Table

from schemas.article import Take
from schemas.raw_article import RawArticle
from schemas.verdict import Refusal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.extract.language import language_of
from worker.extract.names import names_in
from worker.extract.story import story_of
from worker.readers import parse
from worker.readers.document import Document
from worker.readers.table import format_of

_ROUNDS = 3  # the first also loads models and tables, so one would not do
_STEPS = ("story", "language", "names", "the rest")
P = ParamSpec("P")
R = TypeVar("R")
Costs = dict[str, float]  # seconds of CPU by step


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    options = parser.parse_args()
    files = sorted(path for folder in options.folders for path in folder.rglob("*") if path.is_file())
    Console().print(_table(_measured(map(_raw_of, files), max(options.rounds, 2))))


def _raw_of(path: Path) -> RawArticle:
    return RawArticle(wire="speed", name=path.name, body=path.read_bytes(), received_at=datetime.now(UTC))


def _measured(raws: Iterable[RawArticle], rounds: int) -> dict[str, list[tuple[int, Costs]]]:
    """Return by format, for each document, how many articles it holds and what they cost."""
    measured: dict[str, list[tuple[int, Costs]]] = defaultdict(list)
    for raw in raws:
        try:
            form = format_of(Document(body=raw.body, name=raw.name)).name
            runs = [_costs_of(raw) for _ in range(rounds)]
        except Refusal:
            continue  # what is refused is no article, and its cost is no article's
        measured[form].append(min(runs, key=lambda run: sum(run[1].values())))
    return measured


def _costs_of(raw: RawArticle) -> tuple[int, Costs]:
    costs: Costs = defaultdict(float)
    entries = _timed(costs, "parse", parse, raw)
    takes = [entry for entry in entries if isinstance(entry, Take)]
    return sum(_extracted(take, raw, costs) for take in takes), costs


def _extracted(take: Take, raw: RawArticle, costs: Costs) -> bool:
    """Add what extraction of one take costs, and say whether it became an article."""
    whole: Costs = defaultdict(float)
    try:
        article = _timed(whole, "extract", extract, take, raw, WireProfile())
    except Refusal:
        return False
    steps: Costs = defaultdict(float)
    _timed(steps, "story", story_of, take)
    _timed(steps, "language", language_of, article.body, take.language, None)
    _timed(steps, "names", names_in, take, article.body, article.language)
    for step, cost in (*steps.items(), ("the rest", max(whole["extract"] - sum(steps.values()), 0.0))):
        costs[step] += cost
    return True


def _timed(costs: Costs, step: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    began = time.process_time()
    try:
        return function(*args, **kwargs)
    finally:
        costs[step] += time.process_time() - began


def _table(measured: dict[str, list[tuple[int, Costs]]]) -> Table:
    table = Table("format", title="Milliseconds of CPU an article, and articles a second of one core")
    for heading in ("articles", "a second", "parse", "extract", *_STEPS):
        table.add_column(heading, justify="right")
    for form, documents in sorted(measured.items()):
        table.add_row(form, *_row(documents))
    return table


def _row(documents: list[tuple[int, Costs]]) -> list[Any]:
    count = sum(articles for articles, _ in documents)
    spent = {step: sum(costs[step] for _, costs in documents) for step in ("parse", *_STEPS)}
    whole, each = sum(spent.values()), 1000 / max(count, 1)
    figures = (spent["parse"], whole - spent["parse"], *(spent[step] for step in _STEPS))
    return [f"{count:,}", f"{count / max(whole, 1e-9):,.0f}", *(f"{figure * each:.3f}" for figure in figures)]


if __name__ == "__main__":
    main()
