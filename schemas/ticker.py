"""The ticker: a log line as one line for a person: time, wire, what became of which story, how long it took. Pure."""

from collections.abc import Mapping
from typing import Any

_VERBS = {
    "article.stored": "\033[32mFIRST\033[0m",
    "article.copy": "\033[36mCOPY\033[0m",
    "article.version": "\033[34mVERSION\033[0m",
    "article.correction": "\033[33mCORRECTION\033[0m",
    "article.kill": "\033[31mKILL\033[0m",
    "article.stale": "\033[90mSTALE\033[0m",
    "article.replayed": "\033[90mREPLAYED\033[0m",
    "article.quarantined": "\033[35mQUARANTINED\033[0m",
}
_SAID_ELSEWHERE = ("timestamp", "event", "level", "exception")


def ticker(line: Mapping[str, Any]) -> str:
    """Return the line for a terminal, with ANSI colours; whatever is in it, it is one line and moves no cursor.

    An error, a line of its own, is told by its last line, as Python ends a traceback with the kind and the text of it.
    """
    time = _printable(line.get("timestamp", ""))[11:19]
    name = str(line.get("event", ""))
    if name in _VERBS:
        return f"{time} {_of_article(name, line)}"
    told = (item for item in line.items() if item[0] not in _SAID_ELSEWHERE and item[1] not in (None, ""))
    rest = " ".join(f"{_printable(key)}={_printable(value)}" for key, value in told)
    level = str(line.get("level", "info"))
    mark = "" if level == "info" else f"{_printable(level.upper())} "
    error = str(line.get("exception") or "").strip().splitlines()
    trace = f"\n  {_printable(error[-1])}" if error else ""
    return f"{time} {mark}{_printable(name)} {rest}{trace}".rstrip()


def _printable(text: object) -> str:
    """Return text that cannot move a terminal's cursor or forge a second line: names and headlines are hostile."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in str(text))


def _of_article(name: str, line: Mapping[str, Any]) -> str:
    label = _printable(line.get("headline") or line.get("name") or line.get("raw_id") or "")
    told = f"{_printable(line.get('wire', '?'))[:12]:<12} {_VERBS[name]} {label}"
    aside: list[str] = []
    if line.get("copy_of"):
        aside.append(f"of {_printable(line['copy_of'])[:6]}")
    if line.get("relation"):
        aside.append(f"({_number(line.get('similarity')):.2f} {_printable(line['relation'])})")
    aside += [_printable(line[field]) for field in ("reason", "detail") if line.get(field)]
    if line.get("age_ms") is not None:
        aside.append(f"{_number(line['age_ms']) / 1000:.1f} s")
    return f"{told} \033[90m{' '.join(aside)}\033[0m" if aside else told


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
