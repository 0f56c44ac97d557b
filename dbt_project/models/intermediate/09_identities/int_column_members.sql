{#
    The figures of the sums of columns that the search over exact numbers has found, in every line. Where the header or
    the kinds of the columns say so too, such a sum has a rule of its own: by kinds of expenditure (row_natures) or by
    fund sources (row_sources). What numbers alone say (found_column_sums) proves figures and never contradicts any:
    where such a sum fails, what it is made of is open.
#}
with

divisions as (

    select * from {{ ref('int_divisions') }}
    where axis = 'columns' and kind <> 'partial' and (is_main or is_proven)

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
    left join (select distinct column_key from figures) as read_columns
        on number_cells.meaning_column_key = read_columns.column_key
    where
        number_cells.row_class = 'data'
        and number_cells.column_role in ('amount', 'unknown')
        and coalesce(columns_read.measure, 'amount') = 'amount'
        and read_columns.column_key is null

),

parts as (

    select
        divisions.*,
        wholes.table_key,
        wholes.col_no as whole_col_no,
        coalesce(parts.fund_source, wholes.fund_source, '') = coalesce(wholes.fund_source, '') as has_same_source,
        coalesce(parts.nature, '') = coalesce(wholes.nature, '') as has_same_nature
    from divisions
    inner join columns_read as wholes
        on divisions.whole_key = wholes.column_key
    inner join columns_read as parts
        on divisions.part_key = parts.column_key

),

-- The items of the three public expenses and assets have rules of their own.
sums as (

    select
        parts.block_key,
        parts.division_no,
        any_value(parts.whole_key) as whole_key,
        any_value(parts.whole_col_no) as whole_col_no,
        case
            when
                not any_value(parts.is_main and (parts.kind = 'repeats' or len(parts.hints) > 0))
                or (
                    any_value(statements.lists_three_public_items or statements.lists_assets)
                    and bool_or(parts.has_same_source and parts.has_same_nature)
                )
                then 'found_column_sums'
            when not bool_and(parts.has_same_nature) and bool_and(parts.has_same_source) then 'row_natures'
            else 'row_sources'
        end as rule_code,
        case
            when rule_code = 'found_column_sums' or any_value(parts.is_open) then 'structure_open'
            when any_value(unread_blocks.block_key) is not null then 'unread_columns'
        end as doubt
    from parts
    inner join tables
        on parts.table_key = tables.table_key
    inner join statements
        on tables.statement_code = statements.statement_code
    left join unread_blocks
        on parts.block_key = unread_blocks.block_key
    group by parts.block_key, parts.division_no
    having rule_code <> 'found_column_sums' or any_value(parts.is_proven and parts.kind = 'full')

),

items as (

    select
        block_key,
        division_no,
        whole_key as column_key,
        'left' as side
    from sums

    union all

    select
        block_key,
        division_no,
        part_key as column_key,
        'right' as side
    from parts

),

members as (

    select
        figures.*,
        sums.rule_code,
        sums.doubt,
        items.side,
        case
            when sums.rule_code = 'found_column_sums' then sums.division_no || '-' || figures.row_no
            else figures.row_no || '-' || sums.whole_col_no
        end as place
    from sums
    inner join items
        on sums.block_key = items.block_key and sums.division_no = items.division_no
    inner join figures
        on items.column_key = figures.column_key

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
