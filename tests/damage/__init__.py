"""Damaged and hostile files by number, the same ones every time, so that what was found can be made again.

The kinds take turns: a run of numbers as long as their count has one file of each.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from damage import hostile_content, hostile_structure, markup, mutations, other_files
from damage.draw import Draw, kinds_of
from damage.intact import intact_forms, intact_pdfs, intact_texts

_PDF_KINDS = kinds_of(mutations) | kinds_of(hostile_structure) | kinds_of(hostile_content)
KINDS = _PDF_KINDS | kinds_of(other_files) | kinds_of(markup)
_SUFFIXES = (".pdf", ".txt", ".PDF", ".xlsx", ".doc", ".html", ".zip", ".png", "")
# A file has another suffix than that of its kind this often.
_WRONG_SUFFIX = 0.1


@dataclass(frozen=True)
class Intact:
    """The intact files that are damaged, and the largest count of anything in a damaged one."""

    pdfs: tuple[bytes, ...]
    texts: tuple[bytes, ...]
    forms: tuple[bytes, ...]
    xls: bytes
    most: int

    @staticmethod
    def small() -> Intact:
        """Files drawn here, for the tests."""
        return Intact(tuple(intact_pdfs()), tuple(intact_texts()), *intact_forms(), 20_000)

    @staticmethod
    def with_published(folder: Path) -> Intact:
        """With the published disclosures of a folder, for the nightly run."""
        return Intact(tuple(intact_pdfs(folder)), tuple(intact_texts(folder)), *intact_forms(), 1_000_000)


@dataclass(frozen=True)
class DamagedFile:
    """The name of a damaged file, which says its number and its kind, and its bytes."""

    name: str
    content: bytes


def damaged_file(number: int, intact: Intact) -> DamagedFile:
    """The damaged file with this number (from 0), made from these intact ones."""
    kind = list(KINDS)[number % len(KINDS)]
    chance = random.Random(number)
    content = KINDS[kind](Draw(chance, intact.pdfs, intact.texts, intact.forms, intact.xls, intact.most))
    usual = ".pdf" if kind in _PDF_KINDS else ".txt"
    suffix = chance.choice(_SUFFIXES) if chance.random() < _WRONG_SUFFIX else usual
    return DamagedFile(f"{number:05d}-{kind}{suffix}", content)
