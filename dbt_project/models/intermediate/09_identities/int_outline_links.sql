{#
    The line above which each line of an uncoded statement belongs to: by its numbering, by 其中, by the names of the
    classification or, after the total of the current year, as a part of the carry-over. A link that only indentation
    could have proved is doubtful: it may prove a sum, but never make one fail. So is every line of a list of performance
    forms, which prints no outline, and where a project that runs over a page end may have lost its label; and of a
    table that is not a statement, where 合计 may be the total of some lines only (政府采购支出合计 below 机关运行经费).
#}
-- depends_on: {{ ref('keywords') }}
with

valued_lines as (

    {{ valued_lines() }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

statements as (

    select * from {{ ref('statements') }}

),

-- A statement of the three public expenses that lists the items as rows has rules of its own.
statement_lines as (

    select
        valued_lines.*,
        statements.is_project_form or statements.is_department_form or not statements.is_statement as is_free_list,
        statements.lists_three_public_items
        and bool_or({{ has_word('valued_lines.squashed_label', 'three_public_item') }}) over (
            partition by valued_lines.table_key
        ) as is_itemized
    from valued_lines
    inner join statements
        on valued_lines.statement_code = statements.statement_code

),

lines as (

    select
        *,
        lag(numbering_depth) over (partition by block_key, segment_no order by row_no) as numbering_above
    from statement_lines
    where not is_itemized and (layout = 'balance' or not is_coded_block)

)

select
    lines.line_key,
    lines.block_key,
    lines.row_no,
    lines.layout,
    lines.squashed_label,
    lines.is_total,
    lines.is_valued,
    lines.segment_no,
    lines.class_code,
    lines.label_nature,
    case when parents.is_valued then parents.line_key end as parent_line_key,
    lines.numbering_depth between 1 and 8 and coalesce(parents.numbering_depth between 1 and 8, true) as is_numbered,
    case
        when lines.is_total then null
        when lines.numbering_depth = 9 then 'of_which'
        when lines.is_free_list then 'outline_unclear'
        when parents.line_key is null
            then case when lines.numbering_depth = 0 and lines.numbering_above = 9 then 'outline_unclear' end
        when not parents.is_valued then 'outline_unclear'
        when lines.numbering_depth > 0 and parents.numbering_depth > 0 then null
        when lines.depth <> lines.outline_depth then null
        when lines.parent_hint is not null then null
        when natures.parent_code = parents.label_nature then null
        when parents.label_fund_source = 'fiscal' and fund_sources.parent_code = 'fiscal' then null
        else 'outline_unclear'
    end as doubt
from lines
left join lines as parents
    on
        lines.block_key = parents.block_key
        and lines.parent_row_no = parents.row_no
        and not lines.is_total
        and not parents.is_total
left join natures
    on lines.label_nature = natures.code
left join fund_sources
    on lines.label_fund_source = fund_sources.code
