{#
    The figures of the sums along the outline of an uncoded statement, column by column: a line = the lines directly
    under it (outline_parts).
#}
with

links as (

    select * from {{ ref('int_outline_links') }}

),

figures as (

    select
        figures.*,
        links.is_total,
        links.parent_line_key,
        links.is_numbered,
        links.doubt
    from {{ ref('int_figures') }} as figures
    inner join links
        on figures.line_key = links.line_key
    where figures.adds_up_down

),

members as (

    select
        *,
        'outline_parts' as rule_code,
        'left' as side,
        row_no as whole_row_no
    from figures
    where not is_total and line_key in (select parts.parent_line_key from figures as parts)

    union all

    select
        figures.*,
        'outline_parts' as rule_code,
        'right' as side,
        wholes.row_no as whole_row_no
    from figures
    inner join links as wholes
        on figures.parent_line_key = wholes.line_key

)

select
    {{ reconciliation_key('members', "block_no || '-' || whole_row_no || '-' || meaning_col_no") }}
        as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then coalesce(nullif(line_label, ''), '合计') || ' · ' || column_label end as subject,
    case when side = 'right' then doubt end as doubt,
    is_numbered as is_fixed
from members
