"""The language of a command at the terminal, and what it calls a code."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from pipelines.release.queries import PublishedWarehouse

LANGUAGES = ("zh", "en")
_SEPARATOR = re.compile(r"\s+/\s+(?=[^/]*[\u3400-\u9fff])")
# A sentence ends before the mark; the names of columns have one as well.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+/\s+(?=\S*[\u3400-\u9fff“《])")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_option(command: click.decorators.FC) -> click.decorators.FC:
    """``--lang``."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        help="Chinese or English.  [default: Chinese where LANG begins with zh, else English]",
    )(command)


def user_language(chosen: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """The language that was chosen, else that of the locale, as POSIX reads it: ``zh`` or ``en``."""
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if named is None:
        # Windows sets none of them.
        named = locale.getlocale()[0] or ""
    return chosen or ("zh" if named.lower().startswith(("zh", "chinese")) else "en")


def both_languages(description: str) -> tuple[str, str]:
    """Split ``English. / 中文。``; what is missing is empty."""
    text = " ".join(description.split())
    parts = _SEPARATOR.split(text, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (text, "")


def in_language(text: str | None, language: str) -> str:
    """The part of a text that is kept as ``English. / 中文。``; the whole where it has one part."""
    text = text or ""
    sentences = _BETWEEN_SENTENCES.split(text, maxsplit=1)
    english, chinese = sentences if len(sentences) == 2 else both_languages(text)
    return (chinese or english) if language == "zh" else (english or chinese)


class Labels:
    """Labels of codes and rules in one language; a warehouse that has none gives the codes themselves."""

    def __init__(self, warehouse: PublishedWarehouse, language: str) -> None:
        self.language = language
        self._names: dict[tuple[str, str], tuple[str, str]] = {}
        self._add(warehouse, "dim_code_labels", "code_column", "code", "name")
        self._add(warehouse, "dim_statements", "'statement_code'", "statement_code", "name")
        self._add(warehouse, "dim_reconciliation_rules", "'rule_code'", "rule_code", "statement")

    def in_english(self) -> Self:
        """The same labels in English."""
        other = copy(self)
        other.language = "en"
        return other

    def of(self, column: str, code: str | None) -> str:
        """The label of a code; the code itself where it has none, and nothing for no code."""
        if not code:
            return ""
        names = self._names.get((column, code))
        return names[LANGUAGES.index(self.language)] if names else code

    def part(self, both: str | None) -> str:
        """The part in this language of a text that is in the warehouse as ``English. / 中文。``."""
        return in_language(both, self.language)

    def _add(self, warehouse: PublishedWarehouse, table: str, column: str, code: str, name: str) -> None:
        """Take the names of a table, where this release has it."""
        if {code, f"{name}_zh", f"{name}_en"} <= warehouse.columns_of(table):
            found = warehouse.rows(f"select {column}, {code}, {name}_zh, {name}_en from {table}")
            self._names |= {(column, code): (zh, en) for column, code, zh, en in found if zh and en}
