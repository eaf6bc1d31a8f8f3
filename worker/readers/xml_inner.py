"""The document within a document: NITF, XHTML or plain text that NewsML carries, as elements or as text. Pure."""

import base64
import binascii

from lxml import etree

from schemas.article import Take
from schemas.verdict import Refusal
from worker.readers import nitf
from worker.readers.decode import decode
from worker.readers.notebook import published_part
from worker.readers.xml_fields import first, line
from worker.readers.xml_safe import parse_markup
from worker.readers.xml_text import body_of, notes_in, plain_body

_TEXT_TYPES = ("text/", "application/xhtml", "application/html", "application/xml", "application/nitf")


def inner_take(content: etree._Element | None) -> Take:
    """Return what the content states: its body, and the headline, by-line and more where it is a document of its own.

    NITF states them in its own head; of HTML, the title or the first heading is a headline.
    """
    if content is None:
        return Take(format="")
    document = _nitf_within(content)
    if document is not None:
        return nitf.take_of(document)
    page = first(content, "//body")
    body, note = published_part(body_of(page if page is not None else content))
    notes = "\n".join([*([note] if note else []), *notes_in(content)])
    headline = line(content, "//title", "//h1", "//hl1")
    return Take(format="", headline=headline, body=body.strip(), ed_note=notes or None)


def decoded(text: str, media_type: str) -> Take:
    """Return what base64 text states, nothing where it is not base64 or holds a picture."""
    if not media_type.lower().startswith(_TEXT_TYPES):
        return Take(format="")
    try:
        return Take(format="", body=plain_body(decode(base64.b64decode(text, validate=False))))
    except (binascii.Error, Refusal):
        return Take(format="")


def _nitf_within(content: etree._Element) -> etree._Element | None:
    document = first(content, "//nitf")
    if document is None and "<nitf" in (content.text or ""):
        document = parse_markup((content.text or "").strip())
    return document
