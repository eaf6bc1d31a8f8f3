"""Plain-text wire copy: a headline, perhaps by-lines, then paragraphs. Pure."""

import re

from schemas.article import Take
from schemas.verdict import Reason, Refusal
from worker.readers.decode import clean_line, clean_paragraphs, decode
from worker.readers.document import Document
from worker.readers.sniff import declared_charset

_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di)\s+\S", re.IGNORECASE)


def claims(_head: bytes) -> bool:
    """Return False: plain text proves nothing by itself, and what no other format claims is read as such."""
    return False


def read(document: Document) -> list[Take | Refusal]:
    """Return the one take of a plain-text document. Raise Refusal `bad_encoding` or `empty_body`."""
    paragraphs = clean_paragraphs(decode(document.body, declared_charset(document))).split("\n\n")
    if not paragraphs[0]:
        raise Refusal(Reason.EMPTY_BODY, f"{document.name} holds no text at all: send the article again.")
    rest = paragraphs[1:]
    byline = clean_line(rest.pop(0)) if len(rest) > 1 and len(rest[0]) < 80 and _BYLINE.match(rest[0]) else None
    return [Take(format="text", headline=clean_line(paragraphs[0]), byline=byline, body="\n\n".join(rest))]
