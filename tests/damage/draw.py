"""What a kind of damage is made with: its own source of chance, intact files, and how large it may be."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Draw:
    """``pdfs`` and ``texts`` are the contents of intact files. ``most`` is the largest count of anything."""

    chance: random.Random
    pdfs: Sequence[bytes]
    texts: Sequence[bytes]
    most: int

    def pdf(self) -> bytes:
        """One of the intact PDFs."""
        return self.chance.choice(self.pdfs)

    def text(self) -> bytes:
        """One of the intact texts."""
        return self.chance.choice(self.texts)

    def count(self, share: float = 1.0) -> int:
        """A large count: between a tenth and all of this share of the most."""
        most = max(10, int(self.most * share))
        return self.chance.randint(most // 10, most)


# Makes the bytes of one damaged file.
Kind = Callable[[Draw], bytes]
Kinds = Mapping[str, Kind]
