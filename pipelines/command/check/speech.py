"""The words of a report in one language, and texts of other people's files made harmless."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.command.language import LANGUAGES, in_language
from pipelines.readers.document import Notice, page_ranges
from pipelines.release.queries import PublishedWarehouse

_WORDS = Path(__file__).with_name("words.toml")
# Marks that join letters of some scripts; all others of their class hide or reorder what is printed.
_JOINERS = "\u200c\u200d"


class Speech:
    """Words and labels of codes in one language, ``zh`` or ``en``."""

    def __init__(
        self, language: str, labels: Mapping[tuple[str, str], tuple[str, str]] | None = None
    ) -> None:
        self.language = language
        self._part = LANGUAGES.index(language)
        self._labels = labels or {}

    @classmethod
    def of(cls, warehouse: PublishedWarehouse, language: str) -> Speech:
        """With the labels of a warehouse; an older one has none, and codes stand for themselves."""
        if not warehouse.columns_of("dim_code_labels"):
            return cls(language)
        found = warehouse.rows(
            "select code_column, code, name_zh, name_en from dim_code_labels order by code_column, sort_order"
        )
        return cls(language, {(column, code): (zh, en) for column, code, zh, en in found})

    def say(self, key: str, **values: Any) -> str:
        """The words of a key. Raises KeyError for an unknown one."""
        text = _words()[key][self._part]
        return text.format(**values) if values else text

    def label(self, column: str, code: str | None) -> str:
        """The label of a code; the code itself where the warehouse has none."""
        names = self._labels.get((column, code or ""))
        return names[self._part] if names else one_line(code)

    def order(self, column: str, code: str) -> int:
        """The place of a code among those of its column; the last one for a code without label."""
        return next(
            (place for place, key in enumerate(self._labels) if key == (column, code)), len(self._labels)
        )

    def part(self, both: str | None) -> str:
        """The part in this language of a text with both."""
        return one_line(in_language(both, self.language))

    def notice(self, notice: Notice) -> str:
        """What the reader says of pages."""
        words = _words().get(f"notice_{notice.reason}", ["", ""])[self._part]
        text = words or one_line(notice.message)
        if not notice.pages:
            return text
        pages = self.say("page_of", page=page_ranges(notice.pages))
        return f"{pages}：{text}" if self.language == "zh" else f"{pages}: {text}"


@cache
def _words() -> Mapping[str, list[str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def one_line(text: str | None) -> str:
    """A text as one line that only shows itself.

    A label may hold an escape sequence that moves the cursor, or a mark that turns the order of letters
    round; control and format characters are shown as �, breaks of lines as a space.
    """
    shown = "".join(_shown(character) for character in text or "")
    return " ".join(shown.split())


def _shown(character: str) -> str:
    if character.isspace():
        return " "
    hides = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "\ufffd" if hides and character not in _JOINERS else character
