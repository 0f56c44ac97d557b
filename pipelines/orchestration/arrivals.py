"""What is fetched before the raw tables are read."""

import dagster as dg

from pipelines.arrivals.fetch import FetchSummary, fetch_sources
from pipelines.arrivals.ledger import Request
from pipelines.orchestration.resources import Workspace
from pipelines.release.markdown import markdown_table
from pipelines.settings import SOURCES_FILE

_ROWS_SHOWN = 50


class FetchConfig(dg.Config):
    """Whether to ask the hosts at all: a run that a file dropped by hand has started does not."""

    fetch: bool = True


@dg.asset(
    group_name="raw",
    kinds={"python"},
    description=(
        "Files fetched from the addresses in data/raw/sources.csv, with the attachments of pages: what is "
        "new or changed, each content once, and a ledger of all requests. Without that list nothing is done. "
        "按 data/raw/sources.csv 所列网址抓取的文件及页面附件：只保存新增和变化的内容，并记录每次请求。"
    ),
)
def arrivals(
    context: dg.AssetExecutionContext, config: FetchConfig, workspace: Workspace
) -> dg.MaterializeResult:
    """Fetch what is new or changed into the raw folder."""
    settings = workspace.settings()
    if not config.fetch:
        context.log.info("Nothing is fetched: this run is for files that are in the raw folder already.")
        return fetched_as_event(FetchSummary())
    summary = fetch_sources(
        settings.raw_dir,
        settings.fetching,
        wait_seconds=workspace.lock_seconds,
        progress=lambda request, done, total: context.log.info(
            f"[{done}/{total}] {request.address} {request.outcome} {request.message}"
        ),
    )
    if not summary.sources:
        context.log.info(f"Nothing is fetched: there is no address in {settings.raw_dir / SOURCES_FILE}.")
    return fetched_as_event(summary)


def fetched_as_event(summary: FetchSummary) -> dg.MaterializeResult:
    """What was fetched, as Dagster shows it."""
    counts = summary.counts
    return dg.MaterializeResult(
        asset_key=arrivals.key,
        metadata={
            "addresses_listed": summary.sources,
            "documents_fetched": counts["fetched"],
            "documents_unchanged": counts["unchanged"],
            "addresses_without_document": len(summary.troubles),
            "new_troubles": dg.MetadataValue.json(
                [f"{each.address}: {each.message}" for each in summary.new_troubles[:_ROWS_SHOWN]]
            ),
            "outcomes": dg.MetadataValue.md(requests_as_markdown(summary.requests)),
        },
    )


def requests_as_markdown(requests: list[Request]) -> str:
    """What came of the addresses of a run as a table: what gave no document first, then what is new."""
    told = sorted(requests, key=lambda each: (not each.is_trouble, each.outcome != "fetched"))
    rows: list[tuple[str, ...]] = [
        (each.address, each.outcome, each.source_file, each.message) for each in told[:_ROWS_SHOWN]
    ]
    if len(told) > _ROWS_SHOWN:
        rows.append((f"… {len(told) - _ROWS_SHOWN} more", "", "", ""))
    return markdown_table(("address", "outcome", "file", "message"), rows)
