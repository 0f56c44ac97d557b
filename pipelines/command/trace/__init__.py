"""From a published figure back to the printed cell: the chain in words, and a picture of the page.

- ``chain`` finds the fact, its identities and its disclosure in the published warehouse;
- ``neighbours`` finds the cells of its row and its header in the private build file;
- ``source`` finds the file as it was read, and the lines of a text file;
- ``picture`` frames and tints; ``report`` prints, and puts the steps together.
"""

from pipelines.command.trace.chain import Address, Fact, find_fact
from pipelines.command.trace.neighbours import (
    Neighbours,
    PrintedCell,
    find_neighbours,
    header_cells,
    row_cells,
)
from pipelines.command.trace.picture import draw_address
from pipelines.command.trace.report import trace_figure
from pipelines.command.trace.source import SourceUnavailable, find_source, source_excerpt

__all__ = [
    "Address",
    "Fact",
    "Neighbours",
    "PrintedCell",
    "SourceUnavailable",
    "draw_address",
    "find_fact",
    "find_neighbours",
    "find_source",
    "header_cells",
    "row_cells",
    "source_excerpt",
    "trace_figure",
]
