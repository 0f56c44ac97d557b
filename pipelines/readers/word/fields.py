"""Fields: a code that computes a text, and the text that it computed last, which is what is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.readers.word.names import Element, w

# A number in a circle, put together of both.
_CIRCLED = re.compile(
    r"\AEQ\s*\\o\s*(?:\\a[clr])?\s*[(（]\s*[○〇◯]\s*[,，;；]\s*(\d{1,2})\s*[)）]", re.IGNORECASE
)
UNKNOWN = "\ufffd"


@dataclass
class _Field:
    code: str = ""
    has_result: bool = False


class Fields:
    """The fields that are open while the text is read; one may go over several paragraphs."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def in_code(self) -> bool:
        """Whether the text that is read now belongs to a code, which is not shown."""
        return any(not field.has_result for field in self._open)

    def add_code(self, text: str) -> None:
        """Note a part of the code of the innermost field."""
        if self._open and not self._open[-1].has_result:
            self._open[-1].code += text

    def mark(self, element: Element) -> str:
        """Begin a field, its result, or end it; what is shown for a field without a result is returned."""
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._open.append(_Field())
        elif self._open and kind == "separate":
            self._open[-1].has_result = True
        elif self._open and kind == "end":
            field = self._open.pop()
            return "" if field.has_result or self.in_code else _shown(field.code.strip())
        return ""

    def end_paragraph(self) -> None:
        """Forget fields without a result: a code is no longer than a paragraph, and its end may be lost."""
        self._open = [field for field in self._open if field.has_result]


def _shown(code: str) -> str:
    """A formula was never computed; codes of other fields without a result show nothing."""
    circled = _CIRCLED.match(code)
    if circled:
        number = int(circled[1])
        return chr(ord("①") + number - 1) if 1 <= number <= 20 else circled[1]
    return UNKNOWN if code.startswith("=") or code.upper().startswith("EQ ") else ""
