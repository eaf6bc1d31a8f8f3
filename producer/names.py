"""Names of files: the wire that a folder stands for, text that can be shown, free names beside taken ones. Pure."""

import hashlib
import re

LOCAL_WIRE = "local"  # files that lie in the inbox itself, in no wire's folder
_SHOWN = 1024  # characters of a name that are stored and logged: the end of it tells most
_NAME_MAX = 255  # bytes of a file's name on every file system we know
_SUFFIX_MAX = 16  # what follows the last dot of a longer one is a sentence, not a suffix
_UNDECODABLE = range(0xDC80, 0xDD00)  # bytes that are not UTF-8, as Python's file names hold them (PEP 383)


def wire_of(folder: str) -> str:
    """Return the wire that a folder's name stands for: lower case, of characters that are safe everywhere."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", folder.lower()).strip("-._")[:64]
    return slug or LOCAL_WIRE


def wire_of_path(path: str) -> str:
    """Return the wire of a file by its path below the inbox."""
    first, separator, _rest = path.partition("/")
    return wire_of(first) if separator else LOCAL_WIRE


def shown(path: str) -> str:
    """Return a path as printable text, whatever bytes its name has: what is not printable stands as an escape."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in path)[-_SHOWN:]


def marked(name: str, mark: str) -> str:
    """Return another name for a file whose own is taken: the mark before the suffix, never longer than a name may be.

    >>> marked("story.json", "~1")
    'story~1.json'
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > _SUFFIX_MAX:
        stem, dot, suffix = name, "", ""
    return fitting(stem, mark + dot + suffix)


def fitting(stem: str, ending: str) -> str:
    """Return both in one name; where they are too long for one, the stem is cut and a hash of it added."""
    taken, end = _bytes(stem), _bytes(ending)
    if len(taken) + len(end) > _NAME_MAX:
        taken = taken[: _NAME_MAX - len(end) - 9] + b"~" + hashlib.sha256(taken).hexdigest()[:8].encode()
    return (taken + end).decode("utf-8", "surrogateescape")


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _escape(letter: str) -> str:
    number = ord(letter)
    return f"\\x{number - 0xDC00:02x}" if number in _UNDECODABLE else letter.encode("unicode_escape").decode("ascii")
