"""Documents of a file: each as a raw article, or the refusal of what cannot even be enqueued."""

from collections.abc import Iterator
from datetime import datetime

from producer.enqueue import refuse_unfit
from producer.names import shown
from producer.unpack import unpack
from schemas.raw_article import RawArticle
from schemas.settings import Settings
from schemas.verdict import Refusal


def documents(
    wire: str, name: str, body: bytes, received_at: datetime, settings: Settings, *, request_id: str | None = None
) -> Iterator[RawArticle | Refusal]:
    """Yield every document of a file, of a container or alone, with a Refusal in the place of each unfit one.

    Names of members are a sender's words: what is not printable stands as an escape, and long ones lose their start.
    """
    for member in unpack(shown(name), body, settings.unpack):
        if isinstance(member, Refusal):
            yield member
            continue
        raw = RawArticle(
            wire=wire, name=shown(member.name), body=member.body, received_at=received_at, request_id=request_id
        )
        try:
            refuse_unfit(raw, settings.max_article_bytes)
        except Refusal as unfit:
            yield unfit
        else:
            yield raw
