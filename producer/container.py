"""Container: a claimed file of many documents, brought to the queue part by part; and the lines that tell of files."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import structlog

from producer.claims import Claimed
from producer.documents import documents
from producer.enqueue import Acceptance, Receipt
from producer.folder import Folder
from producer.names import shown, wire_of_path
from producer.request_id import new_request_id
from schemas.log_events import Event
from schemas.raw_article import RawArticle, received_now
from schemas.settings import Settings
from schemas.verdict import Reason, Refusal, Stage

_TOLD = 100  # refused members that are named, in the log and in .spiked/; a hostile container has a quarter million

_log = structlog.get_logger(__name__)

Offer = Callable[[Sequence[RawArticle]], list[Receipt]]


def take_container(claimed: Claimed, body: bytes, settings: Settings, folder: Folder, offer: Offer) -> None:
    """Enqueue every document of a container and file it; what cannot be taken is noted in .spiked/ by name.

    Raise Refusal when nothing of it can be taken, and what `offer` raises; what was enqueued before stays accepted, and
    is known again when the container is offered anew.
    """
    wire, request_id = wire_of_path(claimed.path), new_request_id()
    found = documents(wire, claimed.path, body, received_now(), settings, request_id=request_id)
    refused = _Refused(claimed.path)
    raws = refused.left_out_of(found)
    receipts: list[Receipt] = []
    while part := list(islice(raws, min(settings.batch_size, settings.high_water))):
        receipts += offer(part)
    if not receipts:
        raise refused.first()
    filed = folder.file(claimed)
    if refused.count:
        folder.note_refused(claimed, filed, refused.told, refused.count)
    say_filed(claimed.path, receipts, request_id, refused.count)


class _Refused:
    """The refused members of one container: the first of them, and how many there are."""

    def __init__(self, path: str) -> None:
        self.told: list[Refusal] = []
        self.count = 0
        self._path = path

    def left_out_of(self, found: Iterator[RawArticle | Refusal]) -> Iterator[RawArticle]:
        """Yield the documents that can be enqueued, counting and naming the others."""
        for one in found:
            if isinstance(one, RawArticle):
                yield one
                continue
            self.count += 1
            if len(self.told) < _TOLD:
                self.told.append(one)
                say_spiked(self._path, one)

    def first(self) -> Refusal:
        """Return the reason why nothing of the container could be taken."""
        if self.told:
            return self.told[0]
        detail = f"{shown(self._path)[:300]} holds no document; send it again with its articles."
        return Refusal(Reason.EMPTY_BODY, detail, stage=Stage.RECEIVE)


def say_spiked(path: str, refusal: Refusal) -> None:
    """Log that a file, or a member of it, could not be enqueued."""
    wire, name = wire_of_path(path), shown(path)
    _log.warning(Event.INBOX_SPIKED, wire=wire, name=name, reason=refusal.reason, detail=refusal.detail)


def say_filed(path: str, receipts: Sequence[Receipt], request_id: str | None, refused: int = 0) -> None:
    """Log that a file was accepted: how many articles it brought, were pending already, and could not be taken."""
    pending = sum(receipt.acceptance is Acceptance.PENDING for receipt in receipts)
    articles = len(receipts) - pending
    wire, name = wire_of_path(path), shown(path)
    told = {"articles": articles, "pending": pending, "refused": refused}
    _log.info(Event.INBOX_FILED, wire=wire, name=name, request_id=request_id, **told)
