"""Run sqlfluff as its command line does, in two thirds of its time: ``run_sqlfluff.py lint PATH …``.

sqlfluff loads each file of macros twice for each file that it looks at: here all of them are in one file.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from pathlib import Path

from sqlfluff.cli.commands import cli

MACROS = Path("dbt_project/macros")
CONFIGURATION = "[sqlfluff:templater:jinja]\nload_macros_from_path = macros.sql\n"


def main() -> None:
    """Pass the arguments on, with another place of the macros."""
    command, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        configuration, macros = Path(folder) / "sqlfluff.cfg", Path(folder) / "macros.sql"
        texts = (file.read_text(encoding="utf-8") for file in sorted(MACROS.rglob("*.sql")))
        macros.write_text("\n".join(texts), encoding="utf-8")
        configuration.write_text(CONFIGURATION, encoding="utf-8")
        cli([command, "--disable-progress-bar", "--config", str(configuration), *arguments])


if __name__ == "__main__":
    main()
else:
    # A worker that main() has started: it makes millions of objects, and would look at all of them every 700.
    gc.set_threshold(500_000)
