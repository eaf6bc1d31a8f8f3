"""The part of a wire story that is not for publication: agencies' notebooks, contacts and sign-offs. Pure."""

import re

from worker.readers.decode import clean_line

# dpa and its sisters close a story with a notebook in Markdown: everything from its first line on is for editors.
_NOTEBOOK = re.compile(
    r"^(?:# ?(?:Notebook|Notizblock|Redaktionelle[rn]? Hinweise?|Cuaderno)\b.*|\* ?\* ?\* ?\*.*|"
    r"(?:The following information is not (?:intended )?for publication|"
    r"Die folgenden Informationen sind nicht (?:zur|für die) Veröffentlichung).*)$",
    re.MULTILINE | re.IGNORECASE,
)
_NOTEBOOK_START = re.compile(r"\n(?=[#*]|the f|die f)", re.IGNORECASE)  # found six times as fast as the whole
_NOTE = re.compile(r"^## ?(?:Notes? to editors?|Redaktioneller Hinweis|Hinweis)\s*$", re.MULTILINE | re.IGNORECASE)
_NEXT_HEADING = re.compile(r"^(?:#|\* ?\* ?\*)", re.MULTILINE)


def published_part(text: str) -> tuple[str, str | None]:
    """Part a text at its notebook: what is for publication, and the note to editors, if the notebook has one."""
    breaks = _NOTEBOOK_START.finditer(f"\n{text}")  # where one stands in this longer text, a line of the text begins
    start = next((found for one in breaks if (found := _NOTEBOOK.match(text, one.start()))), None)
    if not start:
        return text, None
    notebook = text[start.start() :]
    heading = _NOTE.search(notebook)
    if not heading:
        return text[: start.start()], None
    note = notebook[heading.end() :]
    end = _NEXT_HEADING.search(note)
    lines = (note[: end.start()] if end else note).split("\n")
    return text[: start.start()], clean_line(" ".join(line.strip(" -*") for line in lines))
