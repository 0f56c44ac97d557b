{#
    The codes each line carries, by system: repaired from cut cells, joined from 类 | 款 | 项, completed from
    the rows above where a class or section is printed once. Never guessed from a name.
#}
with

line_keys as (

    select * from {{ ref('int_line_texts') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

functions as (

    select
        code,
        list({{ squash('name_zh') }}) as names
    from {{ ref('functions') }}
    group by code

),

labelled as (

    select
        line_keys.*,
        table_statements.statement_code,
        table_statements.layout,
        {{ label_without_total('coalesce(line_keys.label_text, line_keys.unit_label_text, line_keys.code_label_text)') }}
            as printed_label,
        table_statements.statement_code in (
            'general_basic_economic', 'economic_summary', 'operating_cost', 'basic_economic_total',
            'general_expenditure_economic', 'general_project_economic'
        ) as expects_economic_codes,
        table_statements.statement_code in ('project_expenditure', 'procurement', 'performance_summary')
            as expects_project_names
    from line_keys
    inner join table_statements
        on line_keys.table_key = table_statements.table_key

),

filled as (

    select
        *,
        last_value(class_text ignore nulls) over above_rows as class_above,
        last_value(
            case
                when section_text is not null or class_text is not null then coalesce(section_text, '')
            end ignore nulls
        )
            over above_rows as section_above,
        last_value(case when length(code_text) = 3 then code_text end ignore nulls) over above_rows
            as class_code_above,
        {{ project_code_in_label('printed_label') }} as project_code_in_label,
        case when statement_code = 'procurement' then {{ procurement_code_in_label('printed_label') }} end
            as procurement_code_in_label,
        bool_or(prints_item) over whole_block as lists_items,
        bool_or(procurement_code_text is not null) over whole_block as lists_catalogue_entries,
        bool_or(procurement_code_text is not null and prints_unit) over whole_block as prints_unit_beside_entries
    from labelled
    window
        above_rows as (
            partition by disclosure_key, table_no, block_no order by row_no
            rows between unbounded preceding and current row
        ),
        whole_block as (partition by disclosure_key, table_no, block_no)

),

composed as (

    select
        *,
        case
            when length(code_text) = 2 then class_code_above || code_text
            when length(item_text) >= 7 then item_text
            when item_text is not null and length(section_above) >= 5 then section_above || item_text
            when item_text is not null and section_above <> '' then class_above || section_above || item_text
            when length(section_text) >= 5 then section_text
            when section_text is not null then class_above || section_text
            else class_text
        end as composed_code,
        case
            when not expects_project_names
                then coalesce({{ code_in_label('code_label_text') }}, {{ code_in_label('printed_label') }})
        end as label_code,
        case
            when project_code_in_label is not null
                then {{ label_without_prefix('printed_label', 'project_code_in_label') }}
            when procurement_code_in_label is not null
                then {{ label_without_prefix('printed_label', 'procurement_code_in_label') }}
            when expects_project_names then printed_label
            else {{ label_without_code('printed_label') }}
        end as bare_label,
        -- In a list of purchases: what names no item, or a unit in place of an entry, stands for the items below.
        statement_code = 'procurement'
        and (
            (coalesce(lists_items, false) and not coalesce(prints_item, false))
            or (
                coalesce(lists_catalogue_entries, false)
                and procurement_code_text is null
                and coalesce(prints_unit, false)
                and not coalesce(prints_unit_beside_entries, false)
            )
        ) as is_heading
    from filled

),

chosen as (

    select
        *,
        case
            when
                label_code is not null
                and (
                    coalesce(composed_code, code_text) is null
                    or starts_with(label_code, coalesce(composed_code, code_text))
                )
                then label_code
            else coalesce(composed_code, code_text, label_code, unit_code_text, digits_in_label)
        end as any_code
    from composed

),

compared as (

    select
        chosen.*,
        {{ label_words('chosen.bare_label') }} as line_label,
        {{ squash(label_words('chosen.bare_label')) }} as squashed_label,
        functions.names is not null
        and not list_bool_or(
            list_transform(
                functions.names,
                lambda name: starts_with(name, {{ squash('chosen.bare_label') }})
                or starts_with({{ squash('chosen.bare_label') }}, left(name, 4))
            )
        ) as contradicts_function_name,
        max(length(chosen.any_code) in (4, 6)) over (
            partition by chosen.disclosure_key, chosen.table_no, chosen.block_no, left(chosen.any_code, 3)
        ) as has_unit_like_sibling
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
                and (expects_economic_codes or code_system in ('economic', 'department') or length(any_code) > 3)
                then 'department'
            when
                length(any_code) in (3, 5, 7)
                and regexp_matches(any_code, '^5[01][0-9]|^599')
                and (expects_economic_codes or code_system in ('economic', 'government') or length(any_code) > 3)
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
    block_key,
    table_key,
    row_key,
    disclosure_key,
    table_no,
    row_no,
    block_no,
    statement_code,
    layout,
    printed_label,
    line_label,
    squashed_label,
    row_text,
    measure_unit_text,
    unit_label_text,
    {{ label_words(label_without_code('economic_label_text')) }} as economic_label,
    label_header_text,
    is_heading,
    coalesce(names_unit_group, false) as names_unit_group,
    coalesce(case when any_code_system = 'function' then any_code end, function_code_text) as function_code,
    coalesce(case when any_code_system = 'department' then any_code end, department_code_text)
        as department_economic_code,
    coalesce(government_code_text, case when any_code_system = 'government' then any_code end)
        as government_economic_code,
    coalesce(
        case when any_code_system = 'unit' then any_code end,
        case when length(unit_code_text) < 12 and unit_code_text is distinct from any_code then unit_code_text end
    ) as unit_code,
    coalesce(
        case
            when
                regexp_full_match(project_code_text, '[0-9A-Za-z-]{4,}')
                and not (statement_code = 'procurement' and regexp_full_match(project_code_text, '[ABC][0-9]{2,10}'))
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
            when statement_code = 'procurement' and regexp_full_match(project_code_text, '[ABC](?:[0-9]{2,10})?')
                then project_code_text
        end,
        procurement_code_in_label
    ) as procurement_code,
    {{ numbering_depth('printed_label') }} as numbering_depth
from systems
