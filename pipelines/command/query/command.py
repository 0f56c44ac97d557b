"""The command ``yusuan query``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.command.options import explained, refuse_missing_folder, settings_of, stop, warehouse_option

if TYPE_CHECKING:
    from pipelines.release.queries import PublishedWarehouse


@click.command()
@click.argument("sql")
@warehouse_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "records", "csv", "json"]),
    help="How to print the answer.  [default: table, where it does not fit the width records]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; its ending is the format: .csv (opens in Excel), .json, .xlsx or .parquet.",
)
def query(sql: str, warehouse_dir: Path | None, output_format: str | None, output: Path | None) -> None:
    """Ask the published warehouse in SQL, read-only.

    \b
    Examples: yusuan query "show tables"
              yusuan query "from disclosures" --output disclosures.xlsx

    Tables and records show every value whole: records have one field to a line. Where the output is
    piped, columns are as wide as they need to be, unless COLUMNS is set. NULL is written NULL, empty text is
    nothing; in CSV, NULL is nothing and empty text is "". Numbers in JSON and Parquet are exact, with all
    their digits: let your program read them as decimals. In Excel, a number of more than 15 digits is text.
    Control characters in a label are shown, not sent.

    Exit status: 0 the question was answered, also where no row was found; 2 it was not, and the reason is
    on standard error.
    """
    import duckdb

    from pipelines.command.query.question import NotAQuestion
    from pipelines.release.queries import PublishedWarehouse

    try:
        if output:
            _refuse_other_format(output, output_format)
            refuse_missing_folder(output)
        with PublishedWarehouse.open(settings_of(warehouse_dir)) as warehouse:
            if output:
                _write(warehouse, sql, output)
            else:
                _print(warehouse, sql, output_format or "table")
    except BrokenPipeError:
        raise
    except (duckdb.Error, NotAQuestion, OSError, ValueError) as error:
        stop(explained(error))


def _refuse_other_format(output: Path, output_format: str | None) -> None:
    from pipelines.command.query.files import format_of

    if output_format and output_format != format_of(output):
        stop(f"--format {output_format} does not match --output {output}: the ending decides the format.")


def _print(warehouse: PublishedWarehouse, sql: str, output_format: str) -> None:
    from pipelines.command.plain_text import terminal_width
    from pipelines.command.query import files, terminal
    from pipelines.command.query.question import ask

    answer = ask(warehouse, sql)
    if output_format in ("csv", "json"):
        lines = files.csv_lines(answer) if output_format == "csv" else files.json_lines(answer)
    else:
        layout = terminal.table_lines if output_format == "table" else terminal.record_lines
        lines = (f"{line}\n" for line in layout(answer.columns, answer.rows, terminal_width()))
    for line in lines:
        click.echo(line, nl=False)


def _write(warehouse: PublishedWarehouse, sql: str, output: Path) -> None:
    from pipelines.command.query import files
    from pipelines.command.query.question import ask, ask_for_arrow
    from pipelines.command.query.terminal import counted

    file_format = files.format_of(output)
    with files.written_whole(output) as unfinished:
        if file_format == "parquet":
            import pyarrow.parquet

            table = ask_for_arrow(warehouse, sql)
            pyarrow.parquet.write_table(table, unfinished)
            number = table.num_rows
        else:
            answer = ask(warehouse, sql)
            write = {"csv": files.write_csv, "json": files.write_json, "xlsx": files.write_xlsx}[file_format]
            write(answer, unfinished)
            number = len(answer.rows)
    click.echo(f"Written: {output} ({counted(number)})")
