"""Generated: the tables of the README, printed from the code that they describe. `make docs` writes them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from schemas import log_events
from schemas.settings import PREFIX, Settings
from worker.readers.table import FORMATS

README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    """Return every setting with its default and meaning, in Markdown; those of a group under NAME__PART."""
    rows = list(_rows(Settings, PREFIX))
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _rows(field.annotation, f"{variable}__")
        else:
            default = "CPU count" if name == "workers" else f"`{_plain(field.get_default(call_default_factory=False))}`"
            yield f"| `{variable}` | {default} | {field.description or ''} |"


def formats_table() -> str:
    """Return every format that is read, in Markdown."""
    rows = [f"| `{one.name}` | {_listed(one.media_types)} | {_listed(one.suffixes)} | {one.about} |" for one in FORMATS]
    return "\n".join(["| format | media types | names | what is read |", "|---|---|---|---|", *rows])


TABLES: Mapping[str, Callable[[], str]] = {
    "settings": settings_table,
    "formats": formats_table,
    "events": log_events.table,
}


def renewed(text: str) -> str:
    """Return a text with each table between its two markers written anew."""
    for name, table in TABLES.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        fresh = f"{table()}\n"
        text = between.sub(lambda found, fresh=fresh: found[1] + fresh + found[2], text)  # type: ignore[misc]
    return text


def main() -> None:
    """Write the README's tables and the published contracts anew."""
    from ops.contracts import publish  # it imports the whole application

    publish()
    README.write_text(renewed(README.read_text(encoding="utf8")), encoding="utf8")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _plain(default: object) -> str:
    return "empty" if default in ("", None, PydanticUndefined) else str(default)


if __name__ == "__main__":
    main()
