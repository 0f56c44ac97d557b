{#
    The lines of coded blocks that are under no printed code, and what they are under: a unit, or the total (empty
    text). Units are the direct parts of the total or of a wider unit; where no units are listed, codes are; where
    there are no codes, plain lines. Lines of several kinds or code systems under one heading are doubtful.
#}
with

valued_lines as (

    {{ valued_lines() }}

),

printed_codes as (

    select * from {{ ref('int_printed_codes') }}

),

lines as (

    select
        *,
        bool_or(is_total) over (partition by table_key) as has_total
    from valued_lines
    where is_valued and layout <> 'balance'

),

coded_block_lines as (

    select * from lines
    where is_coded_block

),

codes as (

    select
        printed_codes.*,
        lines.block_key,
        lines.unit_scope
    from printed_codes
    inner join coded_block_lines as lines
        on printed_codes.line_key = lines.line_key

),

code_prefixes as (

    select
        *,
        unnest([3, 5, 7, 9]) as prefix_length
    from codes
    where doubt is null

),

lines_below_a_code as (

    select distinct code_prefixes.line_key
    from code_prefixes
    inner join codes as codes_above
        on
            code_prefixes.block_key = codes_above.block_key
            and code_prefixes.unit_scope = codes_above.unit_scope
            and code_prefixes.code_system = codes_above.code_system
            and left(code_prefixes.code, code_prefixes.prefix_length) = codes_above.code
    where code_prefixes.prefix_length < length(code_prefixes.code)

),

units as (

    select distinct
        block_key,
        unit_code
    from coded_block_lines
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
        unit_prefixes.block_key,
        unit_prefixes.unit_code,
        max_by(parents.unit_code, unit_prefixes.prefix_length) as parent_unit_code
    from unit_prefixes
    inner join units as parents
        on
            unit_prefixes.block_key = parents.block_key
            and left(unit_prefixes.unit_code, unit_prefixes.prefix_length) = parents.unit_code
    group by unit_prefixes.block_key, unit_prefixes.unit_code

),

top_lines as (

    select
        lines.line_key,
        lines.block_key,
        lines.has_total,
        coalesce(
            case when lines.is_unit_row then unit_parents.parent_unit_code else units.unit_code end, ''
        ) as parent_unit_code,
        case when lines.is_unit_row then 1 when lines.classification_code is not null then 2 else 3 end as line_rank,
        case
            when lines.is_unit_row or lines.classification_code is null then ''
            when lines.function_code is not null then 'function'
            else 'economic'
        end as line_system
    from coded_block_lines as lines
    left join lines_below_a_code
        on lines.line_key = lines_below_a_code.line_key
    left join units
        on
            lines.block_key = units.block_key
            and lines.unit_scope = units.unit_code
    left join unit_parents
        on
            lines.block_key = unit_parents.block_key
            and lines.unit_code = unit_parents.unit_code
    where not lines.is_total and lines_below_a_code.line_key is null

),

headings as (

    select
        block_key,
        parent_unit_code,
        min(line_rank) as line_rank,
        case
            when count(distinct line_rank) > 1 or count(distinct line_system) filter (where line_rank = 2) > 1
                then 'mixed_rows'
        end as doubt
    from top_lines
    group by block_key, parent_unit_code

)

select
    top_lines.line_key,
    top_lines.block_key,
    top_lines.parent_unit_code,
    top_lines.line_rank,
    headings.doubt,
    not top_lines.has_total and top_lines.parent_unit_code = '' and headings.doubt is null as stands_for_total
from top_lines
inner join headings
    on
        top_lines.block_key = headings.block_key
        and top_lines.parent_unit_code = headings.parent_unit_code
        and top_lines.line_rank = headings.line_rank
