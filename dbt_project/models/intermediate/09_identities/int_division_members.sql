{#
    The figures of the sums that the search over exact numbers has proven, in every column (found_line_sums) or line
    (found_column_sums). They prove figures whose structure no rule knows. They never accuse: where such a sum fails,
    what it is made of is open.
#}
with

divisions as (

    select * from {{ ref('int_divisions') }}
    where is_proven and kind = 'full'

),

figures as (

    select * from {{ ref('int_figures') }}
    where adds_up_down

),

wholes as (

    select distinct
        block_key,
        axis,
        division_no,
        whole_key as item_key,
        'left' as side
    from divisions

),

items as (

    select * from wholes

    union all

    select
        block_key,
        axis,
        division_no,
        part_key as item_key,
        'right' as side
    from divisions

),

members as (

    select
        figures.*,
        'found_line_sums' as rule_code,
        items.division_no || '-' || figures.meaning_col_no as place,
        items.side
    from items
    inner join figures
        on items.item_key = figures.line_key
    where items.axis = 'lines'

    union all

    select
        figures.*,
        'found_column_sums' as rule_code,
        items.division_no || '-' || figures.row_no as place,
        items.side
    from items
    inner join figures
        on items.item_key = figures.column_key
    where items.axis = 'columns'

)

select
    {{ reconciliation_key('members', "block_no || '-' || place") }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then {{ figure_in_words('members') }} end as subject,
    'structure_open' as doubt
from members
