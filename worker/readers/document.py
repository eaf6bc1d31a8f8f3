"""Document and Format: what a reader is given, and its row in the table of formats."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from schemas.article import Take
from schemas.verdict import Refusal


class Document(NamedTuple):
    """Bytes to read, with the sender's unproven words about them."""

    body: bytes
    name: str = "article"
    media_type: str | None = None
    hints: Mapping[str, str] = MappingProxyType({})


class Format(NamedTuple):
    """One row of the table of formats.

    `opens` are the bytes one of which begins what it can claim, behind blanks and marks: no other is put to `claims`.
    `claims` looks at the first 4 KB and says whether this is certainly the format: then the sender's word and the
    name do not matter. `read` returns one entry for each item in order: a Take, or the Refusal of that item alone; it
    raises Refusal when the whole document cannot be read, and nothing else, whatever the bytes.
    """

    name: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]
    opens: bytes
    claims: Callable[[bytes], bool]
    read: Callable[[Document], list[Take | Refusal]]
    about: str  # one line for the table in the README
