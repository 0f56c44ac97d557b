"""A trace for people: the chain from the figure to the printed cell, and the picture of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from pipelines.command.plain_text import labelled, printable, terminal_width
from pipelines.command.trace.chain import Address, Fact, find_disclosure, find_fact, find_identities
from pipelines.command.trace.neighbours import Neighbours, PrintedCell, find_neighbours
from pipelines.command.trace.source import SourceUnavailable, find_source, read_source_lines, source_excerpt
from pipelines.command.trace.wording import (
    Lines,
    Speech,
    address_lines,
    caption_lines,
    disclosure_lines,
    fact_lines,
    header_path,
    identity_lines,
)
from pipelines.readers import draws_pages
from pipelines.readers.document import Box
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings


def trace_figure(
    settings: Settings, key: str, output: Path | None = None, language: str = "en"
) -> Path | None:
    """Print the chain of a figure; returns the picture of its page, or None where the source is text.

    Raises LookupError for a key or disclosure that the warehouse does not know, FileNotFoundError where
    there is no warehouse, :class:`SourceUnavailable` after the chain where the file cannot be shown.
    """
    with PublishedWarehouse.open(settings) as warehouse:
        speech = Speech(warehouse, language)
        fact = find_fact(warehouse, key)
        disclosure = find_disclosure(warehouse, fact.address.disclosure_key)
        is_amount = fact.table == "fct_published_amounts"
        identities = find_identities(warehouse, key) if is_amount else None
    header = header_path(fact.values)
    neighbours = find_neighbours(settings.build_file, fact.address, header)
    _print_section(speech.say("figure"), fact_lines(fact, speech))
    _print_section(speech.say("published_by"), disclosure_lines(disclosure, speech))
    _print_section(speech.say("printed_at"), address_lines(fact.address, neighbours, header, speech))
    if is_amount:
        title = speech.say("identities") + (f" ({len(identities)})" if identities else "")
        _print_section(title, identity_lines(identities, speech))
    path = find_source(settings.raw_dir, [disclosure["source_file"]], disclosure["content_sha256"])
    if not draws_pages(disclosure["media_type"]):
        _print_excerpt(path, fact.address, neighbours)
        return None
    return _write_picture(path, fact, disclosure, neighbours, output or Path(f"{key}.png"), speech)


def boxes_on(page_no: int, cells: Iterable[PrintedCell]) -> list[Box]:
    """Boxes of the cells that are on a page."""
    return [cell.box for cell in cells if cell.box is not None and cell.page_no == page_no]


def position_in_line(address: Address, row: Sequence[PrintedCell]) -> int | None:
    """Before how many cells of equal text in its line (from 0) the figure is; None for an unknown row."""
    if not row:
        return None
    return sum(
        cell.source_line == address.source_line
        and cell.text == address.raw_text
        and cell.col_no < address.col_no
        for cell in row
    )


def _print_section(title: str, lines: Lines) -> None:
    click.secho(f"\n{title}", bold=True)
    shown = [("  " + printable(label), printable(text)) for label, text in lines]
    for line in labelled(shown, terminal_width()):
        click.echo(line)


def _print_excerpt(path: Path, address: Address, neighbours: Neighbours) -> None:
    if address.source_line is None:
        raise SourceUnavailable(f"The warehouse does not say on which line of {path} the figure is.")
    excerpt = source_excerpt(
        read_source_lines(path),
        address.source_line,
        address.raw_text,
        position_in_line(address, neighbours.row),
    )
    click.secho("\n" + printable(str(path)), bold=True)
    shown = []
    for line in excerpt:
        pieces = ((piece.replace("\t", " │ "), marked) for piece, marked in line.pieces)
        text = "".join(f"»{piece.strip()}«" if marked else piece for piece, marked in pieces)
        shown.append((f"{line.number:>6}", printable(text)))
    for text in labelled(shown, terminal_width()):
        click.echo(text)


def _write_picture(
    path: Path,
    fact: Fact,
    disclosure: Mapping[str, Any],
    neighbours: Neighbours,
    output: Path,
    speech: Speech,
) -> Path:
    from pipelines.command.trace.page import laid_out_page, page_picture, repeated_header_boxes
    from pipelines.command.trace.picture import SCALE, draw_address, save_picture
    from pipelines.readers.fonts import writes_chinese

    address = fact.address
    drawn = speech if writes_chinese() else speech.in_english()
    page = laid_out_page(path, address, neighbours.row, SCALE)
    frame: Box | None = None
    row_boxes: list[Box] = []
    header_boxes: list[Box] = []
    if page is None:
        page = page_picture(path, address.page_no, SCALE)
        frame, row_boxes = address.box, boxes_on(address.page_no, neighbours.row)
        header_boxes = boxes_on(address.page_no, neighbours.header)
        if neighbours.header and not header_boxes and frame is not None:
            texts = [cell.text for cell in neighbours.header]
            header_boxes = repeated_header_boxes(path, address.page_no, frame, texts)
    picture = draw_address(
        page,
        frame,
        row_boxes,
        header_boxes,
        caption="\n".join(caption_lines(disclosure, fact, drawn, with_chinese=writes_chinese())),
        legend=(drawn.say("the_cell"), drawn.say("its_row"), drawn.say("its_header")),
    )
    save_picture(picture, output, "\n".join(caption_lines(disclosure, fact, speech)))
    click.echo(f"\n{speech.say('picture')}: {printable(str(output))}")
    return output
