{# SQL: the figures of both sides of every identity, of all families of rules. A figure counts once on each side. #}
{% macro identity_members() -%}
    {%- set families = [
        'int_code_members', 'int_outline_members', 'int_outline_total_members', 'int_row_members',
        'int_change_members', 'int_price_members', 'int_three_public_members', 'int_form_members',
        'int_cross_members'
    ] %}
with

members as (

    {% for family in families -%}
        select * from {{ ref(family) }}
        {% if not loop.last -%}
            union all by name
        {% endif -%}
    {%- endfor %}

)

select
    reconciliation_key,
    rule_code,
    table_no,
    side,
    amount_key,
    max(role) as role,
    min(subject) as subject,
    min(doubt) as doubt
from members
group by reconciliation_key, rule_code, table_no, side, amount_key
{%- endmacro %}

{#
    SQL: one row for each identity in which a number may be missing: a cell among its figures shows digits and could
    not be read, or belongs to one of several columns. A sum along a row lacks it in its line, any other sum in its
    column; the three public expenses stand below or beside each other. Takes the relations of the members, the rules
    and the figures. Macros, as models between would push every published amount further from the paper.
#}
{% macro unreadable_identities(members, rules, figures) -%}
with

placements as (

    select * from {{ ref('int_cell_placements') }}
    where reason in ('unreadable_number', 'several_columns')

),

cells as (

    select * from {{ ref('int_cells') }}

),

-- Keys of lines and of columns.
unread_places as (

    select cells.line_key as place_key
    from placements
    inner join cells
        on placements.cell_key = cells.cell_key

    union

    select cells.table_key || '-c' || unnest(generate_series(cells.col_no, cells.col_no + cells.col_span - 1))
    from placements
    inner join cells
        on placements.cell_key = cells.cell_key

),

places as (

    select
        members.reconciliation_key,
        unnest(
            case
                when rules.kind in ('row_parts', 'change', 'product') then [figures.line_key]
                when rules.kind = 'three_public' then [figures.line_key, figures.column_key]
                else [figures.column_key]
            end
        ) as place_key
    from {{ members }} as members
    inner join {{ rules }} as rules
        on members.rule_code = rules.rule_code
    inner join {{ figures }} as figures
        on members.amount_key = figures.amount_key

)

select distinct places.reconciliation_key
from places
inner join unread_places
    on places.place_key = unread_places.place_key
{%- endmacro %}
