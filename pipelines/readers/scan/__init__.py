"""Reads scans: pictures of pages, alone or in a PDF, by text recognition (``pip install yusuan[ocr]``).

A picture becomes print as a PDF has it, glyphs and rulings in points, and is read as such from there on:

1. ``straight``: the page upright and not askew; ``paper``: its ink without stamps and watermarks.
2. ``rulings``: runs of ink longer than strokes, ``dashed`` also with gaps; the grids that they make say where
   cells are.
3. ``lines``: the lines of text in each cell, by their ink; outside of tables they are found by a model.
4. ``reading``: what each line says; ``figures``: figures are read twice, and are unknown where both differ;
   ``lone``: what a character alone is.
5. ``glyphs``: characters with boxes.

``engine`` runs the models, ``page`` reads one page, ``reader`` reads files that are pictures, and ``render``
draws them for people. Only ``reader`` and ``render`` are imported without the extra.
"""

from pipelines.readers.scan.reader import read_picture
from pipelines.readers.scan.render import render_page

__all__ = ["read_picture", "render_page"]
