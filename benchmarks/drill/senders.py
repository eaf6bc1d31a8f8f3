"""Senders: wires that file a few articles a second, and can fall silent or change their format."""

import itertools
import json
import threading
import time
from collections.abc import Iterator

from benchmarks.newsroom import newsroom
from producer.enqueue import Door
from schemas.errors import QueueFull, RedisUnavailable
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings


class Sender(threading.Thread):
    """One wire. `silent` stops it, `byline` is the name under which it files bylines."""

    def __init__(self, settings: Settings, wire: str, every_s: float, seed: int) -> None:
        super().__init__(name=wire, daemon=True)
        self.silent = threading.Event()
        self.stop = threading.Event()
        self.byline = "byline"
        self._wire = wire
        self._every_s = every_s
        self._door = Door(settings)
        self._texts = _texts(seed)
        self._numbers = itertools.count(1)

    def run(self) -> None:
        """File an article, wait, and so on until stopped; what is refused for now is filed again."""
        while not self.stop.wait(self._every_s):
            if not self.silent.is_set():
                self._insist(self._next())

    def send(self, body: bytes) -> str:
        """File one article of the caller's own; return its raw_id."""
        raw = RawArticle(wire=self._wire, name="special.txt", body=body, received_at=received_now())
        self._insist(raw)
        return raw.raw_id

    def _next(self) -> RawArticle:
        headline, body = next(self._texts)
        number = next(self._numbers)
        now = received_now()
        document = {
            "guid": f"urn:{self._wire}:{number}",
            "headline": headline,
            self.byline: "By Ada Solberg",
            "body": body,
            "published_at": now.isoformat(),
        }
        text = json.dumps(document).encode()
        return RawArticle(wire=self._wire, name=f"{number}.json", body=text, received_at=now)

    def _insist(self, raw: RawArticle) -> None:
        while True:
            try:
                self._door.enqueue(raw)
            except (RedisUnavailable, QueueFull):
                time.sleep(0.2)
            else:
                return


def _texts(seed: int) -> Iterator[tuple[str, str]]:
    """Yield headline and body of invented stories."""
    for piece in newsroom(seed):
        if piece.sound and piece.name.endswith(".txt"):
            headline, _, body = piece.body.decode().partition("\n\n")
            yield headline, body.strip()
