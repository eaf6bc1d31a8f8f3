"""Who wrote it: the authors that a page lists, as names. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from worker.readers.html_byline import printed_byline
from worker.readers.html_jsonld import Graph, Node, text
from worker.readers.html_meta import Head
from worker.readers.html_tree import fold

_METAS = (
    "author", "article:author", "og:author", "parsely-author", "sailthru.author", "cxenseparse:author", "dc.creator",
    "dcterms.creator", "byl", "article:author_name", "author_name", "citation_author",
)  # fmt: skip
_BY = re.compile(
    r"^(?:by|von|par|por|door|written by|story by|text|author|autor(?:in)?(?:/autor(?:in)?)?)\b[:\s]+", re.IGNORECASE
)
_SHORT_BY = re.compile(r"^(?:by|von|par|por|door)\s", re.IGNORECASE)
_AND = re.compile(r"\s*[;,|、](?:\s*(?:&|and|und|et|y|e)\s)?\s*|\s+(?:/|&|and|und|•|·)\s+", re.IGNORECASE)
_JUNIOR = re.compile(r",\s?(?=(?:Jr|Sr)\b)")
# Words that also stand inside a name (Ortega y Gasset): they part two names only where each has two words.
_PERHAPS_AND = re.compile(r"(?<=\S)\s+(?:et|y|e|i|en|och|og|ve)\s+(?=\S+\s+\S)")
_ADDRESS = re.compile(r"^(?:https?:)?//|^www\.|^/|^@|^\S+@\S+\.\S+$", re.IGNORECASE)
# Two to five words, or a name in Chinese, Japanese or Korean characters, which are written without a space.
_PERSON = re.compile(r"^(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w.'’-]*$|^[\u3400-\u9fff\uac00-\ud7a3]{2,5}$")
# What stands behind the last name of a printed line: when, where to write, and that it was written for this paper.
_LINE_END = re.compile(
    r"\s*[|,(•·–-]?\s*(?:\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|published|posted"
    r"|last (?:updated|modified)|special to|for the|aktualisiert|veröffentlicht|stand|publié|mis à jour|publicado"
    r"|actualizado|pubblicato|aggiornato)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d|\b\d|\S{1,64}@\S).*$",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = (
    r"(?:writer|correspondent|reporter|editor|journalist|columnist|contributor|redakteur(?:in)?"
    r"|korrespondent(?:in)?|journaliste|redactora?|periodista|giornalista)s?"
)
_IS_ROLE = re.compile(rf"\b(?:{_ROLE}|staff)\b", re.IGNORECASE)
_ROLE_BEHIND = re.compile(
    r"(?<=[^\W\d_])\s(?:(?:Senior|Chief|Deputy|Assistant|Associate|Contributing|Managing|Digital|National|Foreign"
    rf"|Staff|Political|Politics|Business|Sports?|Science|Health|Education|Crime|News|Features)\s){{0,3}}(?i:{_ROLE})$"
)
_MAX_NAMES = 24
_MAX_NAME = 80


def authors_of(graph: Graph, node: Node, head: Head, tree: HtmlElement, sites: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the authors as the page lists them, each once.

    JSON-LD comes first. Where that, like many a template, names the publisher alone, a person in the meta elements or
    in the printed byline is better known; without one, the story is signed by its desk.
    """
    houses = {fold(site) for site in sites if site}
    declared = list(_declared(graph, node.get("author"))) or list(_declared(graph, node.get("creator")))
    if any(person and fold(name) not in houses for name, person in declared):
        return names_of((name for name, _ in declared), houses)
    metas = [[line for line in head.all(name) if not _ADDRESS.search(line)] for name in _METAS]
    signed = next((lines for lines in metas if any(_names_a_person(line, houses) for line in lines)), [])
    if not signed:
        byline = printed_byline(tree, lambda line: _names_a_person(line, houses))
        signed = [byline] if byline and fold(byline) not in houses else []
    named = next((lines[:1] for lines in metas if lines), [])
    return names_of(signed or [name for name, _ in declared] or named, houses)


def _declared(graph: Graph, value: Any) -> Iterator[tuple[str, bool]]:
    """Yield each author that JSON-LD names, with whether it may be a person: from strings, nodes, and lists of them."""
    for member in (value if isinstance(value, list) else [value])[:_MAX_NAMES]:
        author = graph.resolve(member)
        person = True
        if isinstance(author, dict):
            person = "organi" not in str(author.get("@type")).lower()
            listed = author.get("name")
            if isinstance(listed, list):
                yield from ((name, person) for each in listed[:_MAX_NAMES] if (name := text(each)))
                continue
        name = text(author) or _in_parts(author)
        if name and not _ADDRESS.search(name):
            yield name, person


def _in_parts(author: Any) -> str | None:
    """Return the name of a node that states given and family name apart."""
    if not isinstance(author, dict):
        return None
    return " ".join(part for key in ("givenName", "familyName") if (part := text(author.get(key)))) or None


def _names_a_person(line: str, houses: set[str]) -> bool:
    return any(_PERSON.match(name) and fold(name) not in houses for name in names_of([line], houses))


def names_of(lines: Iterable[str], houses: set[str]) -> tuple[str, ...]:
    """Return the single names in lines such as "By A and B": each once, without what introduces or parts them.

    A line that begins with the publisher's own name is a desk's signature and stays whole: "The Herald and AFP".
    """
    names: dict[str, str] = {}
    for line in lines:
        for name in _split(line, houses):
            if len(name) <= _MAX_NAME and fold(name):
                names.setdefault(fold(name), name)
    return tuple(names.values())[:_MAX_NAMES]


def _split(line: str, houses: set[str]) -> list[str]:
    """Return the names of a line. Behind the first, a house or an office names no author."""
    line = _JUNIOR.sub(" ", _LINE_END.sub("", line).strip() or line.strip())
    pieces = [piece for part in _AND.split(_bare(line)) for piece in _perhaps(part)]
    parts = [name for piece in pieces if (name := _without_role(_bare(_trimmed(piece))))]
    if len(parts) > 1 and fold(parts[0]) in houses:
        return [line.strip()]
    return [*parts[:1], *(part for part in parts[1:] if fold(part) not in houses and not _IS_ROLE.search(part))]


def _without_role(name: str) -> str:
    """Return a name without the office printed behind it, but "AP Sports Writer" whole: there is no name in it."""
    bare = _ROLE_BEHIND.sub("", name)
    return bare if _PERSON.match(bare) and not re.match(r"[A-Z]{2,3}\b", bare) else name


def _trimmed(piece: str) -> str:
    name = piece.strip(" .:-–|")
    return f"{name}." if name.endswith((" Jr", " Sr")) else name


def _bare(line: str) -> str:
    """Return a line without the "By" before it; "Von der Leyen" and "Di Maio" keep what is theirs."""
    rest = _BY.sub("", line.strip())
    return rest if len(rest.split()) > 1 or not _SHORT_BY.match(line.strip()) else line.strip()


def _perhaps(part: str) -> list[str]:
    names = _PERHAPS_AND.split(part)
    return names if all(len(name.split()) > 1 for name in names) else [part]
