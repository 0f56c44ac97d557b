{#
    Figures of the identities along printed codes, column by column: a code = the codes directly below it, a
    unit = what is listed under it, a total = the rows at the top. A code printed on several rows is their sum.
#}
with

statement_lines as (

    select * from {{ ref('int_statement_lines') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

coded_lines as (

    select * from {{ ref('int_code_lines') }}

),

direct_lines as (

    select * from {{ ref('int_top_lines') }}
    where is_direct

),

lines as (

    select * from statement_lines
    where is_coded_block and is_valued and layout <> 'balance'

),

total_columns as (

    select
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        figures.column_no,
        count(distinct figures.published_value) as total_count
    from lines
    inner join figures
        on
            lines.disclosure_key = figures.disclosure_key
            and lines.table_no = figures.table_no
            and lines.block_no = figures.block_no
            and lines.row_no = figures.row_no
    where lines.is_total
    group by lines.disclosure_key, lines.table_no, lines.block_no, figures.column_no

),

coded_blocks as (

    select
        disclosure_key,
        table_no,
        count(distinct block_no) as block_count
    from lines
    group by disclosure_key, table_no

),

sides as (

    select
        'code_parts' as rule_code,
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no,
        lines.block_no || '-' || lines.unit_scope || '-' || lines.code_system || '-' || lines.code as sum_key,
        lines.code || ' ' || lines.line_label as subject,
        'left' as side,
        lines.doubt
    from coded_lines as lines

    union all

    select
        'code_parts' as rule_code,
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no,
        lines.block_no || '-' || lines.unit_scope || '-' || lines.code_system || '-' || lines.parent_code as sum_key,
        null as subject,
        'right' as side,
        lines.doubt
    from coded_lines as lines
    where lines.parent_code is not null

    union all

    select
        'unit_parts' as rule_code,
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no,
        lines.block_no || '-' || lines.unit_code as sum_key,
        lines.unit_code || ' ' || lines.line_label as subject,
        'left' as side,
        null as doubt
    from lines
    where lines.is_unit_row

    union all

    select
        'unit_parts' as rule_code,
        direct_lines.disclosure_key,
        direct_lines.table_no,
        direct_lines.block_no,
        direct_lines.row_no,
        direct_lines.block_no || '-' || direct_lines.parent_unit_code as sum_key,
        null as subject,
        'right' as side,
        -- Rows without codes may hold headings of their own: they can prove the unit, never accuse it.
        coalesce(direct_lines.doubt, case when direct_lines.line_rank = 3 then 'mixed_rows' end) as doubt
    from direct_lines
    where direct_lines.parent_unit_code <> ''

    union all

    select
        'total_parts' as rule_code,
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no,
        lines.block_no || '-' || lines.row_no as sum_key,
        coalesce(nullif(lines.line_label, ''), '合计') as subject,
        'left' as side,
        case
            when coded_blocks.block_count > 1 then 'several_blocks'
            when lines.squashed_label <> '' and not lines.is_labelled_total then 'extent_of_subtotal'
        end as doubt
    from lines
    inner join coded_blocks
        on
            lines.disclosure_key = coded_blocks.disclosure_key
            and lines.table_no = coded_blocks.table_no
    where lines.is_total

    union all

    select
        'total_parts' as rule_code,
        totals.disclosure_key,
        totals.table_no,
        totals.block_no,
        direct_lines.row_no,
        totals.block_no || '-' || totals.row_no as sum_key,
        null as subject,
        'right' as side,
        direct_lines.doubt
    from lines as totals
    inner join direct_lines
        on
            totals.disclosure_key = direct_lines.disclosure_key
            and totals.table_no = direct_lines.table_no
            and totals.block_no = direct_lines.block_no
    where totals.is_total and direct_lines.parent_unit_code = ''

),

column_parts as (

    select * from {{ ref('int_column_parts') }}

),

-- A row whose own figure is left blank, while its parts are printed, stands for itself with these.
blank_wholes as (

    select
        sides.rule_code,
        sides.disclosure_key,
        sides.table_no,
        sides.block_no,
        sides.sum_key,
        column_parts.whole_column_no as column_no,
        figures.amount_key,
        sides.doubt
    from sides
    inner join figures
        on
            sides.disclosure_key = figures.disclosure_key
            and sides.table_no = figures.table_no
            and sides.block_no = figures.block_no
            and sides.row_no = figures.row_no
    inner join column_parts
        on
            figures.disclosure_key = column_parts.disclosure_key
            and figures.table_no = column_parts.table_no
            and figures.block_no = column_parts.block_no
            and figures.column_no = column_parts.part_column_no
    left join figures as wholes
        on
            figures.disclosure_key = wholes.disclosure_key
            and figures.table_no = wholes.table_no
            and figures.block_no = wholes.block_no
            and figures.row_no = wholes.row_no
            and column_parts.whole_column_no = wholes.column_no
    where sides.side = 'right' and wholes.amount_key is null

),

members as (

    select
        sides.rule_code,
        sides.disclosure_key,
        sides.table_no,
        sides.block_no,
        sides.sum_key,
        figures.column_no,
        sides.subject || ' · ' || figures.column_label as subject,
        sides.side,
        figures.amount_key,
        sides.doubt
    from sides
    inner join figures
        on
            sides.disclosure_key = figures.disclosure_key
            and sides.table_no = figures.table_no
            and sides.block_no = figures.block_no
            and sides.row_no = figures.row_no

    union all

    select
        rule_code,
        disclosure_key,
        table_no,
        block_no,
        sum_key,
        column_no,
        null as subject,
        'right' as side,
        amount_key,
        doubt
    from blank_wholes

)

select
    members.rule_code,
    members.disclosure_key,
    members.table_no,
    members.sum_key || '-' || members.column_no as instance,
    members.subject,
    members.side,
    'part' as role,
    1 as coefficient,
    members.amount_key,
    coalesce(
        members.doubt,
        case when members.rule_code = 'total_parts' and total_columns.total_count > 2 then 'several_totals' end
    ) as doubt
from members
left join total_columns
    on
        members.disclosure_key = total_columns.disclosure_key
        and members.table_no = total_columns.table_no
        and members.block_no = total_columns.block_no
        and members.column_no = total_columns.column_no
