"""Read one document in a worker process: whatever happens to it becomes an outcome."""

from __future__ import annotations

import contextlib
import tempfile
import time
import traceback
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.raw_folder.archives import NotUnpacked, extract
from pipelines.raw_folder.discovery import FoundDocument
from pipelines.raw_folder.names import located
from pipelines.raw_folder.retries import advice
from pipelines.readers import Notice, UnreadableDocument, media_type_of, read_document
from pipelines.readers.document import page_ranges
from pipelines.settings import Limits

if TYPE_CHECKING:
    import pyarrow as pa

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document: its raw rows, or the reason why there are none.

    ``content`` holds the Arrow tables of :func:`pipelines.reading.rows.content_tables`; ``attempts`` counts
    how often the document was tried in a row, and ``scanned_pages`` the pages that text recognition could
    read.
    """

    document: FoundDocument
    status: str
    seconds: float
    reason: str | None = None
    message: str | None = None
    media_type: str | None = None
    reader: str | None = None
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()
    attempts: int = 1
    scanned_pages: int = 0
    content: dict[str, pa.Table] = field(default_factory=dict)

    def __str__(self) -> str:
        """One line for people."""
        if self.status == "read":
            found = "; ".join(
                [
                    f"{self.count('tables')} tables, {self.count('cells')} cells",
                    *(f"{notice.reason} on pages {page_ranges(notice.pages)}" for notice in self.notices),
                ]
            )
        else:
            found = f"failed: {self.message}"
        return f"{self.document.source_file}: {found}"

    def count(self, table: str) -> int:
        """Rows of one content table."""
        return self.content[table].num_rows if table in self.content else 0


def failed(document: FoundDocument, reason: str, message: str, seconds: float = 0.0) -> Outcome:
    """The outcome of a document that could not be read."""
    return Outcome(document, "failed", seconds, reason=reason, message=message)


def after_attempts(outcome: Outcome, before: int) -> Outcome:
    """An outcome after so many failures in a row; its message says whether the document is tried again."""
    if outcome.reason is None:
        return outcome
    message = f"{outcome.message} {advice(outcome.reason, before + 1)}".rstrip()
    return replace(outcome, attempts=before + 1, message=message)


def out_of_memory(limits: Limits) -> str:
    """What to do with a document that needs too much memory."""
    return (
        f"Reading needs more than {limits.memory_mb} MB. Raise YUSUAN_DOCUMENT_MEMORY_MB and run with "
        "--retry-failed, or split the document."
    )


def prepare_worker(memory_mb: int) -> None:
    """Import what every document needs, then cap the address space, where the system can do that."""
    import pipelines.reading.privacy
    import pipelines.reading.rows  # noqa: F401

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        size = memory_mb * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


def read_outcome(raw_dir: Path, document: FoundDocument, limits: Limits) -> Outcome:
    """Read, mask and tabulate one document; never raises for what the document holds."""
    started = time.perf_counter()
    on_disk, in_archive = located(raw_dir, document.source_file)
    media_type, scanned_pages = None, 0
    try:
        with _opened(on_disk, in_archive) as path:
            media_type = media_type_of(path)
            outcome = _read(path, document, limits, started)
        if _changed_meanwhile(on_disk, document):
            return failed(
                document,
                "changed_while_reading",
                "The file was changed while it was read. Wait until it is copied completely.",
            )
        return outcome
    except UnreadableDocument as error:
        reason, message, scanned_pages = error.reason, str(error), error.scanned_pages
    except NotUnpacked as error:
        reason, message = "archive", str(error)
    except MemoryError:
        reason, message = "out_of_memory", out_of_memory(limits)
    except OSError as error:
        # The system numbers its errors; those of a parser have no number.
        reason, message = ("reader_error", _explain(error)) if error.errno is None else _unopened(error)
    except Exception as error:  # the law that one bad document never stops another
        reason, message = "reader_error", _explain(error)
    return Outcome(
        document,
        "failed",
        time.perf_counter() - started,
        reason=reason,
        message=message,
        media_type=media_type,
        page_count=scanned_pages or None,
        scanned_pages=scanned_pages,
    )


@contextlib.contextmanager
def _opened(on_disk: Path, in_archive: str) -> Generator[Path]:
    """The path of a document, which is taken out of its archive for as long as it is read."""
    if not in_archive:
        yield on_disk
        return
    with tempfile.TemporaryDirectory(prefix="yusuan-archive-") as folder:
        yield extract(on_disk, in_archive, Path(folder))


def _read(path: Path, source: FoundDocument, limits: Limits, started: float) -> Outcome:
    from pipelines.reading.privacy import mask_document
    from pipelines.reading.rows import content_tables

    document = mask_document(read_document(path, limits))
    content = content_tables(source.key, document)
    return Outcome(
        source,
        "read",
        time.perf_counter() - started,
        media_type=document.media_type,
        reader=document.reader,
        page_count=document.page_count,
        notices=document.warnings,
        content=content,
        scanned_pages=sum(page.is_scan for page in document.pages),
    )


def _unopened(error: OSError) -> tuple[str, str]:
    return "unreadable_file", cannot_be_opened(error.strerror or str(error))


def cannot_be_opened(why: str) -> str:
    """What is said of a file that the system does not open."""
    return f"The file cannot be opened: {why}. Check its permissions, or put the document there again."


def _changed_meanwhile(path: Path, document: FoundDocument) -> bool:
    status = path.stat()
    return (status.st_size, status.st_mtime_ns) != (document.size_bytes, document.modified_ns)


def _explain(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"The reader failed with {type(error).__name__}: {error} ({Path(where.filename).name}, line "
        f"{where.lineno}). This is a fault of the program: please report it together with the document."
    )
