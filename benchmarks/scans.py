"""Whether scans give the cells and facts of the print: tables of each document, printed, scanned and read.

``python benchmarks/scans.py FOLDER [--forms scan_150 …] [--tables N] [--skip N] [--files N]`` takes a few
tables of each document. Texts are printed in 8 points in the font that ``YUSUAN_CJK_FONT`` names, and left
out without it; of PDFs the pages are taken. One warehouse is built of these prints and their scans. For each
form it prints

- cells: those of the print, and how many the scan has with the same text in the same order;
- facts: published amounts of the print, and how many the scan has with the same coordinates;
- wrong: published amounts of the scan that the page does not print, and how many of them are ``verified``.

The width of brackets, colons and the like is no difference: it cannot be told from a picture.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import duckdb
import pypdfium2 as pdfium

sys.path += [
    str(Path(__file__).parent),
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[1] / "tests"),
]

from forms import pdf, scan
from same_facts import Facts, compare

from pipelines.readers import read_document
from pipelines.readers.document import Document, Line, Table

# Form -> dots an inch, and degrees.
FORMS = {
    "scan_150": (150, 0.0),
    "scan_150_slanted": (150, 0.7),
    "scan_200": (200, 0.0),
    "scan_200_slanted": (200, 0.7),
}
# Print of 9 points becomes 8.
SCALE = 8 / 9
# Tables with more rows are left out: they say the same on more pages.
MOST_ROWS = 50
# Lines of the cover, and lines that are taken with each table.
COVER, ABOVE = 3, 4
SAME = str.maketrans("：（），“”；", ':(),"";')


def print_sample(original: Path, target: Path, count: int, skip: int) -> None:
    """Print some tables of a document with the lines above them, and what stands first in it."""
    document = read_document(original)
    tables = [table for table in document.tables if 2 < table.row_count <= MOST_ROWS]
    numbers = {tables[(n * len(tables) // count + skip) % len(tables)].table_no for n in range(count)}
    if original.suffix == ".pdf":
        chosen = {table.page_first for table in document.tables if table.table_no in numbers}
        with pdfium.PdfDocument(original) as source, pdfium.PdfDocument.new() as sample:
            sample.import_pages(source, sorted({0, *(page_no - 1 for page_no in chosen)}))
            sample.save(target)
    else:
        pdf.write(_sample(document, numbers), target, SCALE)


def _sample(document: Document, numbers: set[int]) -> Document:
    lines: list[Line] = list(document.lines[:COVER])
    tables: list[Table] = []
    before = COVER
    for table in document.tables:
        if table.table_no in numbers:
            lines += document.lines[max(before, table.after_line_no - ABOVE) : table.after_line_no]
            tables.append(replace(table, after_line_no=len(lines)))
        before = max(before, table.after_line_no)
    return replace(document, lines=tuple(lines), tables=tuple(tables))


def cells_right(connection: duckdb.DuckDBPyConnection, cells: str, sample: str, other: str) -> Counter[str]:
    """How many cells the sample has, and how many of them a scan has with the same text in the same order."""
    rows = connection.execute(
        "select disclosures.source_file, cells.page_no, cells.text "
        f"from read_parquet('{cells}') as cells inner join marts.dim_disclosures as disclosures "
        "using (disclosure_key) where disclosures.source_file in (?, ?) "
        "order by cells.table_no, cells.row_no, cells.col_no",
        [sample, other],
    ).fetchall()
    pages: dict[int, tuple[list[str], list[str]]] = {}
    for file, page_no, text in rows:
        printed = re.sub(r"\s", "", text).translate(SAME)
        if printed:
            pages.setdefault(page_no, ([], []))[file == other].append(printed)
    counts: Counter[str] = Counter()
    for one, two in pages.values():
        counts["cells"] += len(one)
        counts["right"] += sum(
            block.size for block in SequenceMatcher(None, one, two, False).get_matching_blocks()
        )
    return counts


def wrong_amounts(connection: duckdb.DuckDBPyConnection, sample: str, other: str) -> Counter[str]:
    """How many amounts a scan has that its page does not print, by their verification."""
    rows = connection.execute(
        "select source_file, page_no, published_value, verification from marts.fct_published_amounts "
        "inner join marts.dim_disclosures using (disclosure_key) where source_file in (?, ?)",
        [sample, other],
    ).fetchall()
    print_of = {(page_no, value) for file, page_no, value, _ in rows if file == sample}
    return Counter(
        verification for file, page_no, value, verification in rows
        if file == other and (page_no, value) not in print_of
    )  # fmt: skip


def main() -> None:
    """Print, scan, build, compare, and print the counts."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--forms", nargs="*", default=list(FORMS), choices=list(FORMS))
    arguments.add_argument("--tables", type=int, default=4, help="of each document")
    arguments.add_argument("--skip", type=int, default=0, help="takes as many tables later ones")
    arguments.add_argument("--files", type=int, default=1000)
    arguments.add_argument("--keep", type=Path, help="a folder for prints, scans and warehouse")
    chosen = arguments.parse_args()
    originals = sorted(path for path in chosen.folder.iterdir() if path.suffix in (".txt", ".pdf"))
    if not pdf.available():
        print(f"{pdf.FONT_VARIABLE} names no font: texts are left out.")
        originals = [path for path in originals if path.suffix == ".pdf"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        names = [f"{path.stem}.pdf" for path in originals[: chosen.files]]
        for form in ("print", *chosen.forms):
            (folder / "raw" / form).mkdir(parents=True, exist_ok=True)
        for original, name in zip(originals, names, strict=False):
            print_sample(original, folder / "raw" / "print" / name, chosen.tables, chosen.skip)
            for form in chosen.forms:
                dpi, angle = FORMS[form]
                scan.write(folder / "raw" / "print" / name, folder / "raw" / form / name, dpi, angle)
        build = ["build", "--raw-dir", str(folder / "raw"), "--warehouse-dir", str(folder / "warehouse")]
        command = [sys.executable, "-m", "pipelines", *build]
        subprocess.run(command, check=True, stdout=sys.stderr, env={**os.environ, "YUSUAN_OCR": "on"})
        with duckdb.connect(str(folder / "warehouse" / "disclosures.duckdb"), read_only=True) as connection:
            show(
                connection,
                f"{folder}/warehouse/build/segments/raw/segment-*/cells.parquet",
                names,
                chosen.forms,
            )


def show(
    connection: duckdb.DuckDBPyConnection, cells: str, names: Iterable[str], forms: Iterable[str]
) -> None:
    """One line for each form and file, and the sums of each form."""
    sums: dict[str, Counter[str]] = {}
    for each in compare(
        connection, {(name, form): f"{form}/{name}" for form in forms for name in names}, "print/"
    ):
        pair = f"print/{each.file}", f"{each.form}/{each.file}"
        wrong = wrong_amounts(connection, *pair)
        counts = cells_right(connection, cells, *pair)
        counts.update(
            facts=each.original.total(),
            same=(_plain(each.original) & _plain(each.other)).total(),
            wrong=wrong.total(),
            verified=wrong["verified"],
        )
        sums.setdefault(each.form, Counter()).update(counts)
        print(f"{each.form:16} {each.file:50.50} {_counted(counts)}")
    for form, counts in sums.items():
        print(f"{form:16} {'all':50} {_counted(counts)}")


def _plain(facts: Facts) -> Facts:
    """Facts with signs of one width in their labels."""
    plain: Facts = Counter()
    for fact, count in facts.items():
        plain[tuple(part.translate(SAME) if isinstance(part, str) else part for part in fact)] += count
    return plain


def _counted(counts: Counter[str]) -> str:
    names = ("cells", "right", "facts", "same", "wrong", "verified")
    shares = [
        100 * counts[part] / max(1, counts[whole]) for part, whole in (("right", "cells"), ("same", "facts"))
    ]
    return "  ".join(f"{name} {counts[name]:>5,}" for name in names) + "   {:.1f} % {:.1f} %".format(*shares)


if __name__ == "__main__":
    main()
