{#
    The lines of every statement as the identities see them: a total, a unit, a code or a plain line. In a list, a
    line without a code is also a total if its name ends in 合计, 总计 or 小计.
#}
-- depends_on: {{ ref('keywords') }}
with

lines as (

    select * from {{ ref('int_lines') }}

)

select
    lines.line_key,
    lines.block_key,
    lines.table_key,
    lines.disclosure_key,
    lines.block_no,
    lines.row_no,
    lines.statement_code,
    lines.layout,
    coalesce(lines.line_label, '') as line_label,
    coalesce(lines.squashed_label, '') as squashed_label,
    lines.function_code,
    lines.department_economic_code,
    lines.government_economic_code,
    lines.classification_code,
    lines.class_code,
    lines.unit_code,
    coalesce(lines.is_unit_row, false) and not lines.is_total as is_unit_row,
    lines.is_total
    or (
        lines.classification_code is null
        and not coalesce(lines.is_unit_row, false)
        and lines.layout <> 'balance'
        and {{ has_word("coalesce(lines.squashed_label, '')", 'sum_line') }}
    ) as is_total,
    lines.is_total and coalesce(lines.squashed_label, '') <> '' as is_labelled_total,
    coalesce(lines.numbering_depth, 0) as numbering_depth,
    lines.outline_depth,
    lines.depth,
    lines.segment_no,
    lines.parent_row_no,
    lines.parent_hint,
    lines.label_fund_source,
    lines.label_nature
from lines
where lines.layout in ('matrix', 'balance', 'summary_form')
