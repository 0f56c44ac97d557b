{#
    SQL: the money that a figure of an analysts' fact belongs to. A statement that is named for one budget says it;
    elsewhere the fund source of the figure does, as in a column of a statement of all funds.
#}
{% macro money_scope(statement_scope, fund_source) -%}
    case
        when {{ statement_scope }} not in ('all', 'fiscal') then {{ statement_scope }}
        when {{ fund_source }} = 'total' then case when {{ statement_scope }} = 'fiscal' then 'fiscal' else 'all' end
        when {{ fund_source }} = '' then 'fiscal'
        else {{ fund_source }}
    end
{%- endmacro %}

{# SQL: whether other statements print this money too, so that a column of all funds can stand for them. #}
{% macro is_common_scope(money_scope) -%}
    {{ money_scope }} in ('all', 'fiscal', 'general_public', 'gov_fund', 'soe_capital')
{%- endmacro %}
