"""Values of a JSON object by the names people give them, and each value in the shape a Take wants. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.article import Subject
from worker.readers.decode import clean_line, clean_paragraphs
from worker.readers.html_text import looks_like_html, paragraphs_of_html, unescaped
from worker.readers.sniff import check_length

_INSIDE = ("value", "rendered", "name", "text", "literal", "#text", "title", "prefLabel", "@id", "uri")
_CODES = ("code", "qcode", "literal", "uri", "@id", "id")
_MAX_NAMES = 500  # a list of names longer than this is a dictionary, not an article's
_LINE_CHARS = 20_000  # of one line: summaries of a page are longer than any headline, and this is longer than those
_WRAPPED_AT = 100  # a line of wrapped text is shorter: 65 to 80 columns


def folded(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object with its names in one spelling: `versionCreated`, `version_created`, `Version created` agree.

    Of two names that fold into one, the first that holds something wins.
    """
    out: dict[str, Any] = {}
    for name, value in fields.items():
        key = name.casefold()
        if not key.isalpha():
            key = key.replace("_", "").replace("-", "").replace(" ", "")
        if key not in out or out[key] in (None, "", [], {}):
            out[key] = value
    return out


def first_text(fields: Mapping[str, Any], *names: str) -> str | None:
    """Return one clean line: the first of these (folded) names that holds any text."""
    for name in names:  # some eighty are asked for, and an object has ten: no generator for each question
        if name in fields and (text := text_of(fields[name])):
            return text
    return None


def text_of(value: Any) -> str | None:
    """Return the one line of text that a value of any JSON type stands for, its markup removed."""
    if value is None:
        return None
    text = (value if isinstance(value, str) else _raw_text(value) or "")[:_LINE_CHARS]
    if "<" in text and looks_like_html(text):
        text = paragraphs_of_html(text)
    return clean_line(unescaped(text) if "&" in text else text)


def _raw_text(value: Any, depth: int = 0) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or depth > 3:  # a list of objects of lists is the deepest seen
        return None
    if isinstance(value, int | float):
        return str(value)
    choices = _by_role(value) if isinstance(value, list) else (value.get(name) for name in _INSIDE)
    return next((text for choice in choices if (text := _raw_text(choice, depth + 1)) and text.strip()), None)


def _by_role(values: list[Any]) -> list[Any]:
    """Put the entry of ninjs 2.x that has the role "main" first; the order is otherwise the sender's."""
    return sorted(values[:_MAX_NAMES], key=lambda entry: not (isinstance(entry, dict) and entry.get("role") == "main"))


def names_of(value: Any, *, split: bool = False) -> tuple[str, ...]:
    """Return the names in a list of strings or objects, each once; `split` parts one string at commas or semicolons."""
    if value is None:
        return ()
    if isinstance(value, str) and split:
        value = value.split(";" if ";" in value else ",")
    entries = value[:_MAX_NAMES] if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for entry in entries if (name := text_of(entry))))


def subjects_of(value: Any) -> Iterator[Subject]:
    """Yield the topics of a list of strings or objects, with the last part of an address or qcode as the code."""
    for entry in (value if isinstance(value, list) else [value])[:_MAX_NAMES]:
        name = text_of(entry.get("name")) if isinstance(entry, dict) else text_of(entry)
        code = _code_of(entry, name) if isinstance(entry, dict) else None
        if name or code:
            scheme, _, tail = (code or "").rpartition("/" if "/" in (code or "") else ":")
            stated = text_of(entry.get("scheme")) if isinstance(entry, dict) else None
            yield Subject(name=name, code=tail or None, scheme=stated or scheme or None)


def _code_of(entry: Mapping[str, Any], name: str | None) -> str | None:
    codes = (text_of(entry.get(key)) for key in _CODES)
    return next((code for code in codes if code and code != name), None)


def integer_of(value: Any) -> int | None:
    """Return a whole number of at most nine digits, filed as a number or as text; anything else is None."""
    text = (text_of(value) or "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def body_of(value: Any, *, is_html: bool = False) -> str:
    """Return clean paragraphs of a text, of HTML, of a list of either, or of objects that hold either."""
    if isinstance(value, list):
        return "\n\n".join(block for entry in value if (block := body_of(entry, is_html=is_html)))
    text = _raw_text(value) or ""
    check_length("A body in JSON", len(text))
    if is_html or looks_like_html(text):
        return paragraphs_of_html(text)
    return clean_paragraphs(_parted(unescaped(text)))


def _parted(text: str) -> str:
    """Part a text without blank lines at each newline, if its lines are paragraphs and not wrapped lines."""
    text = text.replace("\r\n", "\n") if "\r" in text else text
    if "\n\n" in text:
        return text
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return text
    ended = sum(line.rstrip().endswith((".", "!", "?", '"', "”", "。", ":", "…")) for line in lines)
    if sum(map(len, lines)) > _WRAPPED_AT * len(lines) or ended * 10 >= len(lines) * 7:
        return "\n\n".join(lines)
    return text
