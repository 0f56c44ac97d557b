"""The parts of a package: taken apart, and packed again with checksums that are right."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence


def parts_of(package: bytes) -> list[tuple[str, bytes]]:
    """The names and contents of the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """A package of these parts, with the same bytes every time."""
    content = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(content, "w") as archive:
        warnings.simplefilter("ignore")  # of parts of one name
        for name, part in parts:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()
