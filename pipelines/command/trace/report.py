"""A trace for people: the chain from the figure to the printed cell, and the picture of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from pipelines.command.trace.chain import (
    Address,
    Fact,
    find_disclosure,
    find_fact,
    find_identities,
    statement_name,
)
from pipelines.command.trace.neighbours import Neighbours, PrintedCell, find_neighbours
from pipelines.command.trace.picture import DPI, SCALE, draw_address
from pipelines.command.trace.source import SourceUnavailable, find_source, read_source_lines, source_excerpt
from pipelines.readers.document import Box
from pipelines.readers.media_types import PDF
from pipelines.release.queries import PublishedWarehouse, print_table
from pipelines.settings import Settings

_CODES = (
    "function_code",
    "department_economic_code",
    "government_economic_code",
    "unit_code",
    "project_code",
    "procurement_code",
)
_MARK = "bold reverse"
_LINE_END = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\n[ \t]*(?=[\u2e80-\uffef])")
_Lines = list[tuple[str, Any]]


def trace_figure(settings: Settings, key: str, output: Path | None = None) -> Path | None:
    """Print the chain of a figure; returns the picture of its page, or None where the source is text.

    Raises LookupError for a key or disclosure that the warehouse does not know, FileNotFoundError where
    there is no warehouse, :class:`SourceUnavailable` after the chain where the file cannot be shown.
    """
    console = Console(highlight=False)
    with PublishedWarehouse.open(settings) as warehouse:
        fact = find_fact(warehouse, key)
        disclosure = find_disclosure(warehouse, fact.address.disclosure_key)
        _section(console, f"Figure {key}", fact_lines(fact, statement_name(warehouse, _code_of(fact))))
        if fact.table == "fct_published_amounts":
            _print_identities(console, find_identities(warehouse, key))
    neighbours = find_neighbours(settings.build_file, fact.address, fact.values.get("column_label") or "")
    _section(console, "Disclosure", disclosure_lines(disclosure))
    _section(console, "Address", address_lines(fact.address, neighbours))
    path = find_source(settings.raw_dir, [disclosure["source_file"]], disclosure["content_sha256"])
    if disclosure["media_type"] != PDF:
        _print_excerpt(console, path, fact.address, neighbours)
        return None
    return _write_picture(console, path, fact, neighbours, output or Path(f"{key}.png"))


def fact_lines(fact: Fact, statement: str) -> _Lines:
    """What the warehouse says of the figure, label by label; what it leaves open is left out."""
    values = fact.values
    if fact.table == "fct_unplaced_cells":
        return [("Unplaced", values.get("reason")), ("Statement", statement), ("Value", _value(values))]
    if fact.table == "fct_performance_targets":
        levels = [values.get(name) for name in ("level_1", "level_2", "indicator_name")]
        target = [_plain(values.get(name)) for name in ("operator", "target_value", "target_unit")]
        return [
            ("Target of", _joined([values.get("project_name"), values.get("project_code")], " ")),
            ("Indicator", _joined(levels, " / ")),
            ("Target", _joined([values.get("target_text")])),
            ("Reads as", _joined(target, " ")),
        ]
    line = _joined([_plain(values.get("line_no")), values.get("line_label")], "  ")
    codes = [f"{name.removesuffix('_code')} {values[name]}" for name in _CODES if values.get(name)]
    yuan = values.get("amount_yuan")
    return [
        ("Statement", _joined([statement, values.get("flow")])),
        ("Line", _joined([line, values.get("row_role")])),
        ("Codes", _joined(codes)),
        ("Column", values.get("column_label")),
        ("Value", _value(values) + (f"  =  {yuan:,} yuan" if yuan is not None else "")),
        ("Speaks of", _joined([values.get("basis"), _plain(values.get("fiscal_year"))], " ")),
        ("Fund source", values.get("fund_source")),
        ("Nature", values.get("nature")),
        ("Measure", values.get("measure")),
        ("Verification", values.get("verification")),
    ]


def disclosure_lines(disclosure: dict[str, Any]) -> _Lines:
    """Who published what, and in which file."""
    year_and_kind = [_plain(disclosure.get("fiscal_year")), disclosure.get("report_kind")]
    return [
        ("Organisation", disclosure.get("organization_name") or "unknown"),
        ("Year", _joined(year_and_kind, " ") or "unknown"),
        ("Title", disclosure.get("title")),
        ("File", disclosure["source_file"]),
        ("sha256", disclosure["content_sha256"]),
    ]


def address_lines(address: Address, neighbours: Neighbours) -> _Lines:
    """Where the figure is printed, and what is printed beside and above it."""
    place = f"page {address.page_no}, table {address.table_no}, row {address.row_no}, column {address.col_no}"
    if address.source_line is not None:
        place += f", line {address.source_line}"
    lines: _Lines = [("Place", place)]
    if address.box is not None:
        box = address.box
        lines.append(
            ("Box", f"({box.x0:.1f}, {box.top:.1f}) to ({box.x1:.1f}, {box.bottom:.1f}) points from top left")
        )
    lines.append(("Printed", _one_line(address.raw_text)))
    if neighbours.missing:
        lines.append(("Row, header", f"not shown: {neighbours.missing}"))
        return lines
    lines.append(("Row", _row_text(address, neighbours.row)))
    lines.append(
        ("Header", " / ".join(_one_line(cell.text) for cell in neighbours.header) or "none above it")
    )
    pages = sorted({cell.page_no for cell in neighbours.header} - {address.page_no})
    if pages:
        lines.append(("", f"The header was read on page {', '.join(map(str, pages))}."))
    return lines


def boxes_on(page_no: int, cells: Iterable[PrintedCell]) -> list[Box]:
    """Boxes of the cells that stand on a page."""
    return [cell.box for cell in cells if cell.box is not None and cell.page_no == page_no]


def position_in_line(address: Address, row: Sequence[PrintedCell]) -> int | None:
    """Before how many cells of equal text in its line (from 0) the figure stands; None for an unknown row."""
    if not row:
        return None
    return sum(
        cell.source_line == address.source_line
        and cell.text == address.raw_text
        and cell.col_no < address.col_no
        for cell in row
    )


def _print_identities(console: Console, identities: list[dict[str, Any]] | None) -> None:
    if identities is None:
        _section(
            console, "Identities", [("", "This release holds no identities yet (no fct_reconciliations).")]
        )
    elif not identities:
        _section(console, "Identities", [("", "It stands in none.")])
    else:
        rows = [tuple(_trimmed(value) for value in identity.values()) for identity in identities]
        print_table(list(identities[0]), rows, title=f"Identities ({len(rows)})")


def _print_excerpt(console: Console, path: Path, address: Address, neighbours: Neighbours) -> None:
    if address.source_line is None:
        raise SourceUnavailable(f"The warehouse does not say on which line of {path} the figure stands.")
    excerpt = source_excerpt(
        read_source_lines(path),
        address.source_line,
        address.raw_text,
        position_in_line(address, neighbours.row),
    )
    console.print(Text(f"\n{path}", style="bold"))
    for line in excerpt:
        text = Text(f"{line.number:>6}  ", style="dim")
        for piece, marked in line.pieces:
            shown = piece.replace("\t", " │ ")
            text.append(f"»{shown.strip()}«" if marked else shown, style=_MARK if marked else "not dim")
        console.print(text, soft_wrap=True)


def _write_picture(console: Console, path: Path, fact: Fact, neighbours: Neighbours, output: Path) -> Path:
    from pipelines.command.trace.page import page_picture, repeated_header_boxes

    address = fact.address
    page = page_picture(path, address.page_no, SCALE)
    header_boxes = boxes_on(address.page_no, neighbours.header)
    if neighbours.header and not header_boxes and address.box is not None:
        texts = [cell.text for cell in neighbours.header]
        header_boxes = repeated_header_boxes(path, address.page_no, address.box, texts)
    picture = draw_address(
        page,
        address.box,
        boxes_on(address.page_no, neighbours.row),
        header_boxes,
        caption=f"{fact.key}: page {address.page_no}, table {address.table_no}, row {address.row_no}, "
        f"column {address.col_no}",
    )
    picture.save(output, format="PNG", dpi=(DPI, DPI))
    console.print(Text(f"\nPicture: {output}"), soft_wrap=True)
    return output


def _section(console: Console, title: str, lines: _Lines) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True, min_width=12)
    grid.add_column(overflow="fold")
    for label, value in lines:
        if value not in (None, ""):
            grid.add_row(label, value if isinstance(value, Text) else Text(str(value)))
    console.print(Group(Text(f"\n{title}", style="bold"), grid))


def _row_text(address: Address, row: Sequence[PrintedCell]) -> Text:
    texts = [(cell.col_no, _one_line(cell.text), False) for cell in row]
    texts = sorted([*texts, (address.col_no, f"»{_one_line(address.raw_text)}«", True)])
    text = Text()
    for index, (_, shown, marked) in enumerate(texts):
        text.append(" │ " if index else "")
        text.append(shown, style=_MARK if marked else "")
    return text


def _code_of(fact: Fact) -> str | None:
    return fact.values.get("statement_code")


def _value(values: Any) -> str:
    value = _trimmed(values.get("published_value"))
    return _joined([_plain(value), values.get("published_unit")], " ")


def _joined(parts: Iterable[str | None], separator: str = " · ") -> str:
    return separator.join(part for part in parts if part)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{_trimmed(value):,}" if isinstance(value, Decimal) else str(value)


def _trimmed(value: Any) -> Any:
    """A decimal without the zeros that only its column's scale adds."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


def _one_line(text: str) -> str:
    """Lines of a cell as one; Chinese goes on without a space where a line ends."""
    return " ".join(_LINE_END.sub("", text).split())
