"""Described: what a sender says beside the bytes, in the query or in headers. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from schemas.api_keys import Caller
from schemas.problem import Kind, Trouble
from schemas.raw_article import WIRE

HINTS = ("headline", "publisher", "guid", "language", "published_at", "url", "charset")
_HEADERS = {word: f"copytaster-{word.replace('_', '-')}" for word in ("wire", "name", *HINTS)}
DEFAULT_WIRE = "http"  # of what states none and comes with no key that does
_MOST_NAME = 1024
_MOST_HINT = 2048  # characters; the longest addresses in use have as many
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WIRE = re.compile(WIRE)

Said = Callable[[str], str | None]


class Described(NamedTuple):
    """What is said of one document, or of all documents of a batch."""

    wire: str
    name: str
    hints: dict[str, str]

    def said(self, word: str) -> str | None:
        """Return what is said under a word."""
        return getattr(self, word) if word in ("wire", "name") else self.hints.get(word)


def said_by(query: Mapping[str, str], headers: Mapping[str, str]) -> Said:
    """Return what looks a word up: in the query first, then in the header of its name, which is in lower case."""

    def said(word: str) -> str | None:
        found = query.get(word)
        if found is None:
            header = headers.get(_HEADERS[word])
            found = None if header is None else _unicode(header)
        return found

    return said


def described(said: Said, caller: Caller, name: str) -> Described:
    """Return what is said; `name` is for a document that is given none. Raise Trouble for what cannot be kept."""
    hints = {word: _clean(word, value, _MOST_HINT) for word in HINTS if (value := said(word))}
    return Described(wire_for(said("wire"), caller), _clean("name", said("name") or name, _MOST_NAME), hints)


def wire_for(stated: str | None, caller: Caller) -> str:
    """Return the wire of an article. Raise Trouble for a malformed name, or one that the key is not for."""
    wire = stated or caller.wire or DEFAULT_WIRE
    if not _WIRE.fullmatch(wire):
        told = "a wire is 1 to 64 of a-z, 0-9, dot, dash and underscore, and begins with a letter or digit"
        raise Trouble(Kind.INVALID, f"wire: {told}.")
    if caller.wire is not None and wire != caller.wire:
        told = f"The key {caller.name} is for the wire {caller.wire} alone"
        raise Trouble(Kind.FORBIDDEN, f"{told}; leave the wire out, or use another key.")
    return wire


def media_type_of(content_type: str | None) -> str:
    """Return a content type without its parameters, in lower case; empty when there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def _clean(word: str, value: str, most: int) -> str:
    if len(value) > most or _CONTROL.search(value):
        raise Trouble(Kind.INVALID, f"{word}: at most {most} characters, without control characters; shorten it.")
    return value


def _unicode(header: str) -> str:
    """Return a header's text: UTF-8 where it is that, else ISO 8859-1 as RFC 9110 5.5 has it."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
