"""Reads an OFD file: its pages as ink, by the finders of the PDF reader."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.media_types import OFD
from pipelines.readers.ofd.objects import POINTS, add_objects, numbers_of
from pipelines.readers.ofd.package import (
    Element,
    Package,
    child,
    children,
    damaged,
    joined_name,
    name_of,
    text_at,
)
from pipelines.readers.pdf.ink.matrix import Matrix
from pipelines.readers.placed import PlacedPage, document_of_pages
from pipelines.readers.placed.drawing import draw_placed_page

# The size of a page (millimetres) where the file states none: A4.
_A4 = [0.0, 0.0, 210.0, 297.0]
# A file that claims more pages is not believed.
_BELIEVED_PAGES = 2_000


def read_ofd(path: Path) -> Document:
    """Read an OFD file as lines and tables; documents in one file follow each other.

    Raises :class:`UnreadableDocument` with the reason ``damaged``, ``encrypted``, ``too_large``,
    ``empty_file`` or ``image_only``.
    """
    with Package(path) as package:
        return document_of_pages(_pages(package), OFD, "ofd")


def render_page(path: Path, page_no: int, scale: float = 1.0) -> Image.Image:
    """The page as a picture; a point ``(x, y)`` of a :class:`Box` is pixel ``(x * scale, y * scale)``.

    Raises IndexError where there is no such page, and what :func:`read_ofd` raises.
    """
    with Package(path) as package:
        for number, page in enumerate(_pages(package), 1):
            if number == page_no:
                return draw_placed_page(page, scale)
    raise IndexError(f"the document has no page {page_no}")


def _pages(package: Package) -> Iterator[PlacedPage]:
    root = package.xml("OFD.xml")
    if root is None:
        raise damaged("OFD.xml is missing or broken")
    if child(root, "Encryptions") is not None or package.xml("Encryptions.xml") is not None:
        raise UnreadableDocument(
            "encrypted", "The OFD file is encrypted. Ask the publisher for one that is not."
        )
    count = 0
    for body in children(root, "DocBody"):
        name = joined_name("", text_at(body, "DocRoot"))
        document = package.xml(name)
        if document is None:
            raise damaged(f"{name} is missing or broken")
        folder = posixpath.dirname(name)
        for page in children(child(document, "Pages"), "Page"):
            count += 1
            if count > _BELIEVED_PAGES:
                raise damaged(f"it claims more than {_BELIEVED_PAGES:,} pages")
            yield _page(package, document, folder, page)
    if not count:
        raise damaged("it has no pages")


def _page(package: Package, document: Element, folder: str, reference: Element) -> PlacedPage:
    """One page with its templates below or above it, and a word where one of their files is not whole."""
    package.broken.clear()
    name = joined_name(folder, reference.get("BaseLoc", ""))
    content = package.xml(name)
    if content is None or name_of(content) != "Page":
        return PlacedPage(0.0, 0.0, lost=f"It is missing or broken ({name}). Export the file again.")
    area = text_at(content, "Area", "PhysicalBox") or text_at(
        document, "CommonData", "PageArea", "PhysicalBox"
    )
    box = numbers_of(area)
    x, y, width, height = box if len(box) == 4 and box[2] > 0 and box[3] > 0 else _A4
    page = PlacedPage(width * POINTS, height * POINTS)
    matrix: Matrix = (POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS)
    below, above = _templates(package, document, folder, content)
    for layers in (*below, child(content, "Content"), *above):
        if layers is not None:
            add_objects(page, layers, matrix)
    if package.broken:
        page.lost = f"It is not whole ({', '.join(sorted(package.broken))}). Export the file again."
    return page


def _templates(
    package: Package, document: Element, folder: str, content: Element | None
) -> tuple[list[Element | None], list[Element | None]]:
    """What the templates of a page hold, those below its content and those above it."""
    known = {each.get("ID"): each for each in children(child(document, "CommonData"), "TemplatePage")}
    below: list[Element | None] = []
    above: list[Element | None] = []
    for use in children(content, "Template"):
        template = known.get(use.get("TemplateID"))
        if template is None:
            package.broken.add(f"template {use.get('TemplateID')}")
            continue
        name = joined_name(folder, template.get("BaseLoc", ""))
        root = package.xml(name)
        if root is not None and name_of(root) != "Page":
            package.broken.add(name)
        held = child(root, "Content")
        order = use.get("ZOrder") or template.get("ZOrder") or "Background"
        (above if order == "Foreground" else below).append(held)
    return below, above
