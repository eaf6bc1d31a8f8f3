"""Match: how well and how fast the matcher finds the stories of a labelled stream, beside what people use today.

    python -m benchmarks.match STREAM.jsonl[.gz] [--no-baselines] [--permutations N] [--through-queue]
    python -m benchmarks.match STREAM.jsonl[.gz] --no-baselines --without-titles --outlets

benchmarks/streams.py says what a stream holds.
"""

import random
import statistics
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import baselines
from benchmarks.memory_desk import BATCH, STEPS, Filed, MemoryDesk
from benchmarks.queued import stories_through_queue
from benchmarks.scoring import Scores, adjusted_rand, score
from benchmarks.streams import Line, read_stream
from worker.warm_up import settle

_LSH_THRESHOLDS = (0.5, 0.7, 0.8)
_OUTLETS_SHOWN = 10
_WIDTH = 120  # columns: eight figures beside the name of a method, also where the output is no terminal


def main(
    stream: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A labelled stream, JSON Lines.")],
    *,
    permutations: Annotated[int, typer.Option(min=0, help="Random orders whose stories are compared.")] = 0,
    no_baselines: Annotated[bool, typer.Option(help="Leave out MinHash LSH and SimHash.")] = False,
    through_queue: Annotated[bool, typer.Option(help="Also through Redis, workers and the database.")] = False,
    without_titles: Annotated[bool, typer.Option(help="Let the matcher see no headlines.")] = False,
    outlets: Annotated[bool, typer.Option(help="Also the outlets whose copies are found least.")] = False,
) -> None:
    """Feed a labelled stream through the matcher; print accuracy, errors by kind, time and size."""
    console = Console(width=_WIDTH)
    articles = read_stream(stream, titles=not without_titles)
    settle()  # as a worker's nursery does
    desk = fed([article.filed for article in articles])
    truth = [article.truth for article in articles]
    scores = {"copytaster": score(truth, desk.stories())}
    if through_queue:
        queued = stories_through_queue(stream, [one.article_id for one in truth])
        scores["copytaster, queued"] = score(truth, queued)
        agreed = adjusted_rand(desk.stories(), queued)
        console.print(f"Adjusted Rand index between the stories in memory and through the queue: {agreed:.4f}")
    if not no_baselines:
        bodies = [article.filed.body for article in articles]
        sketches = baselines.minhashes(bodies)
        for threshold in _LSH_THRESHOLDS:
            scores[f"MinHash LSH, {threshold}"] = score(truth, baselines.minhash_lsh(sketches, threshold))
        scores["SimHash, 3 bits"] = score(truth, baselines.simhash(bodies))
    console.print(accuracy(scores), kinds(scores["copytaster"]), cost(desk, len(articles)))
    if outlets:
        console.print(by_outlet(scores["copytaster"]))
    if permutations:
        worst = agreement(articles, permutations)
        console.print(f"Adjusted Rand index of any two of {permutations} random orders: at least {worst:.4f}")


def fed(stream: Sequence[Filed]) -> MemoryDesk:
    """Return a desk that a stream has passed, in batches."""
    desk = MemoryDesk()
    for start in range(0, len(stream), BATCH):
        desk.add(stream[start : start + BATCH])
    return desk


def agreement(articles: list[Line], permutations: int) -> float:
    """Return the lowest adjusted Rand index between the stories of any two random orders of a stream."""
    results = []
    for seed in range(permutations):
        order = list(range(len(articles)))
        random.Random(seed).shuffle(order)
        desk = fed([articles[place].filed for place in order])
        by_place = dict(zip(order, desk.stories(), strict=True))
        results.append([by_place[place] for place in range(len(articles))])
    return min((adjusted_rand(one, other) for one, other in combinations(results, 2)), default=1.0)


def accuracy(scores: dict[str, Scores]) -> Table:
    """Tabulate the figures of each method."""
    table = Table("method", "precision", "recall", "F1", "adjusted Rand", "B-cubed F1", "false pairs", "missed pairs")
    for name, one in scores.items():
        shares = (one.precision, one.recall, one.f1, one.adjusted_rand, one.b_cubed_f1)
        table.add_row(name, *(f"{share:.4f}" for share in shares), str(one.false_pairs), str(one.missed_pairs))
    return table


def kinds(scores: Scores) -> Table:
    """Tabulate recall of each kind of copy, and false merges of each kind that stands alone."""
    table = Table("kind", "recall", "falsely merged")
    for kind, share in scores.recall_by_kind.items():
        table.add_row(kind, f"{share:.3f}", "")
    for kind, (wrong, every) in scores.false_merges.items():
        table.add_row(kind, "", f"{wrong} of {every}")
    return table


def by_outlet(scores: Scores) -> Table:
    """Tabulate recall of the copies that an outlet printed, for those of the least."""
    found = sorted(scores.recall_by_outlet.items(), key=lambda one: one[1])
    table = Table(f"outlet, of {len(found)}", "recall")
    for outlet, share in found[:_OUTLETS_SHOWN]:
        table.add_row(outlet, f"{share:.3f}")
    return table


def cost(desk: MemoryDesk, articles: int) -> Table:
    """Tabulate the processor's time an article by step, over batches, and what an article takes in the index."""
    table = Table(f"an article costs (processor time, batches of {BATCH})", "median", "mean")
    steps = list(zip(*desk.seconds, strict=True)) or [()] * len(STEPS)
    for name, seconds in [*zip(STEPS, steps, strict=True), ("together", tuple(map(sum, desk.seconds)))]:
        middle, mean = (statistics.median(seconds), statistics.fmean(seconds)) if seconds else (0.0, 0.0)
        table.add_row(f"{name}, microseconds", f"{middle * 1e6:.0f}", f"{mean * 1e6:.0f}")
    table.add_row("keys", "", f"{desk.keys / max(1, articles):.1f}")
    table.add_row("bytes of sketch", "", f"{desk.sketch_bytes / max(1, articles):.0f}")
    return table


if __name__ == "__main__":
    typer.run(main)
