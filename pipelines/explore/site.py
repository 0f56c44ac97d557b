"""The disclosures and findings as files that need no server: relative links, both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from pipelines.command.trace.source import SourceUnavailable
from pipelines.explore import views
from pipelines.explore.application import STATIC, finding_picture
from pipelines.explore.language import LANGUAGES, Speech
from pipelines.explore.links import SiteLinks, disclosure_file, picture_file
from pipelines.explore.pages import disclosure, findings, start
from pipelines.explore.pictures import Pictures
from pipelines.explore.release import Release, Releases
from pipelines.explore.rendering import render
from pipelines.explore.spreadsheet import as_csv
from pipelines.explore.visit import Page, Visit
from pipelines.settings import Settings

_ASSETS = ("explore.css", "explore.js", "seal.svg")


def write_site(settings: Settings, folder: Path) -> int:
    """Write all pages; returns how many. Raises FileNotFoundError where nothing was published yet."""
    release = Releases(settings).current()
    pictures = Pictures(settings)
    _copy_assets(folder)
    missing = _draw_pictures(settings, release, pictures, folder)
    count = 0
    for language in LANGUAGES:
        for file, view, arguments in _pages(release):
            visit = _visit(settings, release, pictures, language, file)
            page = view(visit, *arguments)
            for finding in page.values.get("findings", ()):
                if finding["finding_key"] in missing:
                    finding["has_picture"] = False
            _write(folder, language, file, visit, page)
            count += 1
    return count


def _pages(release: Release) -> Iterator[tuple[str, Callable[..., Page], tuple[str, ...]]]:
    warehouse = release.warehouse()
    yield "index.html", views.start_page, ()
    yield "findings.html", views.findings_page, ()
    for row in start.coverage(warehouse):
        key = row["disclosure_key"]
        yield disclosure_file(key), views.disclosure_page, (key,)
        for statement in disclosure.statements(warehouse, key):
            code = statement["statement_code"]
            if statement["amount_count"] or statement["target_count"]:
                yield disclosure_file(key, code), views.statement_page, (key, code)


def _place(language: str, file: str) -> str:
    return file if language == LANGUAGES[0] else f"{language}/{file}"


def _visit(settings: Settings, release: Release, pictures: Pictures, language: str, file: str) -> Visit:
    up = "../" * _place(language, file).count("/")
    home = "../" * file.count("/")
    return Visit(
        settings,
        release,
        release.warehouse(),
        Speech(language, release),
        SiteLinks(up, home),
        pictures,
    )


def _write(folder: Path, language: str, file: str, visit: Visit, page: Page) -> None:
    target = folder / _place(language, file)
    target.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * _place(language, file).count("/")
    csv = target.with_suffix(".csv")
    csv.write_text(as_csv(page.rows(), visit.speech), encoding="utf-8", newline="")
    frame = {
        "here": "",
        "csv": csv.name,
        "languages": {other: up + _place(other, file) for other in LANGUAGES},
    }
    target.write_text(render(visit, page, frame), encoding="utf-8")


def _copy_assets(folder: Path) -> None:
    (folder / "static").mkdir(parents=True, exist_ok=True)
    for name in _ASSETS:
        shutil.copyfile(STATIC / name, folder / "static" / name)


def _draw_pictures(settings: Settings, release: Release, pictures: Pictures, folder: Path) -> set[str]:
    """Draw the picture of each finding once; returns the keys of those that have none."""
    (folder / "pictures").mkdir(exist_ok=True)
    visit = _visit(settings, release, pictures, LANGUAGES[0], "index.html")
    missing = set()
    for finding in findings.findings(visit.warehouse, findings.Wanted(), rows=None):
        key = finding["finding_key"]
        try:
            shutil.copyfile(finding_picture(visit, key), folder / picture_file(key))
        except (LookupError, SourceUnavailable):
            missing.add(key)
    return missing
