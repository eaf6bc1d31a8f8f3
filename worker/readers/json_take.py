"""One JSON object to a Take: a single table of the names that ninjs, schema.org and people give each field. Pure."""

from collections.abc import Mapping
from typing import Any

from schemas.article import Take
from schemas.verdict import PubStatus, Signal
from worker.readers import ninjs, schema_org
from worker.readers.json_names import first_text, integer_of, names_of, subjects_of, text_of

# Names are folded (small letters, no `_`, `-` or space); the first that holds text wins. `published` is when the story
# first appeared and `updated` when this version was made; a sender who states one of them means both.
_LINES: Mapping[str, tuple[str, ...]] = {
    "headline": ("headlines", "headline", "title", "headlinetext", "name"),
    "dateline": ("dateline",),
    "located": ("located", "contentlocation", "locationcreated"),
    "slug": ("slugline", "slug"),
    "published": (
        *("publishedat", "firstcreated", "datepublished", "published", "pubdate", "versioncreated", "publishdate"),
        *("publicationdate", "dategmt", "date", "timestamp", "createdat", "datecreated"),
    ),
    "updated": (
        *("versioncreated", "updatedat", "datemodified", "modifiedgmt", "modified", "updated", "lastmodified"),
        "dateupdated",
    ),
    "embargo": ("embargoed", "embargo", "embargountil", "embargoeduntil"),
    "publisher": (
        *("publisher", "source", "provider", "sourceorganization", "sitename", "infosources", "infosource"),
        "copyrightholder",
    ),
    "credit": ("creditline", "credit", "credittext", "agency"),
    "summary": (
        *("descriptiontext", "descriptions", "summary", "description", "abstract", "excerpt", "standfirst", "dek"),
        "lead",
    ),
    "ed_note": ("ednote", "editorialnote", "editorsnote", "editornote"),
}
_SUBJECTS = ("subjects", "subject", "articlesection", "section", "category", "categories", "about")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "places": ("places", "place"),
    "people": ("people", "persons", "person"),
    "organisations": ("organisations", "organisation", "organizations", "organization"),
}
_KEYWORDS = ("keywords", "keyword", "tags")
_AUTHORS = ("authors", "author", "creator")
_URLS = ("canonicalurl", "url", "link", "permalink", "mainentityofpage", "weburl", "sourceurl")


def take_of(fields: Mapping[str, Any], item: int) -> Take:
    """Return the take that an object with folded names states.

    Where the only text is a description, as in agencies' briefs, that is the body too.
    """
    lines = {field: text for field, names in _LINES.items() if (text := first_text(fields, *names))}
    status = ninjs.pub_status_of(_first(fields, ("pubstatus", "status")))
    canceled = status is PubStatus.CANCELED
    return Take(
        item=item,
        format="json",
        body=ninjs.article_body(fields) or ("" if canceled else lines.get("summary", "")),
        guid=_guid(fields),
        version=integer_of(fields.get("version")),
        language=_language(fields),
        url=_url(fields),
        keywords=names_of(_first(fields, _KEYWORDS), split=True),
        subjects=tuple(subject for name in _SUBJECTS if name in fields for subject in subjects_of(fields[name])),
        urgency=integer_of(fields.get("urgency")),
        pub_status=status,
        signal=Signal.KILL if canceled else None,
        **lines,
        **{field: names_of(stated) for field, names in _NAMES.items() if (stated := _first(fields, names))},
        **_bylines(fields),
    )


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        if fields.get(name):
            return fields[name]
    return None


def _bylines(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Tell a byline, text as filed, from a list of persons. An author given as text is a byline: it may name two."""
    byline = first_text(fields, "byline", "bylines", "by")
    stated = _first(fields, _AUTHORS)
    if stated is None or isinstance(stated, str):
        return {"byline": byline or text_of(stated)}
    return {"byline": byline, "authors": names_of(schema_org.persons_of(stated))}


def _guid(fields: Mapping[str, Any]) -> str | None:
    """Return the identity; a JSON-LD `@id` that is only a fragment names a node of the page, not the article."""
    guid = first_text(fields, "guid", "uri", "identifier", "@id", "id")
    return None if guid and guid.startswith("#") else guid


def _language(fields: Mapping[str, Any]) -> str | None:
    stated = _first(fields, ("language", "inlanguage", "lang"))
    if isinstance(stated, dict):
        stated = stated.get("alternateName") or stated.get("code") or stated.get("name")
    return text_of(stated)


def _url(fields: Mapping[str, Any]) -> str | None:
    """Return the article's address: only what is one, since `link` may be a list of relations."""
    texts = (text_of(fields[name]) for name in _URLS if name in fields)
    return next((text for text in texts if text and text.startswith(("http://", "https://"))), None)
