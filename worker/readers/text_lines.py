"""The lines of plain text as paragraphs: wrapped lines joined, indents and blank lines as starts. Pure."""

import re

_INDENT = re.compile(r"[ \u3000]{2,}|\t")
_BLANKS = " \u3000\t"  # what an indent begins with
_BREAK = re.compile(r"\n[^\S\n]*\n")
_WIDEST = 120  # characters; teleprinters wrapped at 69, mail programs wrap at 72 to 100, longer lines are not wrapped


def paragraphs_of(text: str) -> str:
    """Return the text with a blank line between paragraphs, and each paragraph on one line.

    A line goes on in the next when the next line's first word would not have fitted into it; otherwise somebody ended
    it on purpose. So headlines, by-lines and tables without blank lines between them stay apart.
    """
    blocks = [block.strip("\n") for block in _BREAK.split(text)]
    if not any("\n" in block for block in blocks):  # as most senders part them now: no line stands beside another
        return "\n\n".join(map(str.strip, blocks))
    lines = [line for block in blocks for line in (*block.split("\n"), "")]
    return _joined(lines, _width(lines))


def _width(lines: list[str]) -> int:
    """Return the width at which the lines were wrapped: the longest; 0 when they are longer than anything wraps."""
    widest = max(map(len, lines), default=0)
    return widest if widest <= _WIDEST else 0


def _joined(lines: list[str], width: int) -> str:
    parts: list[str] = []
    last = ""
    for line in lines:
        bare = line.strip()
        goes_on = bare and last and _goes_on(last, line, bare, width)
        parts += (" " if goes_on else "\n\n", bare)
        last = line.rstrip()
    return "".join(parts)


def _goes_on(last: str, line: str, bare: str, width: int) -> bool:
    """Say whether a line continues the one before: it is not indented more, and its first word had no room there.

    `bare` is the line without blanks around it, `last` the one before without those behind it.
    """
    if not width or (line[0] in _BLANKS and _INDENT.match(line) and not _INDENT.match(last)):
        return False
    return len(last) + 1 + len(bare.split(maxsplit=1)[0]) > width
