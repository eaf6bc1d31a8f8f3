"""What of an expectation an article meets: one score for each field that the expectation states. Pure.

Texts are compared without case, typographic quotes, dashes and blanks; sets without order; times by minute and day; a
body by the words that it shares. `{"any": [...]}` accepts one of several, `{"none": true}` nothing, `{"naive": ...}` a
time of an unknown zone and `{"partial": "--MM-DD"}` a day without a year. An empty expectation is not scored.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from schemas.article import Article

_SETS = frozenset("authors keywords subject_codes subject_names places people organisations".split())
_TIMES = frozenset("published versioncreated embargoed".split())
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00ad": None})
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]|[^\W_]+")
_BY = re.compile(r"^(?:by|von|par|por|door|di|af|av|de)\b[:\s]+")
_ZONES_S = 14 * 3600  # no zone lies further from UTC
_START_WORDS = 150


class Score(NamedTuple):
    """How far one field is right, from 0 to 1."""

    field: str
    value: float
    wanted: Any
    got: Any


def scores(case: dict[str, Any], article: Article | None) -> Iterator[Score]:
    """Yield the scores of one case; a case without an article has missed every field."""
    record = _record(case, article) if article else {}
    for field, wanted in case["expect"].items():
        if field in ("published_local", "type", *_UNKEPT):
            continue
        got = record.get(field)
        if field == "body_text" and wanted == "":
            yield Score("body_empty", float(not got), wanted, got)
        elif wanted in ("", [], None):
            continue
        elif isinstance(wanted, dict) and wanted.get("none"):
            yield Score(f"{field}.none", float(not got), wanted, got)
        elif field in _TIMES:
            for name, right in _time_scores(wanted, got, case["expect"].get(f"{field}_local")).items():
                yield Score(f"{field}.{name}", float(right), wanted, got)
        else:
            yield Score(field, max(_score(field, one, got, record) for one in _any(wanted)), wanted, got)


# What an article does not keep: rights are the licence's business, not the desk's.
_UNKEPT = ("copyrightholder", "copyrightnotice", "usageterms", "expires", "located", "dateline", "firstcreated")


def _record(case: dict[str, Any], article: Article) -> dict[str, Any]:
    """Return the article's fields by the names of the expectations. Plain text states its day in the dateline."""
    published: datetime | date | None = article.published_at
    if case["format"] in ("text", "dateline"):
        published = article.dateline.date or published
    return {
        **article.model_dump(),
        "dateline_city": article.dateline.place,
        "published": published,
        "versioncreated": article.updated_at,
        "embargoed": article.embargo_until,
        "pubstatus": article.pub_status.value,
        "slugline": article.slug,
        "credit": article.agency,
        "provider": article.publisher,
        "ednote": article.ed_note,
        "subject_codes": [subject.code for subject in article.subjects if subject.code],
        "subject_names": [subject.name for subject in article.subjects if subject.name],
        **dict.fromkeys(("body_text", "body_start", "body_has", "body_lacks"), article.body),
    }


def _any(wanted: Any) -> list[Any]:
    return wanted["any"] if isinstance(wanted, dict) and "any" in wanted else [wanted]


def _score(field: str, wanted: Any, got: Any, record: dict[str, Any]) -> float:
    if field in _SETS:
        return float(_set(field, wanted) == _set(field, got or []))
    if field == "body_text":
        return _shared(wanted, got or "")
    if field == "body_start":
        return float(_runs_through(_tokens(wanted), _tokens(got)[: _START_WORDS + len(_tokens(wanted))]))
    if field == "body_has":
        return float(all(_runs_through(_tokens(one), _tokens(got)) for one in wanted))
    if field == "body_lacks":
        lacks = (one not in got if len(one) < 3 else _plain(one) not in _plain(got) for one in wanted) if got else ()
        return float(bool(record.get("body")) and all(lacks))
    return float(_is_same(field, _plain(wanted), _plain(got)))


def _is_same(field: str, wanted: str, got: str) -> bool:
    if field == "language":
        pair = {re.split("[-_]", wanted)[0], re.split("[-_]", got)[0]}
        return bool(got) and (len(pair) == 1 or pair in ({"no", "nb"}, {"no", "nn"}))
    if field == "byline":
        return _BY.sub("", wanted).rstrip(" ,;") == _BY.sub("", got).rstrip(" ,;")
    if field == "dateline_city":
        return wanted.split(",", maxsplit=1)[0].strip() == got.split(",", maxsplit=1)[0].strip()
    if field in ("slugline", "credit"):
        return wanted.rstrip(" -/") == got.rstrip(" -/")
    if field == "provider":
        one, other = re.sub(r"\W", "", wanted), re.sub(r"\W", "", got)
        return one == other or (min(len(one), len(other)) > 3 and (one in other or other in one))
    return wanted.strip("<>") == got.strip("<>")


def _plain(text: Any) -> str:
    if text is None:
        return ""
    joined = ", ".join(map(str, text)) if isinstance(text, list | tuple) else str(text)
    return " ".join(unicodedata.normalize("NFKC", joined).translate(_PLAIN).split()).casefold()


def _tokens(text: Any) -> list[str]:
    return _TOKEN.findall(_plain(text))


def _set(field: str, names: Any) -> set[str]:
    plain = {_plain(name) for name in names}
    if field == "authors":
        plain = {re.sub(r"[^\w\s]", "", _BY.sub("", name)).strip() for name in plain}
    if field == "subject_codes":
        plain = {re.sub(r"^.*[:/]", "", name) for name in plain}
    return plain - {""}


def _shared(wanted: str, got: str) -> float:
    """Return the harmonic mean of precision and recall of the words of two texts."""
    one, other = Counter(_tokens(wanted)), Counter(_tokens(got))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else float(not one and not other)


def _runs_through(needle: list[str], words: list[str]) -> bool:
    size = len(needle)
    return any(words[at : at + size] == needle for at in range(len(words) - size + 1))


def _time_scores(wanted: Any, got: datetime | date | None, local: str | None) -> dict[str, bool]:
    """Return whether the day, and where one is expected the minute, are right."""
    if isinstance(wanted, dict) and "any" in wanted:
        results = [_time_scores(one, got, None) for one in wanted["any"]]
        return {name: any(result.get(name) for result in results) for name in results[0]}
    if isinstance(wanted, dict) and "partial" in wanted:
        return {"day": got is not None and got.strftime("--%m-%d") == wanted["partial"]}
    moment = got if isinstance(got, datetime) else None
    if isinstance(wanted, dict):
        apart = abs((moment - _utc(wanted["naive"])).total_seconds()) if moment else float("inf")
        return {"day": apart <= _ZONES_S, "minute_naive": apart <= _ZONES_S + 60 and not 60 <= apart % 900 <= 840}
    day = got.date() if isinstance(got, datetime) else got
    if len(wanted) == len("2020-05-08"):
        return {"day": day is not None and day.isoformat() == wanted}
    minute = moment is not None and abs((moment - _utc(wanted)).total_seconds()) < 60
    days = {_utc(wanted).date(), datetime.fromisoformat(local).date() if local else _utc(wanted).date()}
    return {"day": minute or day in days, "minute": minute}


def _utc(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
