"""What a kind of damage is made with: its own source of chance, intact files, and how large it may be."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType, ModuleType


@dataclass(frozen=True)
class Draw:
    """``pdfs``, ``texts`` and ``forms`` (packages and web pages) are the contents of intact files.

    ``xls`` is a workbook of records. ``most`` is the largest count of anything.
    """

    chance: random.Random
    pdfs: Sequence[bytes]
    texts: Sequence[bytes]
    forms: Sequence[bytes]
    xls: bytes
    most: int

    def pdf(self) -> bytes:
        """One of the intact PDFs."""
        return self.chance.choice(self.pdfs)

    def text(self) -> bytes:
        """One of the intact texts."""
        return self.chance.choice(self.texts)

    def package(self) -> bytes:
        """One of the intact packages."""
        return self.chance.choice([form for form in self.forms if form.startswith(b"PK")])

    def count(self, share: float = 1.0) -> int:
        """A large count: between a tenth and all of this share of the most."""
        most = max(10, int(self.most * share))
        return self.chance.randint(most // 10, most)


# Makes the bytes of one damaged file.
Kind = Callable[[Draw], bytes]


def kinds_of(module: ModuleType) -> dict[str, Kind]:
    """The kinds of damage of a module: its own public functions, in their order."""
    return {
        name: function
        for name, function in vars(module).items()
        if isinstance(function, FunctionType)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    }
