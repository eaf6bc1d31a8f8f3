"""Keywords, subjects and names as stated, cleaned, once each. Pure."""

from collections.abc import Iterable

from schemas.article import Subject
from worker.readers.decode import clean_line

_MOST = 200  # of one kind; agencies' own files state up to 80
_LONGEST = 200  # characters of one name; a longer one is a text in the wrong field
_PLACEHOLDERS = frozenset(
    "n/a na none null nil unknown tbd undefined - -- no-data-available nodataavailable keyword keywords".split()
)
_LONGEST_PLACEHOLDER = max(map(len, _PLACEHOLDERS))


def stated(text: str | None) -> str | None:
    """Return one clean line, None for nothing and for what stands where nothing is known: `No-Data-Available`."""
    if not text:  # most fields of most takes
        return None
    line = clean_line(text)
    if line and len(line) <= _LONGEST_PLACEHOLDER and line.casefold().replace(" ", "-") in _PLACEHOLDERS:
        return None
    return line


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
        filed = (subject.name, subject.code, subject.scheme)
        name, code, scheme = cleaned = (stated(subject.name), stated(subject.code), stated(subject.scheme))
        if (name or code) and cleaned not in found:
            found[cleaned] = subject if cleaned == filed else Subject(name=name, code=code, scheme=scheme)
    return tuple(found.values())[:_MOST]
