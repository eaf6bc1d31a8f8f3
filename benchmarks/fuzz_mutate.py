"""Ways to spoil a document, each of which real wires or attackers know. A given random generator decides."""

import random
import re
from collections.abc import Callable, Sequence

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

_MAX_BYTES = 200_000  # a document grows when parts of it are repeated; larger ones are the bombs of the unit tests
_TOKENS = re.compile(rb"<[^<>]{0,60}>|\"[^\"]{0,40}\"|[\w.:-]{1,40}|\s{1,4}|.", re.DOTALL)
# Pieces that mean something to one reader or another.
_DICTIONARY = (
    *(
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    ),
    *(
        b"&b;",
        b"&#0;",
        b"&#xD800;",
        b"&#99999999;",
        b"&amp;amp;lt;p&amp;gt;",
        b"<p>",
        b"</p>",
        b"<br>",
        b"<script>",
        b"</",
    ),
    *(
        b"<table><tr><td>",
        b"<svg><math>",
        b"xmlns:x='y'",
        b"x:y",
        b"<body.content>",
        b"<inlineXML>",
        b"<item>",
        b"<entry>",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'{"a":',
        b'"@graph":[',
        b'"@id":"#a"',
        b"NaN",
        b"1e999",
        b"\\ud800",
        b"\\u0000",
        b"null",
        b"true",
    ),
    *(b"9" * 400, b"-1", b"99999999999999999999", b"0000-00-00", b"9999-99-99T99:99:99+99:99", b"20240230T250000Z"),
    *(
        b"\0",
        b"\x01",
        b"\x02",
        b"\x03",
        b"\x04",
        b"\x1f",
        b"\x16",
        b"\x7f",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xed\xa0\x80",
    ),
    *(b"\r\n\r\n", b"\n\n", b"\r", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xf3\xa0\x80\x81", b"e\xcc\x81\xcc\x81\xcc\x81"),
    *(b"=?utf-8?B?", b"=?x?Q?=ff?=", b"?=", b"--b1", b"--b2--", b"Content-Type: multipart/mixed; boundary=b1\n\n"),
    *(
        b"Content-Type: text/plain; charset=utf-7\n",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Transfer-Encoding: base64\n",
    ),
    *(
        b"From a@b.example Fri Jan  5 10:15:00 2024\n",
        b"Subject: ",
        b"=\n",
        b"^",
        b"<\n",
        b"``",
        b"''",
        b"# Notebook\n",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
        b"ustar\x0000",
        b"../../x",
        b"(AP) -",
        b"-30-",
        b"By ",
        b"KILL",
        b"ENDS",
    ),
)


def mutate(chance: random.Random, sample: bytes, others: Sequence[bytes]) -> bytes:
    """Return the sample after one to six mutations; `others` are samples of every format, to splice with."""
    document = sample
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        document = chance.choice(MUTATIONS)(chance, document, others)[:_MAX_BYTES]
    return document


def _flip(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    out = bytearray(document)
    for _ in range(min(len(out), chance.randint(1, 8))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _truncate(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(document))
    return document[:at] if chance.random() < 0.7 else document[at:]


def _span(chance: random.Random, document: bytes) -> tuple[int, int]:
    start = chance.randint(0, len(document))
    return start, min(len(document), start + chance.choice((1, 4, 16, 64, 256, 1024)))


def _delete(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _span(chance, document)
    return document[:start] + document[end:]


def _repeat(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _span(chance, document)
    return document[:end] + document[start:end] * chance.choice((1, 2, 8, 64, 512)) + document[end:]


def _insert(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(document))
    return document[:at] + chance.choice(_DICTIONARY) * chance.choice((1, 1, 1, 2, 50)) + document[at:]


def _nest(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    """Repeat one token many times, as in nested elements, arrays and quotes."""
    tokens: list[bytes] = _TOKENS.findall(document[:20_000])
    if not tokens:
        return document
    at = chance.randint(0, len(document))
    return document[:at] + chance.choice(tokens) * chance.choice((10, 100, 1000, 5000)) + document[at:]


def _swap_tokens(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    tokens = _TOKENS.findall(document[:20_000])
    for _ in range(min(len(tokens), chance.randint(1, 6))):
        tokens[chance.randrange(len(tokens))] = chance.choice(tokens)
    return b"".join(tokens) + document[20_000:]


def _splice(chance: random.Random, document: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    cut, from_ = chance.randint(0, len(document)), chance.randint(0, len(other))
    return document[:cut] + other[from_:]


def _wrap(chance: random.Random, document: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    at = chance.randint(0, len(other))
    return other[:at] + document + other[at:]


def _recode(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    """Write a part of the document, or all of it, in another charset than it says."""
    start, end = _span(chance, document) if chance.random() < 0.7 else (0, len(document))
    charset = chance.choice(("utf-16-le", "utf-16", "utf-32", "cp037", "utf-7", "cp1251", "shift_jis", "latin-1"))
    part = document[start:end].decode("utf-8", errors="replace") + chance.choice(("", "é", "日本", "“", "Привет"))
    return document[:start] + part.encode(charset, errors="ignore") + document[end:]


def _noise(chance: random.Random, document: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _span(chance, document)
    return document[:start] + chance.randbytes(end - start) + document[end:]


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _truncate, _delete, _repeat, _insert, _insert, _nest, _swap_tokens, _splice, _wrap, _recode, _noise),
)
