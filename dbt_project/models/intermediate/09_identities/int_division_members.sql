{#
    The figures of the sums that the search over exact numbers has found, in every column (found_line_sums) or line
    (row_natures, row_sources, found_column_sums). Where the header says so too, a sum of columns has a rule of its
    own: by kinds of expenditure, or by fund sources. What numbers alone say proves figures and never accuses: where
    such a sum fails, what it is made of is open.
#}
with

divisions as (

    select * from {{ ref('int_divisions') }}
    where kind <> 'partial' and (is_main or is_proven)

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

statements as (

    select * from {{ ref('statements') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

unread_blocks as (

    select distinct number_cells.block_key
    from {{ ref('int_number_cells') }} as number_cells
    left join columns_read
        on number_cells.meaning_column_key = columns_read.column_key
    left join (select distinct column_key from figures) as figures
        on number_cells.meaning_column_key = figures.column_key
    where
        number_cells.row_class = 'data'
        and number_cells.column_role in ('amount', 'unknown')
        and coalesce(columns_read.measure, 'amount') = 'amount'
        and figures.column_key is null

),

-- The items of the three public expenses and assets have rules of their own.
column_sums as (

    select
        divisions.block_key,
        divisions.division_no,
        any_value(wholes.col_no) as whole_col_no,
        case
            when
                not any_value(divisions.is_main and (divisions.kind = 'repeats' or len(divisions.hints) > 0))
                or (
                    any_value(statements.lists_three_public_items or statements.lists_assets)
                    and bool_or(
                        parts.fund_source is not distinct from wholes.fund_source
                        and parts.nature is not distinct from wholes.nature
                    )
                )
                then 'found_column_sums'
            when
                bool_or(parts.nature is distinct from wholes.nature)
                and bool_and(parts.fund_source is not distinct from wholes.fund_source)
                then 'row_natures'
            else 'row_sources'
        end as rule_code,
        any_value(divisions.is_proven and divisions.kind = 'full') as is_proven,
        case when any_value(unread_blocks.block_key) is not null then 'unread_columns' end as doubt
    from divisions
    inner join columns_read as wholes
        on divisions.whole_key = wholes.column_key
    inner join columns_read as parts
        on divisions.part_key = parts.column_key
    inner join tables
        on wholes.table_key = tables.table_key
    inner join statements
        on tables.statement_code = statements.statement_code
    left join unread_blocks
        on divisions.block_key = unread_blocks.block_key
    where divisions.axis = 'columns'
    group by divisions.block_key, divisions.division_no

),

sums as (

    select
        block_key as list_key,
        'columns' as axis,
        division_no,
        whole_col_no,
        rule_code,
        case when rule_code = 'found_column_sums' then 'structure_open' else doubt end as doubt
    from column_sums
    where is_proven or rule_code <> 'found_column_sums'

    union all by name

    select distinct
        list_key,
        axis,
        division_no,
        'found_line_sums' as rule_code,
        'structure_open' as doubt
    from divisions
    where axis = 'lines' and is_proven and kind = 'full'

),

items as (

    select distinct
        list_key,
        axis,
        division_no,
        whole_key as item_key,
        'left' as side
    from divisions

    union all

    select
        list_key,
        axis,
        division_no,
        part_key as item_key,
        'right' as side
    from divisions

),

members as (

    select
        figures.*,
        sums.rule_code,
        sums.doubt,
        items.side,
        case
            when sums.axis = 'lines'
                then concat_ws(
                    '-', nullif(split_part(sums.list_key, '|', 2), ''), sums.division_no, figures.meaning_col_no
                )
            when sums.rule_code = 'found_column_sums' then sums.division_no || '-' || figures.row_no
            else figures.row_no || '-' || sums.whole_col_no
        end as place
    from sums
    inner join items
        on sums.list_key = items.list_key and sums.axis = items.axis and sums.division_no = items.division_no
    inner join figures
        on items.item_key = case when items.axis = 'lines' then figures.line_key else figures.column_key end

)

select
    {{ reconciliation_key('members', "block_no || '-' || place") }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then {{ figure_in_words('members') }} end as subject,
    doubt
from members
