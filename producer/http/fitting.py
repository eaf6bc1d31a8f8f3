"""Fitting: what is sent is made an article here, or refused with what to do; the same for one document and for many."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

from producer.enqueue import refuse_unfit
from producer.http import cloud_event
from producer.http.described import Described, media_type_of
from producer.http.splitting import LINES, PARTS
from producer.names import shown
from producer.unpack import looks_packed
from schemas.problem import Kind, Trouble
from schemas.raw_article import RawArticle, received_now
from schemas.verdict import Reason, Refusal

_ANYTHING = ("", "application/octet-stream", "application/xml", "text/xml")
_MOST_TYPE = 255  # characters of a media type that are kept


class Formats(NamedTuple):
    """The media types of documents that some reader knows."""

    media_types: frozenset[str]

    def require(self, media_type: str) -> None:
        """Raise Trouble for a type that is not taken here, with where it is, if anywhere."""
        if media_type in LINES or media_type in {*PARTS, cloud_event.BATCHED}:
            told = f"{media_type} holds many articles: POST it to /v1/articles/batch"
            if media_type == cloud_event.BATCHED:
                told = "A batch of events is not taken: POST each event by itself"
            raise Trouble(Kind.UNSUPPORTED_MEDIA_TYPE, f"{told}.", headers=self.accept())
        if media_type not in self.media_types and media_type not in _ANYTHING:
            told = f"{media_type[:100]} is not a format of articles; send one of those in Accept-Post"
            raise Trouble(Kind.UNSUPPORTED_MEDIA_TYPE, f"{told}, or leave the type out.", headers=self.accept())

    def listed(self) -> list[str]:
        """Return the types of single documents, in order."""
        return sorted(self.media_types - LINES)

    def accept(self) -> Mapping[str, str]:
        """Return the header that lists what is taken (Accept-Post, Linked Data Platform 1.0)."""
        return {"Accept-Post": ", ".join([*self.listed(), cloud_event.STRUCTURED])}


class Fitter:
    """Makes articles of bytes and of what is said of them; `most` bytes each."""

    def __init__(self, formats: Formats, most: int) -> None:
        self.formats = formats
        self.most = most

    def article(self, about: Described, body: bytes, stated: str | None, request_id: str) -> RawArticle:
        """Return the article. `stated` is its Content-Type. Raise Trouble for what cannot be one."""
        media_type = media_type_of(stated)
        self.formats.require(media_type)
        self._refuse_containers(about.name, body)
        if media_type.endswith("json"):
            require_json(body)
        raw = RawArticle(
            wire=about.wire,
            name=shown(about.name),
            body=body,
            received_at=received_now(),
            media_type=(stated or "")[:_MOST_TYPE] or None,
            hints=about.hints,
            request_id=request_id,
        )
        require_fit(raw, self.most)
        return raw

    def _refuse_containers(self, name: str, body: bytes) -> None:
        """Raise Trouble for an archive or a mailbox: it holds many documents, and each needs its own receipt."""
        if looks_packed(name, body[:512]):
            told = "This is a container: POST the documents in it to /v1/articles/batch as multipart/form-data"
            how = f"{told}, or drop the file into the inbox."
            raise Trouble(Kind.UNSUPPORTED_MEDIA_TYPE, how, headers=self.formats.accept())


def require_json(body: bytes) -> None:
    """Raise Trouble unless a body is JSON, an object or an array: its sender can still put it right."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Trouble(Kind.MALFORMED, f"The body is not JSON: {error}. Mend it, or name its true type.") from error
    fits = isinstance(found, dict) or (isinstance(found, list) and all(isinstance(one, dict) for one in found))
    if not fits:
        raise Trouble(Kind.INVALID, "An article in JSON is an object, or an array of objects: send it as one.")


def require_fit(raw: RawArticle, most: int) -> None:
    """Raise Trouble for an article without bytes, or with too many."""
    try:
        refuse_unfit(raw, most)
    except Refusal as refusal:
        kind = Kind.TOO_LARGE if refusal.reason is Reason.TOO_LARGE else Kind.INVALID
        raise Trouble(kind, refusal.detail) from refusal
