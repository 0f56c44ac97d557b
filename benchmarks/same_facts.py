"""Whether the same content gives the same facts in every form: documents written out in each, and compared.

``python benchmarks/same_facts.py FOLDER [--forms xlsx docx …] [--files N]`` writes every document of a folder
in each form, builds one warehouse of all of them, and prints for each form how many published amounts are the
same as those of the original (coordinates, value and unit; the address may differ), how many are missing, and
how many the original does not have.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from pipelines.readers import read_document

# Form -> the module that writes it, and the suffix of its files.
FORMS = {
    "xlsx": ("forms.xlsx", ".xlsx"),
    "xls": ("forms.xls", ".xls"),
    "ods": ("forms.ods", ".ods"),
    "docx": ("forms.docx", ".docx"),
    "doc": ("forms.doc", ".doc"),
    "rtf": ("forms.rtf", ".rtf"),
    "html": ("forms.html", ".html"),
    "positioned_html": ("forms.positioned_html", ".html"),
    "unruled_html": ("forms.unruled_html", ".html"),
    "ofd": ("forms.ofd", ".ofd"),
}
# Of a PDF these are written from its print, all others from what was read.
OF_PRINT = {"positioned_html", "ofd"}
COORDINATES = (
    "statement_code", "flow", "line_no", "line_label", "function_code", "department_economic_code",
    "government_economic_code", "unit_code", "project_code", "procurement_code", "row_role", "column_label",
    "fund_source", "nature", "basis", "fiscal_year", "measure", "published_value", "published_unit",
    "amount_yuan",
)  # fmt: skip
Facts = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Comparison:
    """The facts of one file in another form beside those of the original."""

    file: str
    form: str
    original: Facts
    other: Facts

    @property
    def missing(self) -> Facts:
        """Facts of the original that the other form does not give."""
        return self.original - self.other

    @property
    def extra(self) -> Facts:
        """Facts that only the other form gives."""
        return self.other - self.original


def write_forms(originals: Iterable[Path], forms: Iterable[str], folder: Path) -> dict[tuple[str, str], str]:
    """Write documents in forms; returns the name of each new file by original name and form.

    A form whose writer needs a program that is not there is left out.
    """
    written: dict[tuple[str, str], str] = {}
    for original in originals:
        document = read_document(original)
        for form in forms:
            name, suffix = FORMS[form]
            module = import_module(name)
            if not getattr(module, "available", lambda: True)():
                continue
            target = folder / form / f"{original.stem}{suffix}"
            target.parent.mkdir(exist_ok=True)
            is_print = form in OF_PRINT and original.suffix == ".pdf"
            module.write(original if is_print else document, target)
            written[original.name, form] = f"{form}/{target.name}"
    return written


def compare(
    connection: duckdb.DuckDBPyConnection,
    written: Mapping[tuple[str, str], str],
    originals: str = "originals/",
) -> list[Comparison]:
    """The facts of each form beside those of its original, of which ``originals`` is the folder."""
    facts: dict[str, Facts] = {}
    columns = ", ".join(f"facts.{name}" for name in COORDINATES)
    rows = connection.execute(
        f"select disclosures.source_file, {columns} from marts.fct_published_amounts as facts "
        "inner join marts.dim_disclosures as disclosures on facts.disclosure_key = disclosures.disclosure_key"
    ).fetchall()
    for file, *fact in rows:
        facts.setdefault(file, Counter())[tuple(fact)] += 1
    return [
        Comparison(original, form, facts.get(originals + original, Counter()), facts.get(name, Counter()))
        for (original, form), name in written.items()
    ]


def main() -> None:
    """Write, build, compare, and print the counts."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--forms", nargs="*", default=list(FORMS), choices=list(FORMS))
    arguments.add_argument("--files", type=int, default=1000)
    arguments.add_argument("--differences", type=int, default=0, help="how many to print for each file")
    chosen = arguments.parse_args()
    originals = sorted(path for path in chosen.folder.iterdir() if path.suffix in (".txt", ".pdf"))[
        : chosen.files
    ]
    with tempfile.TemporaryDirectory() as folder:
        raw_dir = Path(folder) / "raw"
        (raw_dir / "originals").mkdir(parents=True)
        for path in originals:
            (raw_dir / "originals" / path.name).symlink_to(path.resolve())
        written = write_forms(originals, chosen.forms, raw_dir)
        build = ["build", "--raw-dir", str(raw_dir), "--warehouse-dir", f"{folder}/warehouse"]
        subprocess.run([sys.executable, "-m", "pipelines", *build], check=True, stdout=sys.stderr)
        with duckdb.connect(f"{folder}/warehouse/disclosures.duckdb", read_only=True) as connection:
            show(compare(connection, written), chosen.differences)


def show(comparisons: Iterable[Comparison], differences: int) -> None:
    """One line for each file and form, and the sums of each form."""
    sums: dict[str, Counter[str]] = {}
    for each in comparisons:
        counts = Counter(
            facts=each.original.total(),
            equal=(each.original & each.other).total(),
            missing=each.missing.total(),
            extra=each.extra.total(),
        )
        sums.setdefault(each.form, Counter()).update(counts)
        print(f"{each.form:16} {each.file:50.50} {_counted(counts)}")
        for sign, facts in (("-", each.missing), ("+", each.extra)):
            for fact in list(facts)[:differences]:
                print(f"    {sign} {fact}")
    for form, counts in sums.items():
        print(f"{form:16} {'all':50} {_counted(counts)}")


def _counted(counts: Counter[str]) -> str:
    return "  ".join(f"{name} {counts[name]:>6,}" for name in ("facts", "equal", "missing", "extra"))


if __name__ == "__main__":
    main()
