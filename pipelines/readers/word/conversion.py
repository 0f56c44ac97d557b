"""Has LibreOffice convert documents of formats that only it reads, where it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.locked import is_locked, locked
from pipelines.readers.media_types import DOC, ODT, RTF, media_type_of
from pipelines.readers.word.reader import document_in

# Less than a document may take by default, so that what is said names the conversion.
SECONDS = 150
_PROGRAMS = ("soffice", "libreoffice")
SUFFIXES = {DOC: ".doc", RTF: ".rtf", ODT: ".odt"}
# No macros, and nothing is fetched from addresses that a document names.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" \
oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop \
oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def converter() -> str | None:
    """The program that converts, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read_by_conversion(path: Path) -> Document:
    """Read a document (.doc, .wps, .rtf, .odt) by converting it to docx.

    Raises :class:`UnreadableDocument`: ``unsupported_format`` where it is not installed, ``encrypted``,
    ``damaged`` where it cannot convert the file, ``timed_out``, and the reasons of
    :func:`~.reader.read_docx`.
    """
    media_type = media_type_of(path)
    if is_locked(path):
        raise locked()
    with converted(path, SUFFIXES.get(media_type, ".doc"), "docx") as found:
        return document_in(found, media_type, "word:libreoffice")


@contextlib.contextmanager
def converted(path: Path, suffix: str, to: str) -> Generator[Path]:
    """The file in another format, as long as the context is open; ``suffix`` is that of its own format.

    Raises as :func:`read_by_conversion`.
    """
    program = converter()
    if program is None:
        raise UnreadableDocument(
            "unsupported_format",
            "This format of word processors is read through LibreOffice, which is not installed on this "
            "machine. Install it and run with --retry-failed, or save the document as docx or PDF.",
        )
    with tempfile.TemporaryDirectory(prefix="yusuan-") as name:
        folder = Path(name)
        given = folder / f"document{suffix}"
        shutil.copyfile(path, given)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                to,
                "--outdir",
                str(folder / "converted"),
                str(given),
            ]
        )
        found = folder / "converted" / f"document.{to}"
        if not found.is_file():
            raise UnreadableDocument(
                "damaged",
                "LibreOffice cannot open the file: it is damaged, or of another format than it seems. "
                "Download it again, or save it as docx or PDF.",
            )
        yield found


def _run(command: list[str]) -> None:
    """Run the program in a group of its own, and end it with its children where it takes too long.

    Its time on the processor is limited too: if this process is stopped, nothing else ends it.
    """
    limited = ["/bin/sh", "-c", f'ulimit -t {SECONDS}; exec "$@"', "sh", *command]
    with subprocess.Popen(
        limited,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(
                "timed_out",
                f"LibreOffice needs more than {SECONDS} seconds to convert the file and was stopped. Save "
                "the document as docx or PDF.",
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
