{#
    The codes each line carries, by system: repaired where a cell was cut, joined from 类 | 款 | 项, and completed from
    the rows above where a class or a section is printed only once. A code is never guessed from a name.
#}
with

labels as (

    select * from {{ ref('int_line_labels') }}

),

code_texts as (

    select * from {{ ref('int_line_code_texts') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

functions as (

    select
        code,
        list({{ squash('name_zh') }}) as names
    from {{ ref('functions') }}
    group by code

),

lines as (

    select
        labels.line_key,
        labels.block_key,
        labels.row_no,
        {{ squash('labels.bare_label') }} as squashed_name,
        labels.code_in_label,
        labels.project_code_in_label,
        labels.procurement_code_in_label,
        code_texts.* exclude (line_key),
        tables.lists_economic_categories,
        tables.lists_purchases
    from labels
    inner join tables
        on labels.table_key = tables.table_key
    left join code_texts
        on labels.named_line_key = code_texts.line_key

),

filled as (

    select
        *,
        last_value(class_text ignore nulls) over above_rows as class_above,
        last_value(
            case
                when section_text is not null or class_text is not null then coalesce(section_text, '')
            end ignore nulls
        ) over above_rows as section_above,
        last_value(case when length(code_text) = 3 then code_text end ignore nulls) over above_rows
            as class_code_above
    from lines
    window
        above_rows as (partition by block_key order by row_no rows between unbounded preceding and current row)

),

composed as (

    select
        *,
        coalesce(
            case
                when length(code_text) = 2 then class_code_above || code_text
                when length(item_text) >= 7 then item_text
                when item_text is not null and length(section_above) >= 5 then section_above || item_text
                when item_text is not null and section_above <> '' then class_above || section_above || item_text
                when length(section_text) >= 5 then section_text
                when section_text is not null then class_above || section_text
                else class_text
            end,
            code_text
        ) as composed_code
    from filled

),

chosen as (

    select
        *,
        -- The code in front of the name says more than a code column that prints only its beginning.
        case
            when composed_code is null or starts_with(code_in_label, composed_code)
                then coalesce(code_in_label, composed_code, unit_code_text, digits_in_label)
            else composed_code
        end as any_code
    from composed

),

compared as (

    select
        chosen.*,
        functions.names is not null
        and not list_bool_or(
            list_transform(
                functions.names,
                lambda name: starts_with(name, chosen.squashed_name)
                or starts_with(chosen.squashed_name, left(name, 4))
            )
        ) as contradicts_function_name,
        max(length(chosen.any_code) in (4, 6)) over (partition by chosen.block_key, left(chosen.any_code, 3))
            as has_unit_like_sibling
    from chosen
    left join functions
        on chosen.any_code = functions.code

),

systems as (

    select
        *,
        case
            when any_code is null then null
            when coalesce(code_system, '') = 'procurement' then null
            when
                length(any_code) in (3, 5, 7, 9)
                and regexp_matches(any_code, '^3[01][0-9]|^399')
                and (lists_economic_categories or code_system in ('economic', 'department') or length(any_code) > 3)
                then 'department'
            when
                length(any_code) in (3, 5, 7)
                and regexp_matches(any_code, '^5[01][0-9]|^599')
                and (lists_economic_categories or code_system in ('economic', 'government') or length(any_code) > 3)
                then 'government'
            when
                length(any_code) in (3, 5, 7)
                and regexp_matches(any_code, '^2[0-3][0-9]')
                and not (has_unit_like_sibling and contradicts_function_name)
                then 'function'
            when length(any_code) >= 12 then 'project'
            else 'unit'
        end as any_code_system
    from compared

)

select
    line_key,
    coalesce(case when any_code_system = 'function' then any_code end, function_code_text) as function_code,
    coalesce(case when any_code_system = 'department' then any_code end, department_code_text)
        as department_economic_code,
    coalesce(government_code_text, case when any_code_system = 'government' then any_code end)
        as government_economic_code,
    coalesce(
        case when any_code_system = 'unit' then any_code end,
        case when length(unit_code_text) < 12 and unit_code_text is distinct from any_code then unit_code_text end
    ) as unit_code,
    coalesce(names_unit_group, false) as names_unit_group,
    coalesce(
        case
            when
                regexp_full_match(project_code_text, '[0-9A-Za-z-]{4,}')
                and not (lists_purchases and regexp_full_match(project_code_text, '[ABC][0-9]{2,10}'))
                then project_code_text
        end,
        project_code_in_label,
        case when any_code_system = 'project' then any_code end,
        case when length(unit_code_text) >= 12 then unit_code_text end
    ) as project_code,
    coalesce(
        {{ procurement_code_in_label('procurement_code_text', '[-—－_]?') }},
        case when not regexp_matches(procurement_code_text, '\p{Han}') then procurement_code_text end,
        case
            when lists_purchases and regexp_full_match(project_code_text, '[ABC](?:[0-9]{2,10})?')
                then project_code_text
        end,
        procurement_code_in_label
    ) as procurement_code
from systems
