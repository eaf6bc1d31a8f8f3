"""Log view: prints the lines that are wanted, of files or of standard input."""

import contextlib
import itertools
import os
import stat
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson
import typer

from ops.log_files import log_folder
from ops.log_lines import Line, Wanted, line_of
from ops.log_tail import coming_lines, past_lines
from schemas.settings import Settings
from schemas.ticker import ticker

_BEFORE_FOLLOWING = 20  # lines that are shown of what was, so that a follower sees at once that it works


def show_log(settings: Settings, files: Sequence[str], wanted: Wanted, *, follow: bool, form: str) -> None:
    """Print wanted lines until there are no more, or, following, until Ctrl-C. `form` is json, ticker or auto."""
    as_ticker = form == "ticker" or (form == "auto" and sys.stdout.isatty())
    try:
        for line in _source(settings, files, wanted, follow=follow):
            sys.stdout.write(f"{ticker(line)}\n" if as_ticker else f"{orjson.dumps(line).decode()}\n")
            if follow:
                sys.stdout.flush()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _source(settings: Settings, files: Sequence[str], wanted: Wanted, *, follow: bool) -> Iterator[Line]:
    if list(files) == ["-"] or (not files and _is_fed(sys.stdin.fileno())):
        return (line for line in _read(sys.stdin.buffer) if wanted.wants(line))
    if files:
        return (line for line in itertools.chain.from_iterable(map(_of_file, files)) if wanted.wants(line))
    folder = log_folder(settings.home)
    past = (line for line in past_lines(folder, wanted.since) if wanted.wants(line))
    if not follow:
        return past
    coming = (line for line in coming_lines(folder, threading.Event()) if wanted.wants(line))
    return itertools.chain(past if wanted.since else deque(past, _BEFORE_FOLLOWING), coming)


def _of_file(name: str) -> Iterator[Line]:
    """Yield the lines of a file. Raise BadParameter, exit code 2, for one that cannot be read."""
    try:
        with Path(name).open("rb") as file:
            yield from _read(file)
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}") from error


def _read(stream: Iterable[bytes]) -> Iterator[Line]:
    return (line for line in map(line_of, stream) if line is not None)


def _is_fed(descriptor: int) -> bool:
    """Return whether somebody pipes or redirects lines into us: a terminal or /dev/null is nobody."""
    with contextlib.suppress(OSError):
        mode = os.fstat(descriptor).st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)
    return False
