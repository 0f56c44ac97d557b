{#
    The figures by which statements are compared: amounts of the year's budget or of its final accounts. Fund source
    and nature are never blank here: fiscal appropriation as a whole is `fiscal`, also where it is all the money of
    the statement; what is not divided by nature is `none`. A column of one economic category is only a part of what its
    other coordinates name. Takes a relation of amounts; gives a select for a CTE.
#}
{% macro comparable_figures(relation) -%}
    select
        figures.* exclude (fund_source, nature),
        case
            when figures.fund_source = '' then 'fiscal'
            when figures.fund_source = 'total' and statements.money_scope = 'fiscal' then 'fiscal'
            else figures.fund_source
        end as fund_source,
        coalesce(nullif(figures.nature, ''), 'none') as nature
    from {{ relation }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code
    where figures.measure = 'amount' and figures.basis in ('budget', 'final') and figures.divides_by_category is not true
{%- endmacro %}
