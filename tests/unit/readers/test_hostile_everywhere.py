"""The same harm in every format: each reader ends in takes that a database can hold, or in refusals, and soon."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from benchmarks.fuzz_samples import samples
from schemas.article import Article, Take
from schemas.raw_article import RawArticle
from schemas.verdict import Reason, Refusal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers.document import Document
from worker.readers.table import format_of
from worker.warm_up import warm_up

SAMPLES = {name: bodies[0] for name, bodies in samples().items() if name != "container"}
XML = ("nitf", "newsml-g2", "newsml-1", "feed", "agency-xml")
WORD = b"erry"  # every sample speaks of a ferry
MAX_SECONDS = 2.0
LAUGHS = b'<!DOCTYPE x [<!ENTITY l0 "lol">%s]>' % b"".join(
    b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 9)
)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load models and tables first: that is no input's time."""
    warm_up()


def entries_of(name: str, body: bytes) -> list[Take | Article | Refusal]:
    """Read a document and extract its takes, within the time that any input may take."""
    raw = RawArticle(wire="w", name=name, body=b"x", received_at=datetime(2026, 1, 1, tzinfo=UTC))
    document = Document(body, name)
    began = time.process_time()
    entries: list[Take | Article | Refusal] = []
    try:
        for entry in format_of(document).read(document):
            entries.append(entry)
            if isinstance(entry, Take):
                entries.append(extract(entry, raw, WireProfile()))
    except Refusal as refusal:
        entries.append(refusal)
    assert time.process_time() - began < MAX_SECONDS
    return entries


def texts_of(entries: list[Take | Article | Refusal]) -> str:
    """Return every text of the entries; a lone surrogate in it cannot be encoded."""
    texts = (entry.detail if isinstance(entry, Refusal) else entry.model_dump_json() for entry in entries)
    return "\n".join(texts)


def doctype(declared: bytes, used: bytes) -> Callable[[bytes], bytes]:
    """Return what puts a DOCTYPE of its own into XML, and a reference to it into its text."""

    def spoil(body: bytes) -> bytes:
        start = body.index(b"?>") + 2 if body.startswith(b"<?xml") else 0
        rest = body[start:].lstrip()
        rest = rest[rest.index(b">") + 1 :] if rest.startswith(b"<!DOCTYPE") else rest
        return body[:start] + declared + rest.replace(WORD, WORD + used)

    return spoil


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "nul bytes": lambda body: body.replace(WORD, b"\0e\0rry\0"),
    "mixed charsets": lambda body: body.replace(WORD, b"\xe9\xe8" + "érry".encode() + "érry".encode("utf-16-le")),
    "surrogates": lambda body: body.replace(WORD, b"\xed\xa0\x80\\ud800&#xD800;&#55296;" + WORD),
    "controls": lambda body: body.replace(WORD, bytes(range(1, 32)) + b"\x7f" + WORD),
    "one long line": lambda body: body.replace(WORD, WORD + b" word" * 100_000, 1),
    "one long word": lambda body: body.replace(WORD, WORD * 100_000, 1),
    "many lines": lambda body: body.replace(WORD, WORD + b"\n\n" * 100_000, 1),
    "an archive in it": lambda body: body.replace(WORD, WORD + b"PK\x03\x04" + bytes(200), 1),
    "cut off": lambda body: body[: len(body) // 2],
    "twice": lambda body: body + body,
}


@pytest.mark.parametrize("harm", SPOILED)
@pytest.mark.parametrize("name", SAMPLES)
def test_harm_ends_in_a_clean_take_or_in_a_refusal(name: str, harm: str) -> None:
    """No reader raises anything else, takes long, or hands on what no database can hold."""
    entries = entries_of("story", SPOILED[harm](SAMPLES[name]))
    assert entries
    assert texts_of(entries).encode()
    assert "\\u0000" not in texts_of(entries)


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "spoil",
    [doctype(LAUGHS, b"&l8;"), doctype(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b"&e;")],
    ids=["billion laughs", "external entity"],
)
def test_entities_of_a_documents_own_are_unsafe_in_every_xml_format(name: str, spoil: Callable[[bytes], bytes]) -> None:
    """None is expanded and nothing is opened: the whole document is refused."""
    (refusal,) = entries_of("story.xml", spoil(SAMPLES[name]))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.UNSAFE


@pytest.mark.parametrize("name", SAMPLES)
def test_a_hundred_megabytes_are_refused_unread_in_every_format(name: str) -> None:
    """One line or many: the size alone says that this is no article."""
    body = SAMPLES[name] + bytes(100 << 20)
    (refusal,) = entries_of("story", body)
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.TOO_LARGE


def test_a_page_that_declares_entities_expands_none() -> None:
    """HTML has no entities of its own: what a page declares is passed over."""
    entries = entries_of("page.html", doctype(LAUGHS, b"&l8;")(SAMPLES["html"]))
    assert "lollol" not in texts_of(entries)
