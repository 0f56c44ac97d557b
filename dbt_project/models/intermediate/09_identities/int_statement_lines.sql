{#
    The lines of every statement that carry figures, as nodes of a sum: total, unit, code or plain line; with
    the classification level that the name of an uncoded line in a balance stands for.
#}
with

lines as (

    select * from {{ ref('int_lines') }}

),

table_statements as (

    select * from {{ ref('int_table_statements') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

valued_lines as (

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        min(flow) as flow,
        max(page_no) as page_no
    from figures
    where is_summable
    group by disclosure_key, table_no, block_no, row_no

),

joined as (

    select
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no,
        table_statements.statement_code,
        table_statements.layout,
        valued_lines.flow,
        valued_lines.page_no,
        coalesce(lines.line_label, '') as line_label,
        coalesce(lines.squashed_label, '') as squashed_label,
        lines.function_code,
        lines.department_economic_code,
        lines.government_economic_code,
        lines.unit_code,
        lines.classification_code,
        coalesce(lines.is_unit_row, false) and not lines.is_total as is_unit_row,
        lines.is_total
        or (
            lines.classification_code is null
            and not coalesce(lines.is_unit_row, false)
            and table_statements.layout <> 'balance'
            and regexp_matches(coalesce(lines.squashed_label, ''), '(?:合计|总计|小计)$')
        ) as is_total,
        lines.is_total and coalesce(lines.squashed_label, '') <> '' as is_labelled_total,
        coalesce(lines.numbering_depth, 0) as numbering_depth,
        lines.outline_depth,
        lines.depth,
        lines.segment_no,
        lines.parent_row_no,
        lines.label_fund_source,
        lines.label_nature,
        lines.parent_hint,
        valued_lines.row_no is not null as is_valued,
        lines.class_code
    from lines
    inner join table_statements
        on
            lines.disclosure_key = table_statements.disclosure_key
            and lines.table_no = table_statements.table_no
    left join valued_lines
        on
            lines.disclosure_key = valued_lines.disclosure_key
            and lines.table_no = valued_lines.table_no
            and lines.block_no = valued_lines.block_no
            and lines.row_no = valued_lines.row_no
    where table_statements.layout in ('matrix', 'balance', 'summary_form')

)

select
    *,
    bool_or(is_valued and not is_total and (classification_code is not null or is_unit_row)) over whole_block
        as is_coded_block,
    bool_or(is_valued and is_unit_row) over whole_block as has_unit_rows
from joined
window whole_block as (partition by disclosure_key, table_no, block_no)
