{#
    The line above which each line of an uncoded statement belongs to, by its outline numbering, by 其中, by the
    names of the classification, or, behind the total of the current year, as a part of the carry-over.
    A link that only indentation could have proved is doubtful: it may prove a sum, but never accuse one.
#}
with

statement_lines as (

    select * from {{ ref('int_statement_lines') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

itemized_tables as (

    select distinct
        disclosure_key,
        table_no
    from statement_lines
    where statement_code = 'three_public' and regexp_matches(squashed_label, '出国|用车|公车|接待')

),

outlined as (

    select
        statement_lines.*,
        lag(statement_lines.numbering_depth) over (
            partition by
                statement_lines.disclosure_key,
                statement_lines.table_no,
                statement_lines.block_no,
                statement_lines.segment_no
            order by statement_lines.row_no
        ) as numbering_above
    from statement_lines
    left join itemized_tables
        on
            statement_lines.disclosure_key = itemized_tables.disclosure_key
            and statement_lines.table_no = itemized_tables.table_no
    where
        itemized_tables.table_no is null
        and (statement_lines.layout = 'balance' or not coalesce(statement_lines.is_coded_block, false))

)

select
    lines.disclosure_key,
    lines.table_no,
    lines.block_no,
    lines.row_no,
    lines.statement_code,
    lines.layout,
    lines.flow,
    lines.line_label,
    lines.squashed_label,
    lines.is_total,
    lines.is_valued,
    lines.segment_no,
    lines.depth,
    lines.numbering_depth,
    lines.class_code,
    lines.label_nature,
    lines.label_fund_source,
    case when parents.is_valued then parents.row_no end as parent_row_no,
    case
        when lines.is_total then null
        when lines.numbering_depth = 9 then 'of_which'
        when parents.row_no is null
            then case when lines.numbering_depth = 0 and lines.numbering_above = 9 then 'outline_unclear' end
        when not parents.is_valued then 'outline_unclear'
        when lines.numbering_depth > 0 and parents.numbering_depth > 0 then null
        when lines.depth <> lines.outline_depth then null
        when lines.parent_hint is not null then null
        when natures.parent_code is not null and natures.parent_code = parents.label_nature then null
        when
            parents.label_fund_source = 'fiscal'
            and lines.label_fund_source in ('general_public', 'gov_fund', 'soe_capital')
            then null
        else 'outline_unclear'
    end as doubt
from outlined as lines
left join outlined as parents
    on
        lines.disclosure_key = parents.disclosure_key
        and lines.table_no = parents.table_no
        and lines.block_no = parents.block_no
        and lines.parent_row_no = parents.row_no
        and not lines.is_total
        and not parents.is_total
left join natures
    on lines.label_nature = natures.code
