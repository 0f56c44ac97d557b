"""The commands ``yusuan explore`` and ``yusuan site``."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.command.options import FOLDER, raw_option, settings_of, stop, warehouse_option

# Links in the warehouse lead here (macro trace_link of the dbt project).
PORT = 8765


@click.command()
@warehouse_option
@raw_option
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def explore(warehouse_dir: Path | None, raw_dir: Path | None, port: int, no_browser: bool) -> None:
    """Look at the published warehouse in a browser, on this machine only.

    The pages read one release; when a new one is published, the next page shows it. Stop with Ctrl+C.
    """
    import threading
    import webbrowser

    import uvicorn

    from pipelines.explore.application import make_application

    settings = settings_of(warehouse_dir, raw_dir)
    if not settings.published_file.exists():
        stop(f"There is no warehouse at {settings.published_file}. Build it with `yusuan build`.")
    address = f"http://127.0.0.1:{port}/"
    click.echo(f"Explorer: {address}  (stop with Ctrl+C)")
    if not no_browser:
        threading.Timer(0.8, webbrowser.open, [address]).start()
    uvicorn.run(
        make_application(settings), host="127.0.0.1", port=port, log_level="warning", server_header=False
    )


@click.command()
@click.argument("folder", type=FOLDER)
@warehouse_option
@raw_option
def site(folder: Path, warehouse_dir: Path | None, raw_dir: Path | None) -> None:
    """Write the pages of all disclosures and findings as a static site into FOLDER.

    Chinese pages are in FOLDER itself, English ones in its folder en. All links are relative.
    """
    from pipelines.explore.site import write_site

    settings = settings_of(warehouse_dir, raw_dir)
    try:
        count = write_site(settings, folder)
    except (OSError, ValueError) as error:
        stop(str(error))
    click.echo(f"Written: {count:,} pages, start with {folder / 'index.html'}")
