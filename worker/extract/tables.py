"""The small tables beside this file, read once at import."""

from collections.abc import Iterator
from importlib.resources import files


def lines_of(name: str) -> Iterator[str]:
    """Yield the lines of a table that are neither empty nor comments."""
    for line in files("worker.extract.data").joinpath(name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def words_of(name: str) -> frozenset[str]:
    """Return the entries, parted by commas, of all lines of a table, case folded."""
    return frozenset(entry.strip().casefold() for line in lines_of(name) for entry in line.split(",") if entry.strip())


def names_of(name: str) -> list[tuple[str, list[str]]]:
    """Return the entries `Name: other name, other name` of a table in order."""
    rows = (line.partition(":") for line in lines_of(name))
    return [(key.strip(), [other.strip() for other in others.split(",") if other.strip()]) for key, _, others in rows]
