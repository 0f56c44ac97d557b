{#
    Every line of the statements, with whether it carries a figure that can be added, and what its block lists: units,
    and codes or units at all. `unit_scope` is the unit whose codes a line belongs to; empty text where the block
    lists no units. Gives a select for a CTE.

    This is a macro and not a model because several models need it directly after the figures. One more model there
    would make the longest chain of the warehouse longer.
#}
{% macro valued_lines() -%}
    select
        lines.*,
        summable.line_key is not null as is_valued,
        bool_or(is_valued and lines.is_unit_row) over whole_block as has_unit_rows,
        bool_or(is_valued and not lines.is_total and (lines.classification_code is not null or lines.is_unit_row))
            over whole_block as is_coded_block,
        case when has_unit_rows then coalesce(lines.unit_code, '') else '' end as unit_scope
    from {{ ref('int_statement_lines') }} as lines
    left join (
        select distinct line_key
        from {{ ref('int_figures') }}
        where adds_up_down
    ) as summable
        on lines.line_key = summable.line_key
    window whole_block as (partition by lines.block_key)
{%- endmacro %}
