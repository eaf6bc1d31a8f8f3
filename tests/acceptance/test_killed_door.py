"""The HTTP door killed under load: whatever it answered with 202 ends stored or quarantined, once."""

import asyncio
import signal
from collections import Counter

import httpx
import pytest
from sqlalchemy import select

from producer.ledger import Ledger
from schemas.columns import table_of
from schemas.records import ArticleRecord, QuarantineRecord
from schemas.settings import Settings
from tests.acceptance.conftest import ServiceOf
from tests.support.accounts import wait_for_event
from tests.support.ports import free_port
from tests.support.waiting import wait_until
from worker.database import engine_of

pytestmark = pytest.mark.acceptance

_article, _quarantine = table_of(ArticleRecord), table_of(QuarantineRecord)
SENDERS, KILLS, BUSY = 8, 3, 60
TEXT, NITF = {"Content-Type": "text/plain"}, {"Content-Type": "application/nitf+xml"}


async def send(client: httpx.AsyncClient, sender: int, accepted: list[str], ended: asyncio.Event) -> None:
    """Post one article after the other; every tenth is one that no reader can read."""
    number = 0
    while not ended.is_set():
        number += 1
        broken = number % 10 == 0
        body = f"<nitf>{sender}-{number}" if broken else f"Bulletin {sender}-{number}\n\nGate {number} is open."
        try:
            answer = await client.post("/v1/articles?wire=load", content=body, headers=NITF if broken else TEXT)
        except httpx.TransportError:  # it was killed: whether it took this one nobody has said
            await asyncio.sleep(0.05)
            continue
        if answer.status_code == 202:
            accepted.append(answer.json()["raw_id"])


async def more(accepted: list[str]) -> None:
    """Return when so many more were accepted that the door is busy."""
    wanted = len(accepted) + BUSY
    await asyncio.to_thread(wait_until, lambda: len(accepted) >= wanted, "accepted articles")


def endings(settings: Settings) -> Counter[str]:
    """Return how often each raw article ended: stored, or in quarantine."""
    engine = engine_of(settings, pooled=False)
    with engine.connect() as connection:
        stored = connection.execute(select(_article.c.raw_id)).scalars()
        return Counter([*stored, *connection.execute(select(_quarantine.c.raw_id)).scalars()])


def test_what_was_accepted_before_a_kill_of_the_door_is_not_lost(service_of: ServiceOf) -> None:
    """Three times the door dies with posts in its hands, and its supervisor starts it again at the same port."""
    service = service_of(api_port=free_port())
    wait_for_event(service, "api.listening")
    accepted: list[str] = []

    async def load() -> None:
        ended = asyncio.Event()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.settings.api_port}", timeout=20) as client:
            senders = [asyncio.create_task(send(client, number, accepted, ended)) for number in range(SENDERS)]
            for _ in range(KILLS):
                await more(accepted)
                service.signal("api", signal.SIGKILL)
            await more(accepted)
            ended.set()
            await asyncio.gather(*senders)

    asyncio.run(asyncio.wait_for(load(), 150))
    ledger = Ledger.of(service.settings)
    wait_until(lambda: ledger.pending()[0] == 0, "an empty ledger")
    ended_as = endings(service.settings)
    assert [raw_id for raw_id in accepted if ended_as[raw_id] == 0] == []
    assert set(ended_as.values()) == {1}
    assert len(accepted) >= BUSY * (KILLS + 1)
