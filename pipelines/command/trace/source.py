"""The file that a figure was read from, and the lines of a text file around it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.raw_folder.archives import NotUnpacked, extract
from pipelines.raw_folder.fingerprints import sha256_of_file
from pipelines.raw_folder.names import located
from pipelines.readers.text.decoding import decode
from pipelines.readers.text.rows import clean
from pipelines.reading.privacy import mask_after_label, mask_text


class SourceUnavailable(Exception):
    """The file a figure was read from is gone, has changed, or cannot be shown."""


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line of a text file as pieces of text; a piece that is marked is the cell."""

    number: int
    pieces: tuple[tuple[str, bool], ...]


def find_source(raw_dir: Path, source_files: Iterable[str], content_sha256: str) -> Path:
    """The first of the recorded files whose bytes are still those that were read.

    A file in an archive is taken out of it, to a folder that is removed when the program ends. Raises
    :class:`SourceUnavailable`, in words a person can act on.
    """
    paths = [_on_disk(*located(raw_dir, name)) for name in source_files]
    present = [path for path in paths if path.is_file()]
    if not present:
        names = " or ".join(str(path) for path in paths)
        raise SourceUnavailable(
            f"The source file is not there: {names}. Name the folder of disclosures that the warehouse was "
            "built from with --raw-dir."
        )
    found = {}
    for path in present:
        found[path] = sha256_of_file(path)
        if found[path] == content_sha256:
            return path
    path, sha256 = next(iter(found.items()))
    raise SourceUnavailable(
        f"{path} is not the file that was read: its sha256 is {sha256}, the warehouse was built from "
        f"{content_sha256}. Run `yusuan build` to read the new file, or name the folder with the former one "
        "with --raw-dir."
    )


def _on_disk(file: Path, in_archive: str) -> Path:
    """The path of a document; where its archive does not hold it any more, one that is not there."""
    if not in_archive:
        return file
    place = hashlib.sha256(f"{file}/{in_archive}/{file.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    folder = Path(_unpacked().name) / place
    folder.mkdir(exist_ok=True)
    with suppress(NotUnpacked, OSError):
        return next(folder.iterdir(), None) or extract(file, in_archive, folder)
    return file / in_archive


@cache
def _unpacked() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="yusuan-archive-")


def read_source_lines(path: Path) -> list[str]:
    """The lines of a text file as its reader counts them."""
    return decode(path.read_bytes())[0].splitlines()


def source_excerpt(
    lines: Sequence[str], source_line: int, raw_text: str, nth: int | None = None, context: int = 2
) -> list[ExcerptLine]:
    """The line of a cell, and of each further line of its text, with ``context`` lines before and after.

    Where several cells of the line hold the same text, ``nth`` (from 0) is the one; None marks all of them.
    A line in which the text is not found is marked as a whole. Personal data are masked as in the warehouse.
    """
    texts = raw_text.split("\n")
    last = source_line + len(texts) - 1
    excerpt: list[ExcerptLine] = []
    before = ""
    for number in range(max(1, source_line - context), min(len(lines), last + context) + 1):
        fields = lines[number - 1].split("\t")
        is_cell = source_line <= number <= last
        marked = _marked_fields(fields, texts[number - source_line], nth) if is_cell else set()
        pieces: list[tuple[str, bool]] = []
        for index, field in enumerate(fields):
            if index:
                pieces.append(("\t", False))
            if index in marked:
                pieces.append((field, True))
            else:
                pieces.append((mask_after_label(before, mask_text(field)), False))
            before = clean(field) or before
        excerpt.append(ExcerptLine(number, tuple(pieces)))
    return excerpt


def _marked_fields(fields: Sequence[str], text: str, nth: int | None) -> set[int]:
    same = [index for index, field in enumerate(fields) if clean(field) == text]
    if not same:
        return set(range(len(fields)))
    return set(same) if nth is None or nth >= len(same) else {same[nth]}
