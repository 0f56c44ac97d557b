"""Chinese or English: which one a reader wants, and the words and labels in it.

What the pages themselves say is in ``words.toml``; codes are labelled by the warehouse
(``dim_code_labels``, ``dim_report_names``), so that a code has the same name everywhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from pipelines.command.language import LANGUAGES, in_language
from pipelines.explore.release import Record, Release
from pipelines.release.queries import PublishedWarehouse

_WORDS = Path(__file__).with_name("words.toml")


def wanted_language(parameter: str | None, cookie: str | None, accepted: str | None) -> str:
    """The language of the address, else the one chosen before, else the first that the browser accepts."""
    for choice in (parameter, cookie):
        if choice in LANGUAGES:
            return choice
    for entry in (accepted or "").lower().split(","):
        language = entry.strip()[:2]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


@cache
def words() -> Mapping[str, list[str]]:
    """What the pages say, key -> [Chinese, English]."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


class Speech:
    """Words, labels of codes and names of columns in one language, for one release."""

    def __init__(self, language: str, release: Release) -> None:
        self.language = language
        self._part = LANGUAGES.index(language)
        self._codes = release.keep("code labels", lambda: _code_labels(release.warehouse()))
        self._columns = release.keep("column labels", lambda: _column_labels(release.warehouse()))

    def say(self, key: str, **values: Any) -> str:
        """The words of a key. Raises KeyError for an unknown one."""
        text = words()[key][self._part]
        return text.format(**values) if values else text

    def markup(self, key: str, **values: Any) -> Markup:
        """The words of a key with values that are escaped, or are markup themselves."""
        return Markup(escape(words()[key][self._part])).format(**values)

    def label(self, column: str, code: str | None) -> str:
        """The label of a code; the code itself where the warehouse has none."""
        code = code or ""
        names = self._codes.get((column, code))
        return names[self._part] if names else code

    def column(self, name: str) -> str:
        """The name of a column for the first row of a file; the name in the warehouse where it has none."""
        names = self._columns.get(name)
        return names[self._part] if names else name

    def name(self, row: Record, stem: str = "name") -> str:
        """A name that a row has in both languages; the Chinese one where there is no English one."""
        return row.get(f"{stem}_{self.language}") or row.get(f"{stem}_zh") or ""

    def part(self, both: str | None) -> str:
        """The part of a text that is in the warehouse as ``English. / 中文。``"""
        return in_language(both, self.language)


def _code_labels(warehouse: PublishedWarehouse) -> Mapping[tuple[str, str], tuple[str, str]]:
    found = warehouse.rows("select code_column, code, name_zh, name_en from dim_code_labels")
    return {(column, code): (zh, en) for column, code, zh, en in found}


def _column_labels(warehouse: PublishedWarehouse) -> Mapping[str, tuple[str, str]]:
    found = warehouse.rows(
        "select column_name, any_value(name_zh), any_value(name_en) from dim_report_names "
        "where column_name is not null group by column_name"
    )
    return {name: (zh, en) for name, zh, en in found}
