{#
    SQL: the tables whose headers name no class: names of department sections (基本工资 | 津贴补贴), if need be below those
    of government sections (工资奖金津补贴). They must be more than those that tables of the three public expenses, of
    meetings and of training print. Takes the relations of the categories that header texts may name, and of the systems
    that are known by classes or printed codes. A macro, as a model of its own would push every published amount one step
    further from the paper.
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
    left join {{ systems }} as systems
        on deepest_names.table_key = systems.table_key
    where systems.table_key is null and deepest_names.code_system = 'department'
    group by deepest_names.table_key
    having count(distinct deepest_names.code) > 6
{%- endmacro %}
