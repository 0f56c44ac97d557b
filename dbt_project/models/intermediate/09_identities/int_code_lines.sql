{#
    The lines that carry a code and figures, one row for each code system, with the code printed directly above:
    the longest printed code that theirs begins with, in the same block and, where units are listed, in the same unit.
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
        printed_codes.*,
        valued_lines.block_key,
        valued_lines.unit_scope
    from printed_codes
    inner join valued_lines
        on printed_codes.line_key = valued_lines.line_key
    where valued_lines.is_valued

),

codes as (

    select distinct
        block_key,
        unit_scope,
        code_system,
        code
    from lines

),

code_prefixes as (

    select
        *,
        unnest([3, 5, 7, 9]) as prefix_length
    from codes

),

parents as (

    select
        code_prefixes.block_key,
        code_prefixes.unit_scope,
        code_prefixes.code_system,
        code_prefixes.code,
        max_by(codes_above.code, code_prefixes.prefix_length) as parent_code
    from code_prefixes
    inner join codes as codes_above
        on
            code_prefixes.block_key = codes_above.block_key
            and code_prefixes.unit_scope = codes_above.unit_scope
            and code_prefixes.code_system = codes_above.code_system
            and left(code_prefixes.code, code_prefixes.prefix_length) = codes_above.code
    where code_prefixes.prefix_length < length(code_prefixes.code)
    group by all

)

select
    lines.*,
    parents.parent_code
from lines
left join parents
    on
        lines.block_key = parents.block_key
        and lines.unit_scope = parents.unit_scope
        and lines.code_system = parents.code_system
        and lines.code = parents.code
