"""What the commands have in common: their options, and how they end with an error in words.

Exit statuses of all commands: 0 done; 2 not done, for a reason that is written to standard error.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import NoReturn

import click

from pipelines.command.plain_text import printable
from pipelines.settings import Settings, load_settings

FOLDER = click.Path(path_type=Path, file_okay=False)
EXIT_STATUSES = "Exit status: 0 done; 2 not done, the reason is on standard error."


def warehouse_option(command: click.decorators.FC) -> click.decorators.FC:
    """``--warehouse-dir``."""
    return click.option(
        "--warehouse-dir", type=FOLDER, help="Folder of the warehouse.  [default: data/warehouse]"
    )(command)


def raw_option(command: click.decorators.FC) -> click.decorators.FC:
    """``--raw-dir``, for commands that show what the warehouse was built from."""
    return click.option(
        "--raw-dir", type=FOLDER, help="Folder that the warehouse was built from.  [default: data/raw]"
    )(command)


def settings_of(
    warehouse_dir: Path | None, raw_dir: Path | None = None, workers: int | None = None
) -> Settings:
    """The settings of a command; stops with words where a ``YUSUAN_*`` variable is out of range."""
    try:
        return load_settings(raw_dir, warehouse_dir, workers)
    except ValueError as error:
        stop(str(error))


def stop(message: str) -> NoReturn:
    """End the command with exit status 2 and a message, whose lines are kept."""
    lines = (printable(line) for line in message.splitlines())
    click.echo("Error: " + "\n".join(lines), err=True)
    sys.exit(2)


_REMEDIES = {
    errno.EACCES: "Check its permissions, or name another.",
    errno.EPERM: "Check its permissions, or name another.",
    errno.EROFS: "Name a folder that can be written to.",
    errno.ENOSPC: "Free some space and run this again.",
    errno.ENOTDIR: "A part of this path is a file; name another.",
}


def explained(error: Exception) -> str:
    """What an error says; one of the system with its file first, and what to do."""
    if not isinstance(error, OSError) or not error.filename or not error.strerror:
        return str(error)
    return " ".join(filter(None, [f"{error.filename}: {error.strerror}.", _REMEDIES.get(error.errno or 0)]))


def refuse_missing_folder(output: Path) -> None:
    """Stop before the work where a file to write has no folder, or is a folder."""
    if output.is_dir():
        stop(f"{output} is a folder. Name a file in it.")
    if not output.parent.is_dir():
        stop(f"There is no folder {output.parent} for {output.name}. Create it, or name another file.")
