{#
    The figures of the sums of lines that the search over exact numbers has found, in every column: along the outline,
    where numbers, indents or headings say so too (outline_parts), else found_line_sums. Only printed numbers fix what
    a line is made of. Everything else proves figures and never contradicts any: where such a sum fails, what it is
    made of is open.
#}
with

divisions as (

    select * from {{ ref('int_divisions') }}
    where axis = 'lines' and kind <> 'partial' and (is_main or is_proven)

),

lines as (

    select * from {{ ref('int_statement_lines') }}

),

statements as (

    select * from {{ ref('statements') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where adds_up_down

),

sums as (

    select
        divisions.list_key,
        divisions.division_no,
        any_value(divisions.whole_key) as whole_key,
        any_value(wholes.row_no) as whole_row_no,
        list(divisions.part_key) as part_keys,
        any_value(divisions.is_proven and divisions.kind = 'full') as is_proven,
        any_value(
            divisions.is_main
            and (divisions.kind = 'repeats' or list_has_any(divisions.hints, ['numbering', 'indents', 'headings']))
            and not list_has_any(divisions.hints, ['codes', 'totals'])
            and not wholes.is_total
            and wholes.classification_code is null
        ) as is_in_outline,
        any_value(list_contains(divisions.hints, 'numbering')) as is_numbered,
        -- A project that runs over a page end may have lost its label.
        any_value(divisions.is_open or statements.is_project_form or statements.is_department_form) as is_open
    from divisions
    inner join lines as wholes
        on divisions.whole_key = wholes.line_key
    inner join statements
        on wholes.statement_code = statements.statement_code
    group by divisions.list_key, divisions.division_no

),

items as (

    select
        *,
        whole_key as line_key,
        'left' as side
    from sums

    union all

    select
        *,
        unnest(part_keys) as line_key,
        'right' as side
    from sums

),

members as (

    select
        figures.*,
        items.side,
        items.is_in_outline and items.is_numbered and not items.is_open as is_fixed,
        case when items.is_in_outline then 'outline_parts' else 'found_line_sums' end as rule_code,
        case
            when items.is_in_outline then items.whole_row_no || '-' || figures.meaning_col_no
            else
                concat_ws(
                    '-', nullif(split_part(items.list_key, '|', 2), ''), items.division_no, figures.meaning_col_no
                )
        end as place
    from items
    inner join figures
        on items.line_key = figures.line_key
    where items.is_in_outline or items.is_proven

)

select
    {{ reconciliation_key('members', "block_no || '-' || place") }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then {{ figure_in_words('members') }} end as subject,
    case when not is_fixed then 'structure_open' end as doubt,
    is_fixed
from members
