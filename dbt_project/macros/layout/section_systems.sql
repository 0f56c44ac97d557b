{#
    SQL: the tables whose headers name no class: names of department sections (基本工资 | 津贴补贴), if need be below those
    of government sections (工资奖金津补贴). Only in a statement by economic category do they say so. Takes the relations of
    the categories that header texts may name, and of the systems that are known by classes or printed codes.
#}
{% macro section_systems(candidates, systems) -%}
    with

    deepest_names as (

        select *
        from {{ candidates }}
        where names_system
        qualify row_no = max(row_no) over (partition by column_key)

    )

    select
        deepest_names.table_key,
        'department' as code_system
    from deepest_names
    inner join {{ ref('int_table_statements') }} as table_statements
        on deepest_names.table_key = table_statements.table_key
    inner join {{ ref('statements') }} as statements
        on table_statements.statement_code = statements.statement_code and statements.lists_economic_categories
    left join {{ systems }} as systems
        on deepest_names.table_key = systems.table_key
    where systems.table_key is null and deepest_names.code_system = 'department'
    group by deepest_names.table_key
    having count(distinct deepest_names.code) > 2
{%- endmacro %}
