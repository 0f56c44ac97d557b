"""The pages of a file that is a picture."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from pipelines.readers.document import UnreadableDocument

# No scanned page has more pixels (A3 with 600 dots an inch has 70 million), and no file more pages.
_MOST_PIXELS, _MOST_PAGES = 100_000_000, 2_000
# A page for text recognition has at most so many pixels on its longer side.
_LONGEST_SIDE = 5_000
# A page is so large (points); other sizes come from a wrong resolution. Then it is A4.
_SMALLEST_PAGE, _LARGEST_PAGE = 200.0, 2_500.0
_A4_LONGER_SIDE = 842.0
_POINTS_PER_INCH = 72.0


@contextmanager
def opened(path: Path) -> Generator[Image.Image]:
    """The picture file, of which pages can be taken.

    Raises :class:`UnreadableDocument` with the reason ``damaged`` or ``too_large``.
    """
    with _decoding():
        picture = Image.open(path)
    with picture:
        yield picture


def page_count(picture: Image.Image) -> int:
    """How many pages the file holds; more than a scan has are not believed. Raises as :func:`opened`."""
    with _decoding():
        return min(getattr(picture, "n_frames", 1), _MOST_PAGES)


def page_of(picture: Image.Image, page_no: int) -> tuple[Image.Image, float]:
    """A page (from 1) on white paper, turned as its file says, and its width in points.

    Raises as :func:`opened`.
    """
    with _decoding():
        picture.seek(page_no - 1)
        if picture.width * picture.height > _MOST_PIXELS:
            raise _too_large()
        dpi = _dpi(picture)
        page = ImageOps.exif_transpose(picture)
        if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
            page = page.convert("RGBA")
            page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)
        page = page.convert("RGB")
        width = page.width * _POINTS_PER_INCH / dpi
        page.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        return page, width


@contextmanager
def _decoding() -> Generator[None]:
    """Whatever a decoder raises at damaged bytes says that the picture is damaged; warnings say no more."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except (UnreadableDocument, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:
        raise UnreadableDocument(
            "damaged", f"The picture is damaged ({error}). Download, scan or export it again."
        ) from error


def _dpi(picture: Image.Image) -> float:
    """Dots an inch, as the file says; where that would be no page, those with which it is as long as A4."""
    longer, shorter = max(picture.size), min(picture.size)
    try:
        dpi = float(picture.info["dpi"][0])
        sizes = shorter * _POINTS_PER_INCH / dpi, longer * _POINTS_PER_INCH / dpi
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        sizes = 0.0, 0.0
        dpi = 0.0
    if sizes[0] >= _SMALLEST_PAGE and sizes[1] <= _LARGEST_PAGE:
        return dpi
    return max(1.0, longer * _POINTS_PER_INCH / _A4_LONGER_SIDE)


def _too_large() -> UnreadableDocument:
    return UnreadableDocument(
        "too_large",
        f"The picture has more than {_MOST_PIXELS:,} pixels, as no scanned page has. Check that it is the "
        "right file, or scan it with fewer dots an inch.",
    )
