{#
    Rows of coded statements with no printed code above them, and what they stand under: a unit, or, where there is
    none, the total ('' as parent). Where units are listed, they are the direct rows; else codes; else plain lines.
#}
with

statement_lines as (

    select * from {{ ref('int_statement_lines') }}

),

lines as (

    select
        *,
        case when has_unit_rows then coalesce(unit_code, '') else '' end as unit_scope
    from statement_lines
    where is_coded_block and is_valued and layout <> 'balance'

),

units as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        unit_code
    from lines
    where is_unit_row

),

unit_prefixes as (

    select
        *,
        unnest(generate_series(2, length(unit_code) - 1)) as prefix_length
    from units

),

unit_parents as (

    select
        unit_prefixes.disclosure_key,
        unit_prefixes.table_no,
        unit_prefixes.block_no,
        unit_prefixes.unit_code,
        max_by(parents.unit_code, unit_prefixes.prefix_length) as parent_unit_code
    from unit_prefixes
    inner join units as parents
        on
            unit_prefixes.disclosure_key = parents.disclosure_key
            and unit_prefixes.table_no = parents.table_no
            and unit_prefixes.block_no = parents.block_no
            and left(unit_prefixes.unit_code, unit_prefixes.prefix_length) = parents.unit_code
    group by all

),

lines_below_a_code as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        row_no
    from {{ ref('int_code_lines') }}
    where parent_code is not null and doubt is null

),

-- Rows that stand directly under a unit, or, where there is none, under the total ('').
top_lines as (

    select
        lines.*,
        coalesce(
            case when lines.is_unit_row then unit_parents.parent_unit_code else units.unit_code end, ''
        ) as parent_unit_code,
        case when lines.is_unit_row then 1 when lines.classification_code is not null then 2 else 3 end as line_rank,
        case
            when lines.is_unit_row or lines.classification_code is null then ''
            when lines.function_code is not null then 'function'
            else 'economic'
        end as line_system
    from lines
    left join lines_below_a_code
        on
            lines.disclosure_key = lines_below_a_code.disclosure_key
            and lines.table_no = lines_below_a_code.table_no
            and lines.block_no = lines_below_a_code.block_no
            and lines.row_no = lines_below_a_code.row_no
    left join units
        on
            lines.disclosure_key = units.disclosure_key
            and lines.table_no = units.table_no
            and lines.block_no = units.block_no
            and lines.unit_scope = units.unit_code
    left join unit_parents
        on
            lines.disclosure_key = unit_parents.disclosure_key
            and lines.table_no = unit_parents.table_no
            and lines.block_no = unit_parents.block_no
            and lines.unit_code = unit_parents.unit_code
    where not lines.is_total and lines_below_a_code.row_no is null

),

parents_of_top_lines as (

    select
        disclosure_key,
        table_no,
        block_no,
        parent_unit_code,
        min(line_rank) as line_rank,
        case
            when count(distinct line_rank) > 1 or count(distinct line_system) filter (where line_rank = 2) > 1
                then 'mixed_rows'
        end as doubt
    from top_lines
    group by disclosure_key, table_no, block_no, parent_unit_code

)

select
    top_lines.*,
    top_lines.line_rank = parents_of_top_lines.line_rank as is_direct,
    parents_of_top_lines.doubt
from top_lines
inner join parents_of_top_lines
    on
        top_lines.disclosure_key = parents_of_top_lines.disclosure_key
        and top_lines.table_no = parents_of_top_lines.table_no
        and top_lines.block_no = parents_of_top_lines.block_no
        and top_lines.parent_unit_code = parents_of_top_lines.parent_unit_code
