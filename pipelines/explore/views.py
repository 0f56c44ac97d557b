"""From the rows of the warehouse to pages."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any

from pipelines.command.trace.chain import Address, find_fact
from pipelines.command.trace.source import ExcerptLine, SourceUnavailable
from pipelines.explore import pictures
from pipelines.explore.pages import codes, disclosure, figure, findings, organization, search, start
from pipelines.explore.printed import rebuild
from pipelines.explore.release import Record
from pipelines.explore.visit import Page, Visit
from pipelines.explore.wording import citation
from pipelines.readers import draws_pages


def start_page(visit: Visit) -> Page:
    """The board: which statement of which disclosure is here."""
    release, warehouse = visit.release, visit.warehouse
    everything = release.keep("coverage", lambda: start.coverage(warehouse))
    statements = release.keep("statements", lambda: start.statements(warehouse))
    chosen = {"province": visit.text("province"), "year": visit.number("year"), "kind": visit.text("kind")}
    rows = start.only(everything, **chosen)
    return Page(
        "start.html",
        visit.speech.say("start_title"),
        {
            "totals": release.keep("totals", lambda: start.totals(warehouse)),
            "rows": rows,
            "provinces_of_rows": [
                (province, list(group))
                for province, group in groupby(rows, key=lambda row: row["province_name"])
            ],
            "statements": statements,
            "unread": release.keep("unread", lambda: start.unread_files(warehouse)),
            "chosen": chosen,
            "provinces": sorted({row["province_name"] for row in everything} - {""}),
            "years": sorted({row["fiscal_year"] for row in everything} - {None}, reverse=True),
            "kinds": sorted({row["report_kind"] for row in everything if row["report_kind"]}),
        },
        lambda: start.flat(rows, statements),
        "coverage",
        citation(visit.speech, None, release.stamp, what=visit.speech.say("start_title")),
    )


def search_page(visit: Visit) -> Page:
    """Everything that the words of ``q`` mean."""
    words = visit.text("q")
    found = search.everything(visit.warehouse, words)
    return Page(
        "search.html",
        f"{visit.speech.say('search')} {words}".strip(),
        {"words": words, "found": found, "count": sum(map(len, found.values()))},
        lambda: search.flat(found),
        "search",
        citation(visit.speech, None, visit.release.stamp, what=f"{visit.speech.say('search')} “{words}”"),
        part="_results.html",
    )


def organization_page(visit: Visit, key: str) -> Page:
    """The years of an organisation; one of its disclosures is looked at closely."""
    warehouse = visit.warehouse
    who = organization.find_organization(warehouse, key)
    years = organization.years(warehouse, key)
    wanted = visit.text("disclosure")
    shown = next((row for row in years if row["disclosure_key"] == wanted), None) or next(
        (row for row in years if row["expenditure_yuan"]), years[0] if years else None
    )
    functions = organization.functions(warehouse, shown["disclosure_key"]) if shown else []
    three_public = organization.three_public(warehouse, key)
    items = sorted({item for row in three_public for item in row["items"]})
    return Page(
        "organization.html",
        who["organization_name"],
        {
            "who": who,
            "years": years,
            "shown": shown,
            "tree": organization.tree(functions, visit.speech.language),
            "three_public": three_public,
            "items": items,
            "peers": organization.peers(warehouse, shown["disclosure_key"]) if shown else [],
        },
        lambda: years,
        f"organization-{key}",
        citation(visit.speech, shown and {**who, **shown}, visit.release.stamp),
    )


def disclosure_page(visit: Visit, key: str) -> Page:
    """A disclosure: its statements, what does not add up in it, and what could not be placed."""
    warehouse = visit.warehouse
    this = disclosure.find_disclosure(warehouse, key)
    statements = visit.release.keep(f"statements of {key}", lambda: disclosure.statements(warehouse, key))
    wanted = findings.Wanted(disclosure=key)
    years = organization.years(warehouse, this["organization_key"]) if this["organization_key"] else []
    return Page(
        "disclosure.html",
        this["title"] or this["organization_name"] or this["source_file"],
        {
            "this": this,
            "statements": statements,
            "statement": None,
            "card": next((row for row in years if row["disclosure_key"] == key), None),
            "findings": _with_places(visit, findings.findings(warehouse, wanted, rows=50)),
            "finding_counts": findings.counts(warehouse, wanted),
            "unplaced": disclosure.unplaced(warehouse, key),
            "notices": disclosure.notices(warehouse, key),
        },
        lambda: statements,
        f"disclosure-{key}",
        citation(visit.speech, this, visit.release.stamp),
    )


def statement_page(visit: Visit, key: str, statement: str) -> Page:
    """One statement of a disclosure as it is printed, each figure coloured by its proof."""
    warehouse, speech = visit.warehouse, visit.speech
    this = disclosure.find_disclosure(warehouse, key)
    statements = visit.release.keep(f"statements of {key}", lambda: disclosure.statements(warehouse, key))
    chosen = next((row for row in statements if row["statement_code"] == statement), None)
    if chosen is None:
        raise LookupError(statement)
    page = visit.number("page") or 1
    rows = disclosure.ROWS_OF_A_PAGE if visit.links.is_live else None
    row_count = disclosure.row_count(warehouse, key, statement)
    figures = disclosure.figures(warehouse, key, statement, page, rows)
    tables = rebuild(disclosure.columns(warehouse, key, statement), figures)
    targets = disclosure.targets(warehouse, key, statement) if chosen["target_count"] else []
    name = speech.name(chosen)
    return Page(
        "disclosure.html",
        f"{name} · {this['title'] or this['organization_name'] or this['source_file']}",
        {
            "this": this,
            "statements": statements,
            "statement": chosen,
            "tables": tables,
            "targets": targets,
            "page": page,
            "pages": -(-row_count // rows) if rows else 1,
        },
        lambda: disclosure.figures(warehouse, key, statement, rows=None) or targets,
        f"disclosure-{key}-{statement}",
        citation(speech, this, visit.release.stamp, page_no=chosen["page_no"], what=name),
    )


def figure_page(visit: Visit, key: str) -> Page:
    """A figure: what it means, its place on paper, and its identities."""
    warehouse, speech = visit.warehouse, visit.speech
    fact = find_fact(warehouse, key)
    this = disclosure.find_disclosure(warehouse, fact.address.disclosure_key)
    has_picture = draws_pages(this["media_type"])
    lines: list[Any] = []
    missing = ""
    if not has_picture:
        try:
            lines = pictures.excerpt(visit.settings, warehouse, fact.address, this)
        except SourceUnavailable as error:
            missing = str(error)
    statement = fact.values.get("statement_code")
    name = speech.label("statement_code", statement)
    row = fact.values.get("line_label") or fact.values.get("indicator_name") or ""
    return Page(
        "figure.html",
        " · ".join(part for part in (row, fact.address.raw_text) if part),
        {
            "key": key,
            "table": fact.table,
            "fact": defaultdict(lambda: None, fact.values),
            "address": fact.address,
            "this": this,
            "statement_name": name,
            "has_picture": has_picture,
            "lines": lines,
            "missing": missing,
            "identities": figure.identities(warehouse, key, this["disclosure_key"]),
            "reviews": figure.reviews(warehouse, key, this["disclosure_key"]),
            "parts_shown": figure.PARTS_SHOWN,
        },
        lambda: [dict(fact.values)],
        f"figure-{key}",
        citation(
            speech,
            this,
            visit.release.stamp,
            page_no=fact.address.page_no,
            what=" ".join(part for part in (name, row) if part),
        ),
        part="_figure.html",
    )


def findings_page(visit: Visit) -> Page:
    """What does not add up, by yuan."""
    warehouse = visit.warehouse
    wanted = findings.Wanted(
        kind=visit.text("kind"),
        severity=visit.text("severity"),
        state=visit.text("state"),
        disclosure=visit.text("disclosure"),
        province=visit.text("province"),
        finding=visit.text("finding"),
        words=visit.text("q"),
    )
    page = visit.number("page") or 1
    rows = findings.FINDINGS_OF_A_PAGE if visit.links.is_live else None
    counts = findings.counts(warehouse, wanted)
    return Page(
        "findings.html",
        visit.speech.say("findings"),
        {
            "wanted": wanted,
            "findings": _with_places(visit, findings.findings(warehouse, wanted, page, rows)),
            "counts": counts,
            "choices": visit.release.keep("choices", lambda: findings.choices(visit.release.warehouse())),
            "page": page,
            "pages": -(-counts["finding_count"] // rows) if rows else 1,
        },
        lambda: findings.findings(warehouse, wanted, rows=None),
        "findings",
        citation(visit.speech, None, visit.release.stamp, what=visit.speech.say("findings")),
        part="_findings.html",
    )


def code_page(visit: Visit, system: str, code: str) -> Page:
    """Who spends how much on a code."""
    warehouse = visit.warehouse
    this = codes.find_code(warehouse, system, code)
    rows = codes.spending(warehouse, system, code)
    year = visit.number("year")
    name = f"{code} {visit.speech.name(this)}"
    shown = [row for row in rows if year in (None, row["fiscal_year"])]
    return Page(
        "code.html",
        name,
        {
            "this": this,
            "system": system,
            "rows": shown,
            "year": year,
            "years": sorted({row["fiscal_year"] for row in rows}, reverse=True),
        },
        lambda: shown,
        f"code-{system}-{code}",
        citation(visit.speech, None, visit.release.stamp, what=name),
    )


def _with_places(visit: Visit, found: list[Record]) -> list[Record]:
    """Findings with whether their figure has a picture, else with the lines of a text file around it."""
    for row in found:
        row["lines"] = []
        row["has_picture"] = bool(row["amount_key"]) and draws_pages(row["media_type"])
        if row["amount_key"] and not row["has_picture"]:
            with suppress(SourceUnavailable):
                row["lines"] = visit.release.keep(
                    f"lines of {row['finding_key']}", partial(_lines_of, visit, row)
                )
    return found


def _lines_of(visit: Visit, finding: Record) -> list[ExcerptLine]:
    address = Address(
        disclosure_key=finding["disclosure_key"],
        page_no=finding["page_no"],
        table_no=finding["table_no"],
        row_no=finding["row_no"],
        col_no=finding["col_no"],
        box=None,
        source_line=finding["source_line"],
        raw_text=finding["raw_text"],
    )
    return pictures.excerpt(visit.settings, visit.warehouse, address, finding)
