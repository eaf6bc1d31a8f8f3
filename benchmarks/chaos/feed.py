"""Feed: gives articles to the service as its senders do, and remembers which the service must account for."""

import time
from collections.abc import Iterator
from itertools import islice

from benchmarks.newsroom import Piece, newsroom
from producer.enqueue import Door
from schemas.errors import QueueFull, RedisUnavailable
from schemas.raw_article import RawArticle, raw_id_of, received_now
from schemas.settings import Settings

_AGAIN_S = 0.2


class Feed:
    """Offers pieces by turns through the door and through the inbox; each offer is insisted on until it is accepted."""

    def __init__(self, settings: Settings, seed: int) -> None:
        self.given: set[str] = set()
        self._settings = settings
        self._door = Door(settings)
        self._pieces: Iterator[Piece] = newsroom(seed)

    def offer(self, count: int) -> None:
        """Offer so many articles, half of them by each way in. One in twenty is sent twice."""
        pieces = list(islice(self._pieces, count))
        half = len(pieces) // 2
        self._enqueue(pieces[:half])
        self._enqueue(pieces[: half // 10])
        for piece in pieces[half:]:
            self._drop(piece)

    def enqueue(self, count: int) -> None:
        """Offer so many articles through the door alone."""
        self._enqueue(list(islice(self._pieces, count)))

    def drop(self, count: int) -> None:
        """Offer so many articles through the inbox alone."""
        for piece in islice(self._pieces, count):
            self._drop(piece)

    def probe(self) -> str:
        """Enqueue one article and return its raw_id."""
        piece = next(piece for piece in self._pieces if piece.sound)
        self._enqueue([piece])
        return raw_id_of(piece.wire, piece.body)

    def dropped(self) -> int:
        """Return how many dropped files have not been taken yet."""
        inbox = self._settings.inbox_folder
        waiting = (path for path in inbox.rglob("*") if path.is_file() and path.suffix in (".txt", ".json"))
        return sum(path.relative_to(inbox).parts[0] not in (".filed", ".spiked") for path in waiting)

    def _enqueue(self, pieces: list[Piece]) -> None:
        raws = [
            RawArticle(wire=piece.wire, name=piece.name, body=piece.body, received_at=received_now())
            for piece in pieces
        ]
        self.given |= {raw.raw_id for raw in raws}
        while raws:
            try:
                self._door.enqueue_many(raws)
            except (RedisUnavailable, QueueFull):
                time.sleep(_AGAIN_S)
            else:
                return

    def _drop(self, piece: Piece) -> None:
        folder = self._settings.inbox_folder / piece.wire
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{piece.name}.part"
        part.write_bytes(piece.body)
        part.rename(folder / piece.name)
        self.given.add(raw_id_of(piece.wire, piece.body))
