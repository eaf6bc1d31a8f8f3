"""IPTC ninjs 1.0 to 3.0 (iptc.org/standards/ninjs): the roles of its arrays, and its kinds that are no article."""

from collections.abc import Mapping
from typing import Any

from schemas.verdict import PubStatus
from worker.readers.json_names import body_of, text_of

# `type` of ninjs: "text" and "composite" can be articles, "component" and the rest are what articles refer to.
_NO_ARTICLES = frozenset(("picture", "image", "photo", "graphic", "audio", "video", "animated", "planning", "event"))
_HTML_ROLES = ("xhtml", "html", "main")
_HTML_NAMES = ("bodyxhtml", "bodyhtml", "contenthtml", "html", "contentencoded")
_TEXT_NAMES = (
    *("bodytext", "articlebody", "articletext", "fulltext", "text", "content", "body", "story", "contentelements"),
)
_FULLER = 1.5  # text this much longer than the HTML beside it says that the HTML is a teaser
_STATUSES = frozenset(PubStatus)
_CANCELED = frozenset(("canceled", "cancelled", "killed", "withdrawn"))


def kind_refused(fields: Mapping[str, Any]) -> str | None:
    """Return the item's `type` when it is a picture, a recording or a diary entry."""
    kind = (text_of(fields.get("type")) or "").lower()
    return kind if kind in _NO_ARTICLES else None


def pub_status_of(value: Any) -> PubStatus | None:
    """Return the publishing status stated as a word, a qcode (`stat:usable`) or an address of IPTC's scheme."""
    word = (text_of(value) or "").lower().replace(":", "/").rpartition("/")[2]
    if word in _CANCELED:
        return PubStatus.CANCELED
    return PubStatus(word) if word in _STATUSES else None


def article_body(fields: Mapping[str, Any]) -> str:
    """Return the body as paragraphs: of `bodies` (2.x, 3.x), else of the 1.x names and the plain ones.

    HTML comes before text, because it parts the paragraphs, unless the text says much more.
    """
    marked, plain = _bodies(fields.get("bodies"))
    marked = marked or _first_body(fields, _HTML_NAMES, is_html=True)
    if marked and not plain:
        plain = body_of(fields.get("bodytext"))
    plain = plain or _first_body(fields, _TEXT_NAMES)
    return plain if len(plain) > _FULLER * len(marked) else marked


def _first_body(fields: Mapping[str, Any], names: tuple[str, ...], *, is_html: bool = False) -> str:
    bodies = (body_of(fields[name], is_html=is_html) for name in names if name in fields)
    return next(filter(None, bodies), "")


def _bodies(value: Any) -> tuple[str, str]:
    """Return the bodies that are markup and text: XHTML before NITF, which a ninjs 3.0 document may embed."""
    marked: list[tuple[bool, str]] = []
    plain = ""
    for entry in value if isinstance(value, list) else []:
        if not isinstance(entry, dict):
            continue
        content_type = str(entry.get("contenttype") or entry.get("contentType") or "").lower()
        role = str(entry.get("role") or "").lower()
        is_nitf = "nitf" in content_type or role == "nitf"
        if is_nitf or "html" in content_type or (role in _HTML_ROLES and not content_type):
            marked.append((is_nitf, body_of(entry.get("value"), is_html=True)))
        else:
            plain = plain or body_of(entry.get("value"))
    return min(marked, default=(False, ""))[1], plain
