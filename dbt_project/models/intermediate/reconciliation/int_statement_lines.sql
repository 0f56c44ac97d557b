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

functions as (

    select * from {{ ref('functions') }}

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

class_names as (

    select
        {{ class_name(squash('name_zh')) }} as class_name,
        min(code) as class_code
    from functions
    where level = 'class'
    group by {{ class_name(squash('name_zh')) }}
    having count(distinct code) = 1

),

deeper_names as (

    select
        {{ squash('name_zh') }} as squashed_name,
        min(length(code)) as code_length
    from functions
    where level <> 'class'
    group by {{ squash('name_zh') }}

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
        lines.label_fund_source,
        lines.label_nature,
        lines.parent_hint,
        valued_lines.row_no is not null as is_valued,
        class_names.class_code,
        case
            when
                class_names.class_code is null
                and table_statements.layout = 'balance'
                and coalesce(lines.numbering_depth, 0) = 0
                then deeper_names.code_length
        end as name_depth
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
    left join class_names
        on
            table_statements.layout = 'balance'
            and {{ class_name('lines.squashed_label') }} = class_names.class_name
    left join deeper_names
        on lines.squashed_label = deeper_names.squashed_name
    where table_statements.layout in ('matrix', 'balance', 'summary_form')

)

select
    *,
    bool_or(is_valued and not is_total and (classification_code is not null or is_unit_row)) over whole_block
        as is_coded_block,
    bool_or(is_valued and is_unit_row) over whole_block as has_unit_rows
from joined
window whole_block as (partition by disclosure_key, table_no, block_no)
