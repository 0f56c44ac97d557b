"""One visit to one address: ask for it, determine what came, keep it, and say in words what was done."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

from pipelines.arrivals.client import Answer, Client, NotFetched
from pipelines.arrivals.contents import is_page, suffix_of, what_is_wrong_with
from pipelines.arrivals.ledger import Outcome, Request
from pipelines.arrivals.links import read_page
from pipelines.arrivals.names import DOCUMENT_SUFFIX, file_name, host_folder
from pipelines.arrivals.snapshots import Snapshots
from pipelines.readers.media_types import media_type_of

_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
# They are secrets between the host and the visitor.
_NOT_NOTED = frozenset({"set-cookie", "set-cookie2"})
_LONGEST_HEADER = 1000


@dataclass(frozen=True, slots=True)
class Errand:
    """An address to ask for, on behalf of an address of ``sources.csv``.

    ``may_be_page``: a page is welcome, and its attachments are looked for. ``certain``: it has to be a
    document, else only may be one. ``former`` is the last request that the address answered.
    """

    address: str
    source_address: str
    may_be_page: bool
    certain: bool = True
    former: Request | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Runs errands; each gives a request for the ledger, whatever happens, unless the disk fails."""

    client: Client
    snapshots: Snapshots
    run_at: datetime

    async def visit(self, errand: Errand) -> Request:
        """Raises OSError where a file cannot be written."""
        try:
            with self.snapshots.arriving() as (path, body):
                answer = await self.client.get(
                    errand.address,
                    body,
                    self._validators(errand),
                    None if errand.certain else _may_be_document,
                )
                body.flush()
                os.fsync(body.fileno())
                return self._judged(errand, answer, path)
        except NotFetched as refused:
            return self._request(errand, refused.outcome, str(refused), http_status=refused.http_status)
        except OSError:
            raise
        except Exception as error:  # one bad address never stops another
            message = f"This is a fault of the program: {type(error).__name__}: {error}. Please report it."
            return self._request(errand, "failed", message)

    def _validators(self, errand: Errand) -> dict[str, str]:
        """Ask for a content only if it has changed, where the former one is still there."""
        former = errand.former
        if former is None or not (former.outcome == "page" or self.snapshots.has(former)):
            return {}
        return {
            condition: former.headers[name]
            for name, condition in _VALIDATORS.items()
            if former.headers.get(name)
        }

    def _judged(self, errand: Errand, answer: Answer, path: Path) -> Request:
        if answer.http_status == 304:
            if errand.former is None:
                return self._request(
                    errand, "failed", "The host says that nothing has changed, unasked.", answer
                )
            return self._as_before(errand, errand.former, answer)
        if errand.may_be_page and is_page(path):
            return self._page(errand, answer, path)
        final = answer.final_address if DOCUMENT_SUFFIX.search(answer.final_address) else errand.address
        wrong = what_is_wrong_with(
            path, file_name(answer.disposition, final, ""), answer.headers.get("content-type", "").lower()
        )
        if wrong:
            return self._request(errand, "not_a_document", wrong, answer)
        return self._kept(errand, answer, path, file_name(answer.disposition, final, _suffix(path)))

    def _page(self, errand: Errand, answer: Answer, path: Path) -> Request:
        """A page that has attachments is not kept, unless it prints a table of numbers as well."""
        page = read_page(path.read_bytes(), answer.final_address, _charset(answer.headers))
        attachments = tuple(link.address for link in page.links)
        uncertain = tuple(link.address for link in page.links if not link.certain)
        details = {"attachments": attachments, "uncertain": uncertain, "page_sha256": page.text_sha256}
        former = errand.former
        if len(attachments) > len(uncertain) and not page.holds_table:
            return self._request(errand, "page", "", answer, **details)
        if former and former.page_sha256 == page.text_sha256 and self.snapshots.has(former):
            return self._as_before(errand, former, answer, **details)
        return self._kept(
            errand, answer, path, file_name(answer.disposition, errand.address, ".html"), **details
        )

    def _kept(self, errand: Errand, answer: Answer, path: Path, name: str, **details: object) -> Request:
        former = errand.former
        if former and former.content_sha256 == answer.content_sha256 and self.snapshots.has(former):
            return self._as_before(errand, former, answer, **details)
        source_file = self.snapshots.keep(path, answer.content_sha256, host_folder(errand.address), name)
        replaced = former is not None and former.content_sha256 not in ("", answer.content_sha256)
        message = "Its content was replaced; the former file stays." if replaced else ""
        return self._request(
            errand,
            "fetched",
            message,
            answer,
            content_sha256=answer.content_sha256,
            size_bytes=answer.size_bytes,
            source_file=source_file,
            **details,
        )

    def _as_before(self, errand: Errand, former: Request, answer: Answer, **details: object) -> Request:
        """Nothing new; of the headers only those are noted that the next request needs."""
        validators = {name: answer.headers.get(name) or former.headers.get(name, "") for name in _VALIDATORS}
        known = {
            "attachments": former.attachments,
            "uncertain": former.uncertain,
            "page_sha256": former.page_sha256,
            "content_sha256": former.content_sha256,
            "size_bytes": former.size_bytes,
            "source_file": former.source_file,
        }
        outcome: Outcome = "unchanged" if former.content_sha256 else "page"
        request_details = {**known, **details, "headers": {k: v for k, v in validators.items() if v}}
        return self._request(errand, outcome, "", answer, **request_details)

    def _request(
        self, errand: Errand, outcome: Outcome, message: str, answer: Answer | None = None, **details: object
    ) -> Request:
        if answer and answer.moved:
            moved = f"It has moved for good to {answer.final_address}; enter that one in sources.csv."
            message = f"{message} {moved}".strip()
        values: dict[str, object] = {"certain": errand.certain}
        if outcome == "gone" and errand.former:
            values |= {
                "content_sha256": errand.former.content_sha256,
                "source_file": errand.former.source_file,
            }
        if answer:
            values |= {
                "final_address": answer.final_address,
                "http_status": answer.http_status,
                "headers": _noted(answer.headers),
                "moved": answer.moved,
            }
        return Request(
            self.run_at,
            utc_now(),
            errand.source_address,
            errand.address,
            outcome,
            message,
            **{**values, **details},  # type: ignore[arg-type]
        )


def utc_now() -> datetime:
    """Now, in UTC, without a time zone: the way the build database keeps times."""
    return datetime.now(UTC).replace(tzinfo=None)


def _may_be_document(headers: Mapping[str, str]) -> bool:
    return not headers.get("content-type", "").lower().startswith(("text/html", "application/xhtml"))


def _noted(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value[:_LONGEST_HEADER] for name, value in headers.items() if name not in _NOT_NOTED}


def _suffix(path: Path) -> str:
    return suffix_of(media_type_of(path))


def _charset(headers: Mapping[str, str]) -> str:
    message = Message()
    message["content-type"] = headers.get("content-type", "")
    return str(message.get_param("charset") or "")
