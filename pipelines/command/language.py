"""The language of the person at the terminal: Chinese or English."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping

from pipelines.command.dictionary import both_languages

LANGUAGES = ("zh", "en")
# In the order in which POSIX asks them.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
# A sentence ends before the mark; the names of columns have one as well.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+/\s+(?=\S*[\u3400-\u9fff“《])")


def user_language(choice: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """``zh`` or ``en``: the one asked for, else that of ``LC_ALL``, ``LC_MESSAGES``, ``LANG``."""
    if choice in LANGUAGES:
        return choice
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if named is None:
        # Windows sets none of them.
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def in_language(text: str | None, language: str) -> str:
    """The part of a text that is kept as ``English. / 中文。``; the whole where it has one part."""
    text = text or ""
    sentences = _BETWEEN_SENTENCES.split(text, maxsplit=1)
    english, chinese = sentences if len(sentences) == 2 else both_languages(text)
    return (chinese or english) if language == "zh" else (english or chinese)
