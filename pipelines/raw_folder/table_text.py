"""The text of a table that a person keeps in the raw folder: spreadsheets save it in one of two encodings."""

from __future__ import annotations

from pathlib import Path


def table_text(path: Path) -> str:
    """The text of the file: in UTF-8, else in GB18030; one encoding for all lines.

    Raises ValueError, which names the file and the line, where it is in neither.
    """
    lines = path.read_bytes().splitlines(keepends=True)
    strange = [number for number, line in enumerate(lines, 1) if not _decodes(line, "utf-8")]
    encoding = "utf-8-sig"
    if strange and not any(_is_chinese_utf8(line) for line in lines):
        encoding = "gb18030"
        strange = [number for number, line in enumerate(lines, 1) if not _decodes(line, encoding)]
    if strange:
        raise ValueError(
            f"{path}, line {strange[0]}: the text is neither UTF-8 nor GB18030 like the other lines. "
            "Save the table as CSV in UTF-8."
        )
    return b"".join(lines).decode(encoding)


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese_utf8(line: bytes) -> bool:
    """Whether a line is in UTF-8 beyond doubt; some words in GB18030 are, by chance, letters in UTF-8."""
    return _decodes(line, "utf-8") and any(character >= "\u2e80" for character in line.decode())
