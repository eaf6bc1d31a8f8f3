"""A watched folder with its watcher, driven pass by pass: what tests of the inbox drop, and what became of it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from producer.enqueue import Door
from producer.inbox import Inbox
from producer.ledger import connect
from schemas.raw_article import RawArticle
from schemas.settings import Settings


class Watched:
    """One inbox and one watcher of it. Nothing happens until `take` or `inbox.scan` is called."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.root = settings.inbox_folder
        self.root.mkdir(parents=True, exist_ok=True)
        self.door = Door(settings)
        self.inbox = Inbox(settings, self.door)

    def drop(self, path: str | bytes, body: bytes | str = b"Words.\n\nOf an article.") -> Path:
        """Write a file beside the inbox and move it in: no running watcher ever sees half of it."""
        file = self.root / os.fsdecode(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        written = self.root.with_name(f"{self.root.name}-before")
        written.write_bytes(body.encode() if isinstance(body, str) else body)
        return written.rename(file)

    def take(self) -> int:
        """Look twice, as a file must be seen before it can be seen unchanged; return how many files were taken."""
        first = self.inbox.scan()
        return first.taken + self.inbox.scan().taken

    def lying(self) -> list[str]:
        """Return the paths of what lies in the inbox for senders to see."""
        return [path for path in _below(self.root) if not path.startswith(".")]

    def filed(self) -> list[str]:
        """Return the paths of filed originals, below their day."""
        return self._kept(".filed")

    def spiked(self) -> list[str]:
        """Return the paths of what was spiked and of the notes beside it, below their day."""
        return self._kept(".spiked")

    def claimed(self) -> list[str]:
        """Return the paths of files that some watcher has in hand."""
        return [path for path in self._kept(".claimed") if not path.endswith(".lock")]

    def why(self, name: str) -> dict[str, object]:
        """Return the note beside a spiked file."""
        (note,) = (self.root / ".spiked").glob(f"*/{name}.why.json")
        found: dict[str, object] = orjson.loads(note.read_bytes())
        return found

    def accepted(self) -> list[RawArticle]:
        """Return the articles that the ledger holds, in no order."""
        client: Any = connect(self.settings)
        raw_ids = client.zrange(f"{self.settings.queue}:pending", 0, -1)
        return [RawArticle.from_envelope(client.hget(f"{self.settings.queue}:bodies", raw_id)) for raw_id in raw_ids]

    @contextmanager
    def running(self) -> Iterator[threading.Thread]:
        """Run the watcher in a thread, as `copytaster inbox` does, and end it as SIGTERM would."""
        watcher = threading.Thread(target=self.inbox.run)
        watcher.start()
        try:
            yield watcher
        finally:
            self.inbox.tell_to_stop()
            watcher.join(60)

    def _kept(self, folder: str) -> list[str]:
        return sorted(path.partition("/")[2] for path in _below(self.root / folder))


def _below(root: Path) -> list[str]:
    return sorted(os.path.relpath(Path(folder, name), root) for folder, _, names in os.walk(root) for name in names)
