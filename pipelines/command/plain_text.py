"""Text for a terminal: its width, its breaks, and nothing in it that the terminal would obey."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from functools import cache

_FIRST_WIDE = "\u2e80"
_CLOSING = "，。、；：？！）」』】》”’…%"
_NEWLINE = "↵"
_PICTURES = 0x2400
_PICTURE_OF_DELETE = "␡"


def printable(text: str) -> str:
    """The text with every control character shown instead of sent, on one line.

    Labels come from files of strangers: an escape sequence in one must not move the cursor, and a mark of
    direction must not turn the digits after it.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


@cache
def _shown(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if character == "\n":
        return _NEWLINE
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return _PICTURE_OF_DELETE
    # Spaces of other widths do no harm; they are only not printable.
    if unicodedata.category(character) == "Zs":
        return character
    return f"\\u{code:04x}"


def width_of(text: str) -> int:
    """Columns that a printable text takes: wide characters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, width: int) -> str:
    """The text, cut where it is wider than ``width`` columns, which … says."""
    if width_of(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, max(1, width - 1)).rstrip() + "…"


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width, which come before it where ``right``."""
    spaces = " " * (width - width_of(text))
    return spaces + text if right else text + spaces


def terminal_width() -> int | None:
    """Columns for the output: COLUMNS, else those of the terminal; None for a pipe or a file."""
    if os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty():
        return max(20, shutil.get_terminal_size().columns)
    return None


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of a width: broken at spaces, within Chinese anywhere, never within a figure or word.

    A word that is wider than a line has a line to itself; where ``width`` is None there is one line.
    """
    if width is None or width_of(text) <= width:
        return [text]
    lines, line, length = [], "", 0
    for piece in _pieces(text):
        piece_length = width_of(piece)
        if line.strip() and length + width_of(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, length = "", 0
            piece = piece.lstrip()
            piece_length = width_of(piece)
        line += piece
        length += piece_length
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> list[str]:
    """Words with the spaces after them; of Chinese single characters, closing marks with what they close."""
    pieces: list[str] = []
    for character in text:
        last = pieces[-1][-1] if pieces else " "
        stays = character in _CLOSING or character.isspace()
        goes_on = not (character >= _FIRST_WIDE or last >= _FIRST_WIDE or last.isspace())
        if pieces and (stays or goes_on):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def labelled(rows: list[tuple[str, str]], width: int | None) -> list[str]:
    """Lines of labels with their texts beside them; a long text continues below itself."""
    if not rows:
        return []
    margin = max(width_of(label) for label, _ in rows) + 2
    lines = []
    for label, text in rows:
        texts = wrapped(text, width - margin if width else None)
        lines += [
            padded(start, margin) + part
            for start, part in zip([label] + [""] * (len(texts) - 1), texts, strict=True)
        ]
    return [line.rstrip() for line in lines]
