"""Keywords, subjects and names as stated, cleaned, once each. Pure."""

from collections.abc import Iterable

from schemas.article import Subject
from worker.readers.decode import clean_line

_MOST = 200  # of one kind; agencies' own files state up to 80
_LONGEST = 200  # characters of one name; a longer one is a text in the wrong field
_PLACEHOLDERS = frozenset(
    "n/a na none null nil unknown tbd undefined - -- no-data-available nodataavailable keyword keywords".split()
)


def stated(text: str | None) -> str | None:
    """Return one clean line, None for nothing and for what stands where nothing is known: `No-Data-Available`."""
    line = clean_line(text)
    return None if line is None or line.casefold().replace(" ", "-") in _PLACEHOLDERS else line


def names_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without blanks around them and without repetitions, whatever their capitals, in order."""
    found: dict[str, str] = {}
    for name in names:
        line = stated(name)
        if line and len(line) <= _LONGEST:
            found.setdefault(line.strip("#").casefold(), line.strip("#"))
    return tuple(found.values())[:_MOST]


def subjects_of(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Return the subjects that have a name or a code, once each."""
    found: dict[tuple[str | None, str | None, str | None], Subject] = {}
    for subject in subjects:
        cleaned = Subject(name=stated(subject.name), code=stated(subject.code), scheme=stated(subject.scheme))
        if cleaned.name or cleaned.code:
            found.setdefault((cleaned.name, cleaned.code, cleaned.scheme), cleaned)
    return tuple(found.values())[:_MOST]
