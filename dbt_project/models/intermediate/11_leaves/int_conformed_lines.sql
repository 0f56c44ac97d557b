{#
    Lines that print a standard name and no code, in blocks that print no codes at all: the code that the name has in
    the classification, found from above. A class is a line under nothing else of the classification; below it, a name
    counts only among the codes of the line that it is proven to be a part of, by a sum or as its only part with the
    same figures. A name that fits several codes has none, nor has a line without parts where others print them.
#}
with recursive

lines as (

    select
        int_lines.line_key,
        int_lines.block_key,
        int_lines.row_no,
        int_lines.row_role,
        {{ squash("coalesce(nullif(int_lines.economic_label, ''), int_lines.line_label)") }} as name,
        statements.lists_functions
    from {{ ref('int_lines') }} as int_lines
    inner join {{ ref('statements') }} as statements
        on
            int_lines.statement_code = statements.statement_code
            and (statements.lists_functions or statements.lists_economic_categories)
    where not int_lines.is_total
    qualify
        count(
            coalesce(
                int_lines.function_code, int_lines.department_economic_code, int_lines.government_economic_code
            )
        ) over (partition by int_lines.block_key) = 0

),

figures as (

    select
        line_key,
        list({ 'column_key': column_key, 'value': exact_value } order by column_key, exact_value) as amounts
    from {{ ref('int_figures') }}
    group by line_key

),

divisions as (

    select
        part_key as line_key,
        min(whole_key) as whole_key
    from {{ ref('int_divisions') }}
    where axis = 'lines' and is_settled
    group by part_key
    having count(distinct whole_key) = 1

),

names as (

    {% for system, classification in [
        ('function', 'functions'),
        ('department', 'department_economic_categories'),
        ('government', 'government_economic_categories'),
    ] -%}
        select distinct
            '{{ system }}' as code_system,
            code,
            {{ squash('name_zh') }} as name,
            {{ class_name(squash('name_zh')) if system == 'function' else squash('name_zh') }} as class_name
        from {{ ref(classification) }}

        {{ 'union all' if not loop.last }}

    {% endfor -%}

),

class_lines as (

    select distinct
        lines.line_key,
        lines.block_key,
        lines.lists_functions,
        names.code_system,
        names.code
    from lines
    inner join names
        on
            length(names.code) = 3
            and (
                lines.name = names.name
                or (names.code_system = 'function' and {{ class_name('lines.name') }} = names.class_name)
            )

),

-- 其他支出 is a class of several classifications; the other names of the block show which is meant.
systems_of_lines as (

    select
        block_key,
        lists_functions,
        line_key,
        any_value(code_system) as code_system
    from class_lines
    group by block_key, lists_functions, line_key
    having count(distinct code_system) = 1

),

systems as (

    select
        block_key,
        any_value(code_system) as code_system
    from systems_of_lines
    group by block_key
    having count(distinct code_system) = 1 and any_value(code_system = 'function') = any_value(lists_functions)

),

-- A part that is the only one has the figures of the line above it.
links as (

    select
        lines.line_key,
        lines.block_key,
        lines.name,
        coalesce(
            divisions.whole_key,
            case
                when figures.amounts = lag(figures.amounts) over block_rows then lag(lines.line_key) over block_rows
            end
        ) as whole_key
    from lines
    inner join figures
        on lines.line_key = figures.line_key
    left join divisions
        on lines.line_key = divisions.line_key
    window block_rows as (partition by lines.block_key order by lines.row_no)

),

conformed as (

    select
        class_lines.line_key,
        class_lines.block_key,
        class_lines.code_system,
        min(class_lines.code) as code
    from class_lines
    inner join systems
        on class_lines.block_key = systems.block_key and class_lines.code_system = systems.code_system
    inner join links
        on class_lines.line_key = links.line_key
    left join lines as wholes
        on links.whole_key = wholes.line_key
    where
        wholes.line_key is null
        or (class_lines.code_system, wholes.name) not in (select (names.code_system, names.name) from names)
    group by class_lines.line_key, class_lines.block_key, class_lines.code_system
    having count(distinct class_lines.code) = 1

    union all

    select
        links.line_key,
        links.block_key,
        conformed.code_system,
        names.code
    from conformed
    inner join links
        on conformed.line_key = links.whole_key
    inner join names
        on
            conformed.code_system = names.code_system
            and links.name = names.name
            and starts_with(names.code, conformed.code)
            and length(names.code) > length(conformed.code)
    -- The only code of that name among the nearest ones.
    qualify
        count(*) over (partition by links.line_key, length(names.code)) = 1
        and length(names.code) = min(length(names.code)) over (partition by links.line_key)

)

select
    conformed.line_key,
    conformed.code_system,
    conformed.code
from conformed
inner join lines
    on conformed.line_key = lines.line_key
where
    lines.row_role = 'subtotal'
    or not exists (
        select 1
        from conformed as finer
        where
            finer.block_key = conformed.block_key
            and length(finer.code) > length(conformed.code)
            and starts_with(finer.code, conformed.code)
    )
