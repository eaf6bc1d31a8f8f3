"""Safe bytes: what arrived, shown so that nothing in it acts; what does not print is escaped. Pure."""

from typing import NamedTuple

MOST_TEXT = 16_384  # bytes shown as text: more than most articles have
MOST_HEX = 1_024  # bytes shown in hexadecimal: enough to tell a format or a wrong encoding by its beginning


class Run(NamedTuple):
    """A run of text; `escaped` when it stands for bytes or letters that cannot be shown as they are."""

    text: str
    escaped: bool


def as_text(body: bytes) -> list[Run]:
    """Return the beginning as UTF-8 text, with what is no UTF-8 and what does not print escaped."""
    runs: list[Run] = []
    for letter in body[:MOST_TEXT].decode("utf-8", "surrogateescape").replace("\r\n", "\n"):
        plain = letter in "\n\t" or letter.isprintable()
        text = letter if plain else _escape(letter)
        if runs and runs[-1].escaped is not plain:
            runs[-1] = Run(runs[-1].text + text, not plain)
        else:
            runs.append(Run(text, not plain))
    return runs


def as_hex(body: bytes) -> str:
    """Return the beginning as lines of sixteen bytes: offset, hexadecimal, ASCII."""
    lines = []
    for start in range(0, min(len(body), MOST_HEX), 16):
        row = body[start : min(start + 16, MOST_HEX)]
        letters = "".join(chr(one) if 32 <= one < 127 else "." for one in row)
        lines.append(f"{start:06x}  {row[:8].hex(' '):<23}  {row[8:].hex(' '):<23}  {letters}")
    return "\n".join(lines)


def _escape(letter: str) -> str:
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:  # PEP 383: a byte that was no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
