"""How sound the last release is, by document: publishers' errors and our own, kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.raw_folder.names import located
from pipelines.release.markdown import Markdown, markdown_table, markdown_text
from pipelines.release.queries import PublishedWarehouse

COUNTED = ("pass", "rounding", "fail", "not_testable", "verified", "contradicted", "unverified", "findings")


@dataclass(slots=True)
class DocumentQuality:
    """Numbers of one disclosure, by the names of ``COUNTED``; ``reviewed`` of its findings are known."""

    disclosure_key: str
    source_file: str
    counts: dict[str, int] = field(default_factory=dict)
    reviewed: int = 0


def document_quality(warehouse: PublishedWarehouse) -> list[DocumentQuality]:
    """The current disclosures of the release, by file name."""
    documents = {
        key: DocumentQuality(key, source_file)
        for key, source_file in warehouse.rows(
            "select disclosure_key, source_file from dim_disclosures where is_current order by source_file"
        )
    }
    counted = warehouse.rows(
        """
        select disclosure_key, status, count(*) from fct_reconciliations group by all
        union all
        select disclosure_key, verification, count(*) from fct_published_amounts group by all
        union all
        select disclosure_key, 'findings', count(*) from fct_findings group by all
        """
    )
    for key, name, number in counted:
        if key in documents:
            documents[key].counts[name] = number
    for key, number in warehouse.rows(
        "select disclosure_key, count(*) from fct_findings where is_known group by all"
    ):
        if key in documents:
            documents[key].reviewed = number
    return list(documents.values())


def by_document_as_markdown(documents: Iterable[DocumentQuality], raw_dir: Path) -> str:
    """One row for each disclosure, those with most unreviewed findings first, with a link to its file."""
    worst_first = sorted(
        documents, key=lambda each: (each.reviewed - each.counts.get("findings", 0), each.source_file)
    )
    rows = [
        (
            _link(each.source_file, located(raw_dir, each.source_file)[0]),
            Markdown(f"`yusuan check {each.disclosure_key}`"),
            *(each.counts.get(name, 0) for name in COUNTED),
            each.reviewed,
        )
        for each in worst_first
    ]
    return markdown_table(("document", "see", *COUNTED, "reviewed"), rows)


def _link(name: str, path: Path) -> Markdown:
    address = path.resolve().as_uri().replace("(", "%28").replace(")", "%29")
    return Markdown(f"[{markdown_text(name)}]({address})")
