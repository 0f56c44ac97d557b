"""The text of a paragraph as it is shown: without codes, without what was deleted, with its number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pipelines.readers.document import HiddenText
from pipelines.readers.marks import raised
from pipelines.readers.word.fields import Fields
from pipelines.readers.word.graphics import Graphics, graphics_of
from pipelines.readers.word.names import (
    ALTERNATE,
    CONTAINERS,
    DELETED_TEXT,
    RUN,
    TEXT,
    Element,
    chosen_of,
    w,
)
from pipelines.readers.word.numbering import Numbering
from pipelines.readers.word.package import Package
from pipelines.readers.word.properties import (
    Chain,
    Styles,
    alignment,
    colours_are_alike,
    first,
    font_size,
    indentation,
    is_on,
    shading,
    value_of,
)
from pipelines.readers.word.signs import sign_of, struck

# As wide as a tab stop usually is.
_TAB = "    "
_FIXED = {
    w("tab"): _TAB,
    w("ptab"): _TAB,
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_GRAPHICS = frozenset((w("drawing"), w("pict"), w("object")))
_GONE = {w("del"): "deleted_text", w("moveFrom"): "moved"}
_FORMULA = frozenset(
    f"{{http://schemas.openxmlformats.org/officeDocument/2006/math}}{n}" for n in ("oMath", "oMathPara")
)
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PAPER = "FFFFFF"


@dataclass
class ShownParagraph:
    """The text of one paragraph, and what is drawn in it.

    ``indent`` is in points. ``goes_on`` says that the mark of its end cannot be seen, so that the text of the
    next paragraph is on the same line.
    """

    text: str = ""
    indent: float = 0.0
    alignment: str = "left"
    goes_on: bool = False
    graphics: Graphics = field(default_factory=Graphics)


@dataclass
class _Reading:
    """What is known while a paragraph is read: its style, the colour behind it, and its pieces so far.

    A piece is a text, with the reason why it cannot be seen, or "".
    """

    style: str
    paper: str | None
    pieces: list[tuple[str, str]] = field(default_factory=list)
    graphics: Graphics = field(default_factory=Graphics)
    size: float = 0.0


class Paragraphs:
    """Reads the paragraphs of a document in their order; ``hidden`` is what of them cannot be seen."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package.styles)
        self.hidden: list[HiddenText] = []
        self._numbering = Numbering(package.numbering, self.styles)
        self._fields = Fields()
        self._children: dict[str, Callable[[Element, _Reading, str], None]] = {
            RUN: self._run,
            ALTERNATE: self._alternate,
            **dict.fromkeys(CONTAINERS, self._inline),
            **dict.fromkeys(_FORMULA, self._formula),
        }

    def read(self, paragraph: Element, paper: str | None = "") -> ShownParagraph:
        """The paragraph as it is shown on that colour: "" is that of paper, None an unknown one."""
        chain = self.styles.of_paragraph(paragraph)
        own = paragraph.find(w("pPr"))
        style = self.styles.style_of(own)
        behind = shading(chain)
        reading = _Reading(style, paper if behind == "" else behind)
        self._inline(paragraph, reading, "")
        self._fields.end_paragraph()
        mark = [] if own is None else own.findall(w("rPr"))
        goes_on = any(is_on(mark, name) for name in ("del", "moveFrom", "vanish"))
        label, level = ("", None) if goes_on else self._numbering.label(chain, style)
        text = self._shown(reading.pieces)
        if level is not None:
            chain = [*([] if own is None else [own]), level, *chain[0 if own is None else 1 :]]
        size = reading.size or font_size(self.styles.of_run(paragraph, style))
        return ShownParagraph(
            label + text, indentation(chain, size), alignment(chain), goes_on, reading.graphics
        )

    def hide(self, text: str, reason: str) -> None:
        """Note a text that cannot be seen."""
        if text.strip() and reason != "moved":
            self.hidden.append(HiddenText(1, None, " ".join(text.split()), reason))

    def _shown(self, pieces: list[tuple[str, str]]) -> str:
        shown = ""
        for reason, group in groupby(pieces, key=lambda piece: piece[1]):
            text = "".join(piece for piece, _ in group)
            if reason:
                self.hide(text, reason)
            else:
                shown += text
        return shown

    def _inline(self, parent: Element, reading: _Reading, gone: str) -> None:
        """Read what is in a line; ``gone`` says why it is no longer there, if it is not."""
        for child in parent:
            if child.tag in _GONE:
                self._inline(child, reading, _GONE[child.tag])
            else:
                read = self._children.get(child.tag)
                if read is not None:
                    read(child, reading, gone)

    def _alternate(self, element: Element, reading: _Reading, gone: str) -> None:
        """The first choice, else what stands for it: both say the same."""
        chosen = chosen_of(element)
        if chosen is not None:
            self._inline(chosen, reading, gone)

    def _formula(self, element: Element, reading: _Reading, gone: str) -> None:
        reading.pieces.append(("".join(part.text or "" for part in element.iter(_FORMULA_TEXT)), gone))

    def _run(self, run: Element, reading: _Reading, gone: str) -> None:
        chain = self.styles.of_run(run, reading.style)
        reason = gone or _why_hidden(chain, reading.paper)
        text = "".join(self._pieces(run, chain, reading, reason))
        if text.strip() and not reason and not reading.size:
            reading.size = font_size(chain)
        if value_of(chain, "vertAlign") in ("superscript", "subscript"):
            text = raised(text, _shown_before(reading.pieces))
        if is_on(chain, "strike") or is_on(chain, "dstrike"):
            text = struck(text)
        if text:
            reading.pieces.append((text, reason))

    def _pieces(self, run: Element, chain: Chain, reading: _Reading, reason: str) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == w("fldChar"):
                yield self._fields.mark(child)
            elif tag == w("instrText"):
                self._fields.add_code(child.text or "")
            elif self._fields.in_code:
                continue
            elif tag in (TEXT, DELETED_TEXT):
                yield (child.text or "").replace("\n", " ")
            elif tag in _FIXED:
                yield _FIXED[tag]
            elif tag == w("sym"):
                yield sign_of(child)
            elif tag in _GRAPHICS and not reason:
                reading.graphics.add(graphics_of(child))
            elif tag == ALTERNATE and (chosen := chosen_of(child)) is not None:
                yield from self._pieces(chosen, chain, reading, reason)
            elif tag == w("ruby"):
                for base in child.findall(w("rubyBase")):
                    self._inline(base, reading, reason)


def _why_hidden(chain: Chain, paper: str | None) -> str:
    if is_on(chain, "vanish"):
        return "hidden_text"
    behind = shading(chain)
    paper = paper if behind == "" else behind
    if paper is None or value_of(chain, "highlight") not in ("", "none"):
        return ""
    colour = first(chain, "color")
    ink = "" if colour is None else colour.get(w("val"), "")
    return "colour_of_paper" if colours_are_alike(ink, paper or _PAPER) else ""


def _shown_before(pieces: list[tuple[str, str]]) -> str:
    return next((text for text, reason in reversed(pieces) if not reason and text), "")
