{#
    SQL: a published table as a report reads it, without the name of the database, so that the view works in any file
    that holds both.
#}
{% macro published(name) -%}
    {{ ref(name).include(database=false) if execute else ref(name) }}
{%- endmacro %}

{# SQL: both names of a code, from the label that join_labels() has joined. #}
{% macro label_of(column) -%}
    {{ column }}_labels.name_zh as {{ column | replace('_code', '') }}_name_zh,
    {{ column }}_labels.name_en as {{ column | replace('_code', '') }}_name_en
{%- endmacro %}

{# SQL: joins the label of each of these columns of a relation. #}
{% macro join_labels(relation, columns) -%}
    {%- for column in columns %}
left join {{ published('dim_code_labels') }} as {{ column }}_labels
    on
        {{ column }}_labels.code_column = '{{ column }}'
        and {{ relation }}.{{ column }} = {{ column }}_labels.code
    {%- endfor %}
{%- endmacro %}

{# SQL: money in 万元, exact. #}
{% macro in_10k_yuan(yuan) -%}
    cast({{ yuan }} as decimal(24, 2)) * cast(0.0001 as decimal(5, 4))
{%- endmacro %}

{# SQL: where `yusuan explore` shows a figure and its page, as long as it runs at its usual address. #}
{% macro trace_link(amount_key) -%}
    'http://127.0.0.1:8765/figures/' || {{ amount_key }}
{%- endmacro %}

{# SQL: whose figure it is, of which year and which money; the first columns of a report of facts. #}
{% macro whose_figure() -%}
    facts.organization_name,
    facts.region_name,
    regions.province_name_zh as province_name,
    facts.fiscal_year,
    disclosures.report_kind,
    {{ label_of('report_kind') }},
    facts.basis,
    {{ label_of('basis') }},
    facts.scope,
    {{ label_of('scope') }},
    facts.unit_name,
    facts.money_scope,
    {{ label_of('money_scope') }},
    facts.is_main_scope,
    facts.is_in_another_disclosure
{%- endmacro %}

{# SQL: the figure, how it is proved and where it is printed; the last columns of a report of facts. #}
{% macro figure_and_proof() -%}
    facts.amount_yuan,
    {{ in_10k_yuan('facts.amount_yuan') }} as amount_10k_yuan,
    facts.verification,
    {{ label_of('verification') }},
    facts.is_complete,
    amounts.page_no,
    disclosures.source_file,
    {{ trace_link('facts.amount_key') }} as trace_link,
    facts.amount_key,
    facts.disclosure_key,
    facts.organization_key,
    facts.region_code
{%- endmacro %}

{# SQL: the tables that the columns of whose_figure() and figure_and_proof() come from. #}
{% macro join_whose_figure() -%}
left join {{ published('dim_disclosures') }} as disclosures
    on facts.disclosure_key = disclosures.disclosure_key
left join {{ published('dim_regions') }} as regions
    on facts.region_code = regions.region_code
left join {{ published('fct_published_amounts') }} as amounts
    on facts.amount_key = amounts.amount_key
    {{- join_labels('disclosures', ['report_kind']) }}
    {{- join_labels('facts', ['basis', 'scope', 'money_scope', 'verification']) }}
{%- endmacro %}

{#
    SQL: names of the function of a fact: those that were in use in its year, else the first that are known. A code that
    a place has made for itself has no name, but its section and class have.
#}
{% macro function_columns() -%}
    facts.function_code,
    functions.level as function_level,
    functions.name_zh as function_name_zh,
    functions.name_en as function_name_en,
    coalesce(functions.class_code, classes.code) as function_class_code,
    coalesce(functions.class_name_zh, classes.name_zh) as function_class_name_zh,
    coalesce(functions.class_name_en, classes.name_en) as function_class_name_en,
    coalesce(functions.section_code, sections.code) as function_section_code,
    coalesce(functions.section_name_zh, sections.name_zh) as function_section_name_zh,
    coalesce(functions.section_name_en, sections.name_en) as function_section_name_en
{%- endmacro %}

{# SQL: names of codes over the years, each with the year from which the next one applies; of the last, never. #}
{% macro versions(names) -%}
    (
        select
            *,
            coalesce(lead(applies_from) over (partition by code order by applies_from), 10000) as next_applies_from
        from {{ published(names) }}
    )
{%- endmacro %}

{% macro join_functions() -%}
left join {{ versions('dim_function_versions') }} as functions
    on
        facts.function_code = functions.code
        and facts.fiscal_year >= functions.applies_from
        and facts.fiscal_year < functions.next_applies_from
left join {{ published('dim_functions') }} as classes
    on classes.level = 'class' and left(facts.function_code, 3) = classes.code
left join {{ published('dim_functions') }} as sections
    on sections.level = 'section' and left(facts.function_code, 5) = sections.code
{%- endmacro %}

{#
    SQL: money of each organisation, basis, money scope, year and code, once. Where several disclosures print a year,
    the one of that year is taken, and of these the one whose kind the basis is.
#}
{% macro totals_of_years(facts, code) -%}
    select
        organization_key,
        basis,
        money_scope,
        fiscal_year,
        {{ code }},
        disclosure_key,
        is_main_scope,
        is_complete,
        amount_yuan
    from (
        select
            facts.organization_key,
            facts.basis,
            facts.money_scope,
            facts.fiscal_year,
            facts.{{ code }},
            facts.disclosure_key,
            abs(disclosures.fiscal_year - facts.fiscal_year) as years_apart,
            disclosures.report_kind <> if(facts.basis = 'final', 'final_accounts', 'budget') as is_of_other_kind,
            bool_or(facts.is_main_scope) as is_main_scope,
            bool_and(facts.is_complete) as is_complete,
            sum(facts.amount_yuan) as amount_yuan
        from {{ facts }} as facts
        inner join {{ published('dim_disclosures') }} as disclosures
            on facts.disclosure_key = disclosures.disclosure_key
        group by all
    )
    qualify
        dense_rank() over (
            partition by organization_key, basis, money_scope, fiscal_year
            order by years_apart, is_of_other_kind, disclosure_key
        ) = 1
{%- endmacro %}

{#
    SQL: a part in percent of a whole, with two decimals; null where the whole is zero. Engines agree about quotients of
    doubles and about rounding these to integers, not about other quotients and roundings.
#}
{% macro percent(part, whole) -%}
    cast(
        round(100 * (cast(100 * {{ part }} as double) / cast(nullif({{ whole }}, 0) as double))) / 100 as decimal(24, 2)
    )
{%- endmacro %}

{# SQL: whose disclosure it is, of which year and kind; the first columns of a report of what disclosures print. #}
{% macro whose_disclosure(fiscal_year='disclosures.fiscal_year') -%}
    disclosures.organization_name,
    regions.full_name_zh as region_name,
    regions.province_name_zh as province_name,
    {{ fiscal_year }},
    disclosures.report_kind,
    {{ label_of('report_kind') }}
{%- endmacro %}

{# SQL: the tables that the columns of whose_disclosure() come from; a superseded disclosure only `with_superseded`. #}
{% macro join_whose_disclosure(with_superseded=false) -%}
inner join {{ published('dim_disclosures') }} as disclosures
    on facts.disclosure_key = disclosures.disclosure_key{{ '' if with_superseded else ' and disclosures.is_current' }}
left join {{ published('dim_regions') }} as regions
    on disclosures.region_code = regions.region_code
    {{- join_labels('disclosures', ['report_kind']) }}
{%- endmacro %}

{# SQL: which organisation it is, and of which year; the first columns of a report that compares disclosures. #}
{% macro which_organization() -%}
    organizations.organization_name,
    regions.full_name_zh as region_name,
    regions.province_name_zh as province_name,
    facts.fiscal_year
{%- endmacro %}

{# SQL: the tables that the columns of which_organization() come from. #}
{% macro join_which_organization() -%}
inner join {{ published('dim_organizations') }} as organizations
    on facts.organization_key = organizations.organization_key
left join {{ published('dim_regions') }} as regions
    on organizations.region_code = regions.region_code
{%- endmacro %}

{# SQL: an amount, that of the year before, and the change between them. #}
{% macro change_columns() -%}
    facts.amount_yuan,
    facts.former_amount_yuan,
    facts.change_yuan,
    {{ in_10k_yuan('facts.amount_yuan') }} as amount_10k_yuan,
    {{ in_10k_yuan('facts.former_amount_yuan') }} as former_amount_10k_yuan,
    {{ in_10k_yuan('facts.change_yuan') }} as change_10k_yuan,
    {{ percent('facts.change_yuan', 'facts.former_amount_yuan') }} as change_percent
{%- endmacro %}
