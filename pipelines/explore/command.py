"""The commands ``yusuan explore`` and ``yusuan site``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

_FOLDER = click.Path(path_type=Path, file_okay=False)
_warehouse = click.option(
    "--warehouse-dir", type=_FOLDER, help="Folder of the warehouse.  [default: data/warehouse]"
)
_raw = click.option(
    "--raw-dir",
    type=_FOLDER,
    help="Folder that the warehouse was built from.  [default: data/raw]",
)


@click.command()
@_warehouse
@_raw
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def explore(warehouse_dir: Path | None, raw_dir: Path | None, port: int, no_browser: bool) -> None:
    """Look at the published warehouse in a browser, on this machine only.

    The pages read one release; when a new one is published, the next page shows it. Stop with Ctrl+C.
    """
    import threading
    import webbrowser

    import uvicorn

    from pipelines.explore.application import make_application
    from pipelines.settings import load_settings

    try:
        settings = load_settings(raw_dir, warehouse_dir)
    except ValueError as error:
        _stop(str(error))
    if not settings.published_file.exists():
        _stop(f"There is no warehouse at {settings.published_file}. Build it with `yusuan build`.")
    address = f"http://127.0.0.1:{port}/"
    click.echo(f"Explorer: {address}  (stop with Ctrl+C)")
    if not no_browser:
        threading.Timer(0.8, webbrowser.open, [address]).start()
    uvicorn.run(
        make_application(settings), host="127.0.0.1", port=port, log_level="warning", server_header=False
    )


@click.command()
@click.argument("folder", type=_FOLDER)
@_warehouse
@_raw
def site(folder: Path, warehouse_dir: Path | None, raw_dir: Path | None) -> None:
    """Write the pages of all disclosures and findings as a static site into FOLDER.

    Chinese pages stand in FOLDER itself, English ones in its folder en. All links are relative.
    """
    from pipelines.explore.site import write_site
    from pipelines.settings import load_settings

    try:
        count = write_site(load_settings(raw_dir, warehouse_dir), folder)
    except (OSError, ValueError) as error:
        _stop(str(error))
    click.echo(f"Written: {count:,} pages, start with {folder / 'index.html'}")


def _stop(message: str) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(2)
