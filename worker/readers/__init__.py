"""Parse: a raw article to its takes, each format by its own reader. Pure."""

from schemas.article import Take
from schemas.raw_article import RawArticle
from schemas.verdict import Refusal
from worker.readers.document import Document
from worker.readers.table import format_of

__all__ = ["parse"]


def parse(raw: RawArticle) -> list[Take | Refusal]:
    """Return the takes of a raw article in order, with a Refusal in the place of each item that cannot be used.

    Raise Refusal when the whole document cannot be read: `unknown_media_type`, `bad_encoding`, `malformed`, ...
    """
    document = Document(body=raw.body, name=raw.name, media_type=raw.media_type, hints=raw.hints)
    return format_of(document).read(document)
