"""JSON as it really arrives: bytes to the objects in them, with line and column of what is wrong. Pure."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from schemas.verdict import Reason, Refusal
from worker.readers.decode import decode

Fields = dict[str, Any]  # one JSON object; its values are whatever JSON allows

_DIGITS = 300  # an integer longer than this is no number of a newsroom, and Python reads it in quadratic time
_PROBE_LINES = 50  # lines looked at to see whether a document is JSON Lines
_LINES_SUFFIXES = (".jsonl", ".ndjson")


class Fault(NamedTuple):
    """Why a text is no JSON, and where: line and column count from 1."""

    message: str
    line: int
    column: int


def values_of(body: bytes, name: str, charset: str | None) -> Iterator[Any | Refusal]:
    """Yield each top-level value: of one object, of an array, or of each line, a bad line being its own Refusal.

    Raise Refusal `malformed` when the bytes are neither JSON nor JSON Lines, `bad_encoding` when they are no text.
    """
    value, fault = _loads(body)
    text = body
    if fault:
        text = decode(body, charset).encode("utf-8", errors="surrogatepass")
        value, fault = _loads(text) if text != body else (value, fault)
    if fault and _is_lines(text, name):
        yield from _lines(text)
    elif fault:
        raise _refusal(fault, None)
    elif isinstance(value, list):
        yield from value
    else:
        yield value


def _loads(text: bytes) -> tuple[Any, Fault | None]:
    """Read strictly and fast; where that fails, once more with what real senders add: NaN, raw controls, surrogates."""
    try:
        return orjson.loads(text), None
    except orjson.JSONDecodeError as strict:
        fault = Fault(strict.msg, strict.lineno, strict.colno)
    try:
        decoder = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_int=_integer)
        return decoder.decode(text.decode("utf-8", errors="surrogatepass").removeprefix("\ufeff")), None
    except json.JSONDecodeError as lenient:
        return None, Fault(lenient.msg, lenient.lineno, lenient.colno)
    except RecursionError:
        return None, Fault("arrays or objects are nested too deep", fault.line, fault.column)
    except UnicodeError:
        return None, fault


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _DIGITS else None


def _is_lines(text: bytes, name: str) -> bool:
    if name.lower().endswith(_LINES_SUFFIXES):
        return True
    lines = [line for line in text[:1_000_000].splitlines()[:_PROBE_LINES] if line.strip()]
    return len(lines) > 1 and any(_is_object(line) for line in lines)


def _is_object(line: bytes) -> bool:
    """Say whether a line is a whole object that holds something: pretty-printed JSON has no such line but `{}`."""
    return line.lstrip().startswith(b"{") and bool(_loads(line)[0])


def _lines(text: bytes) -> Iterator[Any | Refusal]:
    number = 0
    for at, line in enumerate(text.split(b"\n"), start=1):
        if not line.strip():
            continue
        value, fault = _loads(line)
        yield _refusal(fault._replace(line=at), number) if fault else value
        number += 1


def _refusal(fault: Fault, item: int | None) -> Refusal:
    return Refusal(
        Reason.MALFORMED,
        f"Line {fault.line}, column {fault.column} is no JSON: {fault.message}; have the sender correct it.",
        item=item,
    )
