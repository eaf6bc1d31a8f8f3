"""Match: how well and how fast the matcher finds the stories of a labelled stream, beside what people use today.

    python -m benchmarks.match STREAM.jsonl[.gz] [--no-baselines] [--permutations N] [--through-queue]

Each line of a stream holds `id, title, body` in order of arrival, and the truth: `story` and `kind`.
"""

import gzip
import random
import statistics
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated, NamedTuple

import orjson
import typer
from rich.console import Console
from rich.table import Table

from benchmarks import baselines
from benchmarks.memory_desk import BATCH, STEPS, Filed, MemoryDesk
from benchmarks.queued import stories_through_queue
from benchmarks.scoring import Labelled, Scores, adjusted_rand, score

_LSH_THRESHOLDS = (0.5, 0.7, 0.8)
_WIDTH = 120  # columns: eight figures beside the name of a method, also where the output is no terminal


class Line(NamedTuple):
    """One article of a stream, as the matcher sees it, and the truth about it."""

    filed: Filed
    truth: Labelled


def main(
    stream: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A labelled stream, JSON Lines.")],
    permutations: Annotated[int, typer.Option(min=0, help="Random orders whose stories are compared.")] = 0,
    no_baselines: Annotated[bool, typer.Option(help="Leave out MinHash LSH and SimHash.")] = False,
    through_queue: Annotated[bool, typer.Option(help="Also through Redis, workers and the database.")] = False,
) -> None:
    """Feed a labelled stream through the matcher; print accuracy, errors by kind, time and size."""
    console = Console(width=_WIDTH)
    articles = read(stream)
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
    if permutations:
        worst = agreement(articles, permutations)
        console.print(f"Adjusted Rand index of any two of {permutations} random orders: at least {worst:.4f}")


def read(stream: Path) -> list[Line]:
    """Read a stream, gzipped or not."""
    packed = stream.read_bytes()
    lines = (gzip.decompress(packed) if stream.suffix == ".gz" else packed).splitlines()
    rows = [orjson.loads(line) for line in lines if line.strip()]
    return [
        Line(Filed(row["title"] or "", row["body"]), Labelled(row["id"], row["story"], row["kind"])) for row in rows
    ]


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
