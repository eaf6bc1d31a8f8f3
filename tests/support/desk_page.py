"""The desk's page for tests: a real server of it in a thread, and a newsroom's day in its database and log."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
from sqlalchemy import text

from ops.log_files import log_folder
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from tests.support.databases import Database
from tests.support.straight_line import applied
from tests.support.wire_copy import ORCHARD, SURGE

HOSTILE = "<script>alert('desk')</script><img src=x onerror=alert(1)> & \"quoted\""
OWN = "Readers of this paper with relatives in Varnholm may call the newsroom at any hour of the night."


def arrive(database: Database, *raws: RawArticle) -> None:
    """Let raw articles be read, matched and stored or refused, as a worker would, in one batch."""
    applied(database, *raws, now=datetime.now(UTC))


def filed_now(paragraphs: Sequence[str], wire: str = "ap", name: str = "", **fields: Any) -> RawArticle:
    """Return an article that has just been filed, as JSON of the plain names."""
    body = {"headline": "Storm surge floods old harbor of Varnholm", "body": "\n\n".join(paragraphs), **fields}
    return RawArticle(wire=wire, name=name or f"{wire}.json", body=orjson.dumps(body), received_at=received_now())


def newsroom_day(database: Database) -> None:
    """Fill a database: a story with its copies, another with a hostile headline, and two refused articles."""
    arrive(database, filed_now(SURGE, source="AP", published_at="2026-11-12T07:00:00Z"))
    shorter = (OWN, *SURGE[:4])
    arrive(
        database,
        filed_now(shorter, "post", source="Post", published_at="2026-11-12T09:30:00Z", headline="Harbor under water"),
    )
    arrive(database, filed_now(ORCHARD, "lunde", source="Lunde News", headline="Orchards"))
    with database.engine.begin() as connection:  # as a reader that lets tags through would have stored it
        connection.execute(text("UPDATE article SET headline = :headline WHERE wire = 'lunde'"), {"headline": HOSTILE})
    broken = b'{"headline": "<b>half</b> an object\x1b[2J'
    arrive(database, RawArticle(wire="broken", name="half.json", body=broken, received_at=received_now()))
    empty = b'{"headline": "Nothing follows", "body": ""}'
    arrive(database, RawArticle(wire="broken", name="empty.json", body=empty, received_at=received_now()))


def log_line(event: str, **fields: Any) -> bytes:
    """Return a log line as a supervisor writes it."""
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"part": "worker-1", "event": event, "level": "info", "timestamp": now, **fields}) + b"\n"


def write_log(settings: Settings, *lines: bytes) -> None:
    """Append lines to the log that the page tails."""
    folder = log_folder(settings.home)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.jsonl").open("ab") as file:
        file.write(b"".join(lines))


class Visitor(httpx.Client):
    """Somebody at the desk who does what a browser does: keeps cookies and says where a form comes from."""

    def __init__(self, base: str) -> None:
        super().__init__(base_url=base, headers={"Sec-Fetch-Site": "same-origin"})

    def word(self, path: str = "/desk/quarantine") -> str:
        """Return what the forms of this session carry, as a page shows it."""
        page = self.get(path).text
        return page.partition('name="word" value="')[2].partition('"')[0]

    def act(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form of ours."""
        return self.post(path, data={"word": self.word(), **fields})
