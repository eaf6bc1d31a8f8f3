"""Newsroom: an endless, seeded stream of invented wire copy, as mixed as a real one: stories, copies, versions, junk.

Every word is made up here. Two different stories share no sentence; a copy shares most of its story's sentences under
another headline, dateline and credit, cut from the bottom or with a paragraph of its own.
"""

import itertools
import json
import random
from collections.abc import Iterator
from typing import NamedTuple

_WIRES = ("northwire", "harbour-post", "metroline", "valley-news", "eastern-star", "citygazette")
_STARTS = "Bar Cor Dun El Fen Gal Hal Is Jor Kel Lor Mar Nor Os Pel Quin Ros Sel Tor Ul Vel Wes Yar Zel".split()
_ENDS = "dale ford grave haven holm ica land mere mont ora port sund ton vale wick yard".split()
_WHO = (
    "council ministry union company court hospital university ferry operator regulator museum port authority airline "
    "mill harbour bank brewery cooperative laboratory orchestra"
).split()
_DID = (
    "approved rejected delayed announced sold bought closed reopened inspected praised criticised measured expanded "
    "halved doubled cancelled surveyed repaired flooded insured"
).split()
_WHAT = (
    "bridge budget contract turbine tramline dam cable warehouse vessel harvest vineyard reactor tunnel stadium "
    "archive refinery quarry railway library orchard glacier telescope parliament vaccine tariff lighthouse pension"
).split()
_HOW = (
    "amid protests|after a long night of talks|despite warnings|for the third time|without a vote|under a new law|"
    "before the winter|in spite of costs|with help from volunteers|following an inquiry|ahead of schedule"
).split("|")
_WHEN = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Piece(NamedTuple):
    """One article as a sender would hand it in; `sound` is false for what no reader can use."""

    wire: str
    name: str
    body: bytes
    sound: bool


class _Story(NamedTuple):
    number: int
    headline: str
    place: str
    sentences: list[str]


def newsroom(seed: int) -> Iterator[Piece]:
    """Yield pieces for ever: of ten, six open a story, three or four belong to one of the last, half of one is junk."""
    choose = random.Random(seed)
    recent: list[_Story] = []
    for number in itertools.count(1):
        draw = choose.random()
        wire = choose.choice(_WIRES)
        if draw < 0.05:
            yield _junk(choose, number, wire)
            continue
        if draw < 0.65 or not recent:
            story = _story(choose, number)
            recent = [*recent[-19:], story]  # copies follow their story closely
            yield _original(choose, number, wire, story)
        elif draw < 0.92:
            yield _copy(choose, number, wire, choose.choice(recent))
        else:
            yield _version(choose, number, choose.choice(recent))


def _name(choose: random.Random) -> str:
    return choose.choice(_STARTS) + choose.choice(_ENDS)


def _sentence(choose: random.Random) -> str:
    return (
        f"The {_name(choose)} {choose.choice(_WHO)} {choose.choice(_DID)} the {choose.choice(_WHAT)} near "
        f"{_name(choose)} {choose.choice(_HOW)}, said {_name(choose)} {_name(choose)}, who has run the "
        f"{choose.choice(_WHAT)} of {_name(choose)} since {choose.randint(1950, 2020)} and counted "
        f"{choose.randint(3, 9000)} complaints by {choose.choice(_WHEN)}."
    )


def _story(choose: random.Random, number: int) -> _Story:
    headline = (
        f"{_name(choose)} {choose.choice(_WHO)} {choose.choice(_DID)} {choose.choice(_WHAT)} {choose.choice(_HOW)}"
    )
    return _Story(number, headline, _name(choose), [_sentence(choose) for _ in range(choose.randint(5, 12))])


def _paragraphs(sentences: list[str]) -> str:
    return "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def _text(headline: str, place: str, sentences: list[str]) -> bytes:
    return f"{headline}\n\n{place.upper()}, March 3 - {_paragraphs(sentences)}\n".encode()


def _original(choose: random.Random, number: int, wire: str, story: _Story) -> Piece:
    if choose.random() < 0.5:
        return Piece(wire, f"{number}.txt", _text(story.headline, story.place, story.sentences), sound=True)
    return _version(choose, number, story, version=1)


def _copy(choose: random.Random, number: int, wire: str, story: _Story) -> Piece:
    kept = story.sentences[: max(4, len(story.sentences) - choose.randint(0, 3))]
    if choose.random() < 0.3:
        kept = [_sentence(choose), *kept]
    headline = (
        story.headline if choose.random() < 0.3 else f"{_name(choose)}: what the {choose.choice(_WHAT)} means here"
    )
    return Piece(wire, f"{number}.txt", _text(headline, story.place, kept), sound=True)


def _version(choose: random.Random, number: int, story: _Story, version: int = 0) -> Piece:
    document = {
        "guid": f"urn:newsroom:{story.number}",
        "version": version or choose.randint(2, 9),
        "headline": story.headline,
        "dateline": f"{story.place.upper()}, March 3",
        "body": _paragraphs([*story.sentences, _sentence(choose)]),
        "published_at": f"2026-03-03T{choose.randint(0, 23):02}:{choose.randint(0, 59):02}:00Z",
    }
    return Piece("northwire", f"{number}.json", json.dumps(document).encode(), sound=True)


def _junk(choose: random.Random, number: int, wire: str) -> Piece:
    kind = choose.randrange(4)
    body = (
        f"Too short, number {number}.".encode(),
        choose.randbytes(400),
        json.dumps({"headline": f"A headline alone, number {number}"}).encode(),
        b'{"headline": "half an object, number %d", "body": ' % number,
    )[kind]
    return Piece(wire, f"{number}.{'json' if kind > 1 else 'txt'}", body, sound=False)
