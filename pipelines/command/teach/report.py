"""What is unknown, what could be added, and what that would change, for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from pipelines.command.teach.effect import Change, Counts, Effect
from pipelines.command.teach.proposals import Proposal
from pipelines.command.teach.vocabulary import NAMES, NearRow, NewRow, Row, csv_line, meaning, wording_column
from pipelines.readers.document import page_ranges

# So many of the costliest wordings are shown; the file of proposals has all.
_SHOWN = 20
_FAILURES_SHOWN = 10
_REMAINDERS = {
    "unknown_statement": "no title is printed above the table 表上无标题",
    "unknown_header": "no header, or known words that do not settle it 无列头或列头不足以判断",
    "unknown_form_label": "known words in an arrangement that is not known 名称已知、排列未知",
    "unknown_unit": "no unit of money is printed there 未印货币单位",
    "header_contradicts_arithmetic": "known headers that contradict the sums 列头与勾稽关系矛盾",
    "unknown_fiscal_year": "the document does not say its year: disclosures.csv can 文件未载年度",
    "unknown_report_kind": "budget or final accounts, the document does not say 文件未载种类",
}
_IDENTITIES = {
    "pass": "hold 成立",
    "rounding": "within rounding 舍入误差内",
    "fail": "fail 不平",
    "not_testable": "not testable 未能检验",
}


def print_unknown(console: Console, proposals: Sequence[Proposal], places: Mapping[str, str]) -> None:
    """One entry for each wording; ``places`` say where each is to be seen, by the key of its example."""
    for number, proposal in enumerate(proposals[:_SHOWN], start=1):
        _print_entry(console, number, proposal, places.get(proposal.unknown.example_key, ""))
    if len(proposals) > _SHOWN:
        console.print(
            f"\n… and {len(proposals) - _SHOWN} more that cost less; the file of proposals has all."
        )


def print_remainder(console: Console, remainder: Sequence[tuple[str, int]]) -> None:
    """Cells that no row of the vocabulary could help."""
    if remainder:
        console.print(Text("\nNo row can help these cells 词表无法解决的单元格", style="bold"))
        console.print(
            _grid([(f"{cells:,} {reason}", _REMAINDERS.get(reason, "")) for reason, cells in remainder])
        )


def print_effect(console: Console, effect: Effect, rows: Sequence[NewRow]) -> None:
    """What rows would change, before anything is written."""
    words = "this row" if len(rows) == 1 else f"these {len(rows)} rows"
    console.print(Text(f"\nWith {words} 加入后", style="bold"))
    for each in rows:
        changed, waiting = len(each.cell_keys & effect.changed_keys), len(each.cell_keys)
        console.print(Text(f"  {each.vocabulary}.csv: {each.key}", style="green"))
        console.print(f"    gives a meaning to {changed:,} of {waiting:,} cells 单元格 that wait for it")
    console.print()
    _print_change(console, "whole document 全文件", effect.total)
    for change in effect.changes:
        _print_change(console, f"{change.name} {change.statement_code}", change)
    moved = [
        (f"{before:,} → {after:,}", reason)
        for reason, (before, after) in effect.reasons.items()
        if before != after
    ]
    if moved:
        console.print("\nUnplaced cells by reason 未归位单元格的原因")
        console.print(_grid(moved))
    if not effect.changes:
        console.print("Nothing would change 没有变化。")
    if effect.new_failures:
        console.print(
            Text(
                f"\n{len(effect.new_failures)} identities would fail that do not fail now 新增不平",
                style="bold red",
            )
        )
        for failure in effect.new_failures[:_FAILURES_SHOWN]:
            page = f"p{failure.page_no}" if failure.page_no else ""
            label = " ".join(part for part in (page, failure.statement, failure.subject) if part)
            console.print(Text(f"  {label}"))
            console.print(Text(f"    {failure.explanation}", style="dim"))


def print_nothing_unknown(console: Console) -> None:
    """There is nothing to teach."""
    console.print(
        "\nNothing is unknown 没有未知用语: the vocabulary covers every title, header, line, form label "
        "and unit that figures wait for."
    )


def print_nothing_offered(console: Console, again: str) -> None:
    """No row may be proposed; what a person can do."""
    console.print(
        "\nNo row can be proposed 没有可建议的行. In the file of proposals, write 'yes' in column take for "
        "the meaning that is right, or fill a row. Then look at the effect:"
    )
    console.print(f"  {again}", markup=False, soft_wrap=True)


def print_not_written(console: Console, again: str) -> None:
    """Nothing was written; how to take the rows, and how to change them."""
    console.print(
        "\nNothing was written 未写入任何内容. --accept adds the rows that make no identity fail. Or edit "
        "the proposals, and look again:"
    )
    console.print(f"  {again}", markup=False, soft_wrap=True)


def print_refused(console: Console, rows: Sequence[NewRow], reason: str) -> None:
    """Rows that are not accepted."""
    for each in rows:
        console.print(Text(f"Not accepted 不予采纳: {each.wording}: {reason}", style="red"))


def print_written(console: Console, paths: Sequence[Path]) -> None:
    """What was written."""
    console.print()
    for path in paths:
        console.print(f"Written 已写入: {path}", markup=False, soft_wrap=True)
    console.print("The next `yusuan build` rebuilds everything with it.")


def _print_entry(console: Console, number: int, proposal: Proposal, place: str) -> None:
    unknown = proposal.unknown
    what, cells = NAMES[unknown.vocabulary], len(unknown.cell_keys)
    title = Text(f"\n{number}. {what}  ", style="bold")
    title.append(f"「{unknown.printed_text}」", style="bold cyan")
    cost = f"{cells:,} {'cell' if cells == 1 else 'cells'} 单元格 {_cost(unknown.unplaced, cells)}"
    lines: list[tuple[str, str | Text]] = [("costs", f"{cost}, page 页 {page_ranges(unknown.pages)}")]
    if unknown.column_label and unknown.column_label != unknown.printed_text:
        lines.append(("header", unknown.column_label))
    if unknown.title and unknown.title != unknown.printed_text:
        lines.append(("table", unknown.title))
    for near in proposal.nearest:
        lines.append(_near(unknown.vocabulary, near))
        lines.append(("", Text(f"means {_said(near.row)}", style="dim")))
    if proposal.is_offered:
        lines.append(("proposed", f"{unknown.vocabulary}.csv"))
        lines.append(("", Text(csv_line(list(proposal.row.values())), style="green")))
    else:
        lines.append(("proposed", "nothing: no row is clearly near enough 没有足够接近的行"))
    console.print(Group(title, _grid(lines)))
    if place:
        # A path stays whole.
        console.print(f"  place       {place}", markup=False, soft_wrap=True)


def _near(vocabulary: str, near: NearRow) -> tuple[str, Text]:
    """Its pattern, and where it is of another list the name of that list."""
    if near.vocabulary != vocabulary:
        return "known", Text(f"in {near.vocabulary}.csv 已收录于{NAMES[near.vocabulary].split()[-1]}词表")
    pattern = near.row[wording_column(vocabulary)]
    return f"near {near.similarity:.2f}", Text(pattern, no_wrap=True, overflow="ellipsis")


def _cost(unplaced: int, cells: int) -> str:
    if unplaced == cells:
        return "unplaced 未归位"
    return "placed, meaning incomplete 含义不全" if not unplaced else f"({unplaced:,} unplaced 未归位)"


def _said(row: Row) -> str:
    return ", ".join(f"{key} {value}" for key, value in meaning(row).items()) or "nothing"


def _print_change(console: Console, name: str, change: Change) -> None:
    before, after = change.before, change.after
    identities = [
        f"{label} {_moved(before.identities[status], after.identities[status])}"
        for status, label in _IDENTITIES.items()
        if before.identities[status] or after.identities[status]
    ]
    console.print(Text(name, style="bold"))
    console.print(
        _grid(
            [
                ("cells", f"placed 已归位 {_amounts(before, after)}"),
                ("identities", ", ".join(identities) or "none 无"),
            ]
        )
    )


def _amounts(before: Counts, after: Counts) -> str:
    return f"{_moved(before.placed, after.placed)}, unplaced 未归位 {_moved(before.unplaced, after.unplaced)}"


def _moved(before: int, after: int) -> str:
    return f"{before:,}" if before == after else f"{before:,} → {after:,}"


def _grid(lines: Sequence[tuple[str, str | Text]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=0)
    grid.add_column(style="dim", min_width=10, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in lines:
        grid.add_row("", label, value if isinstance(value, Text) else Text(value))
    return grid
