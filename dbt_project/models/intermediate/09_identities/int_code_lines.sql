{#
    The lines that carry codes, one row for each code system, with the code printed directly above each: the
    longest printed code that it begins with, in the same block and, where units are listed, under the same unit.
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

coded_lines as (

    select
        lines.* exclude (function_code, department_economic_code, government_economic_code),
        code_systems.code_system,
        case code_systems.code_system
            when 'function' then lines.function_code
            when 'department' then lines.department_economic_code
            else lines.government_economic_code
        end as code,
        -- A row with codes of several systems is laid out by the first; by the others it may stand anywhere.
        case
            when
                code_systems.code_system <> 'function' and lines.function_code is not null
                or code_systems.code_system = 'government' and lines.department_economic_code is not null
                then 'mixed_rows'
        end as doubt
    from lines
    inner join (values ('function'), ('department'), ('government')) as code_systems (code_system)
        on
            case code_systems.code_system
                when 'function' then lines.function_code
                when 'department' then lines.department_economic_code
                else lines.government_economic_code
            end is not null
    where not lines.is_total and lines.classification_code is not null

),

codes as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        unit_scope,
        code_system,
        code
    from coded_lines

),

code_prefixes as (

    select
        *,
        unnest([3, 5, 7, 9]) as prefix_length
    from codes

),

code_parents as (

    select
        code_prefixes.disclosure_key,
        code_prefixes.table_no,
        code_prefixes.block_no,
        code_prefixes.unit_scope,
        code_prefixes.code_system,
        code_prefixes.code,
        max_by(parents.code, code_prefixes.prefix_length) as parent_code
    from code_prefixes
    inner join codes as parents
        on
            code_prefixes.disclosure_key = parents.disclosure_key
            and code_prefixes.table_no = parents.table_no
            and code_prefixes.block_no = parents.block_no
            and code_prefixes.unit_scope = parents.unit_scope
            and code_prefixes.code_system = parents.code_system
            and left(code_prefixes.code, code_prefixes.prefix_length) = parents.code
    where code_prefixes.prefix_length < length(code_prefixes.code)
    group by all

)

select
    coded_lines.*,
    code_parents.parent_code
from coded_lines
left join code_parents
    on
        coded_lines.disclosure_key = code_parents.disclosure_key
        and coded_lines.table_no = code_parents.table_no
        and coded_lines.block_no = code_parents.block_no
        and coded_lines.unit_scope = code_parents.unit_scope
        and coded_lines.code_system = code_parents.code_system
        and coded_lines.code = code_parents.code
