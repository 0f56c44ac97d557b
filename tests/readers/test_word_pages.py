"""A cell is shown on its page as LibreOffice lays it out, where that is installed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from forms import doc
from PIL import Image, ImageChops

from pipelines.readers.word.rendering import render_cell


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document whose second page repeats a figure of the first, and has it twice in one row."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    written = docx.Document()
    for page, rows in enumerate(([("a", "1.00", "2.00")], [("b", "2.00", "2.00"), ("c", "4.00", "5.00")])):
        if page:
            written.add_page_break()
        table = written.add_table(0, 3)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    written.save(str(tmp_path / "x.docx"))
    return tmp_path / "x.docx"


def frame(picture: Image.Image | None) -> tuple[int, int, int, int] | None:
    """Where the red lines are."""
    assert picture is not None
    red, green, _ = picture.split()
    return ImageChops.subtract(red, green).point(lambda value: 255 * (value > 100)).getbbox()


@pytest.mark.skipif(not doc.available(), reason="LibreOffice is not installed")
def test_a_figure_is_framed_on_the_page_and_in_the_column_where_it_stands(path: Path) -> None:
    first, second, third = (frame(render_cell(path, ("b", "2.00", "2.00"), index)) for index in range(3))
    assert first and second and third
    assert first[2] < second[0] < second[2] < third[0]
    assert first[1] < second[3]
    assert render_cell(path, ("2.00",), 0) is None, "it stands on both pages"
    assert render_cell(path, ("x", "9.00"), 1) is None, "it stands on none"


def test_without_libreoffice_there_is_no_picture(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.readers.word.conversion.converter", lambda: None)
    assert render_cell(path, ("b", "2.00", "2.00"), 1) is None
