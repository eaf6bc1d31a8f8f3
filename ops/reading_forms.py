"""Reading forms: records as CSV, JSON Lines or ninjs. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson


class Form(StrEnum):
    """The forms of a list."""

    JSON = "json"  # a page of it, with the cursor of the next
    JSONL = "jsonl"
    CSV = "csv"
    NINJS = "ninjs"  # IPTC ninjs 1.3, an object a line


_LINES = "application/x-ndjson"
MEDIA_TYPES = {Form.JSONL: _LINES, Form.CSV: "text/csv; charset=utf-8", Form.NINJS: _LINES}
_FORMULA = re.compile(r"^[=+\-@\t\r]")  # what spreadsheets would take for a command (OWASP, CSV injection)
_REPRESENTED = "complete"


def csv_lines(records: Iterable[Mapping[str, Any]], columns: Sequence[str], *, header: bool) -> bytes:
    """Return records as CSV (RFC 4180): lists joined by "; ", an apostrophe before what a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out)
    if header:
        writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(record.get(name)) for name in columns])
    return out.getvalue().encode("utf-8", "replace")


def json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return records as JSON Lines."""
    return b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in records)


def ninjs(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a published record as an object of IPTC ninjs 1.3; what is absent is left out."""
    found = {
        "uri": record["guid"] or f"urn:copytaster:article:{record['article_id']}",
        "type": "text",
        "representationtype": _REPRESENTED,
        "version": str(record["version"]) if record["version"] is not None else None,
        "versioncreated": record["updated_at"] or record["published_at"] or record["received_at"],
        "pubstatus": record["pub_status"],
        "urgency": record["urgency"],
        "language": record["language"],
        "headline": record["headline"],
        "slugline": record["slug"],
        "byline": record["byline"],
        "located": record["dateline"]["place"],
        "description_text": record["summary"],
        "body_text": record["body"],
        "wordcount": record["word_count"],
        "ednote": record["ed_note"],
        "embargoed": record["embargo_until"],
        "subject": [{name: one[name] for name in one if one[name]} for one in record["subjects"]],
        "person": _named(record["people"]),
        "organisation": _named(record["organisations"]),
        "place": _named(record["places"]),
        "infosource": _named([one for one in (record["agency"], record["publisher"]) if one]),
        "altids": {"article_id": record["article_id"], "story_id": record["story_id"], "raw_id": record["raw_id"]},
    }
    return {name: value for name, value in found.items() if value not in (None, [], "")}


def _named(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def columns_of(names: Sequence[str]) -> list[str]:
    """Return the columns of a table of records: the published fields, the dateline as two."""
    at = names.index("dateline")
    return [*names[:at], "dateline_place", "dateline_date", *names[at + 1 :]]


def flat(exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return a published record with its dateline as two columns."""
    dateline = exported["dateline"]
    return {**exported, "dateline_place": dateline["place"], "dateline_date": dateline["date"]}


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(_word(one) for one in value)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return value


def _word(one: object) -> str:
    if isinstance(one, dict):
        return str(one.get("name") or one.get("code") or "")
    return str(one)
