{#
    The codes of each line of a list, one row for each code system. A line with codes of several systems is laid out
    by the first of them: function, department, government. By the others it may be anywhere (`mixed_rows`).
#}
with

lines as (

    select * from {{ ref('int_statement_lines') }}

)

select
    lines.line_key,
    systems.code_system,
    systems.code,
    case
        when
            systems.code_system <> 'function' and lines.function_code is not null
            or systems.code_system = 'government' and lines.department_economic_code is not null
            then 'mixed_rows'
    end as doubt
from lines
cross join
    lateral (
        values
        ('function', lines.function_code),
        ('department', lines.department_economic_code),
        ('government', lines.government_economic_code)
    ) as systems (code_system, code)
where
    systems.code is not null
    and lines.classification_code is not null
    and not lines.is_total
    and lines.layout <> 'balance'
