{#
    What a short text says about the document that it is in. Models that use these macros need
    `-- depends_on: {{ ref('keywords') }}`. `digits_text` is squashed text with Chinese figures as digits.
#}
{% macro digits_text(squashed) -%}
    translate({{ squashed }}, '〇零○Ｏ一二三四五六七八九', '0000123456789')
{%- endmacro %}

{# The fiscal year of a report; null without one. #}
{% macro fiscal_year_in(digits) -%}
    {%- set report = any_keyword('report') -%}
    try_cast(
        coalesce(
            nullif(regexp_extract({{ digits }}, '(20[0-9]{2})年?度?[^0-9]{0,30}?{{ report }}', 1), ''),
            nullif(regexp_extract({{ digits }}, '{{ report }}年度:?(20[0-9]{2})', 1), ''),
            nullif(regexp_extract({{ digits }}, '^[(]?(20[0-9]{2})(?:年度?|[(]年度?[)])[)]?$', 1), '')
        ) as integer
    )
{%- endmacro %}

{#
    The fiscal year in the title of a form that says nothing of a budget: 某市某局2026年项目支出绩效目标表. Only where no
    other text of the document names a year.
#}
{% macro form_year_in(digits) -%}
    {%- set form = any_keyword('report_form') -%}
    try_cast(
        nullif(regexp_extract({{ digits }}, '(20[0-9]{2})年?度?[^0-9]{0,30}?{{ form }}', 1), '') as integer
    )
{%- endmacro %}

{# Whether such a form belongs to a budget or to final accounts. #}
{% macro form_kind_in(squashed) -%}
    case
        when not {{ has_word(squashed, 'report_form') }} then null
        when {{ has_word(squashed, 'budget_form') }} then 'budget'
        else 'final_accounts'
    end
{%- endmacro %}

{# Whether a report is a budget or final accounts; null for a list, which names several reports. #}
{% macro report_kind_in(squashed) -%}
    case
        when regexp_matches({{ squashed }}, '[,、]') then null
        when {{ has_word(squashed, 'kind_final_accounts') }} then 'final_accounts'
        when {{ has_word(squashed, 'kind_budget') }} then 'budget'
    end
{%- endmacro %}

{# Whether a report is of a department or of a unit. #}
{% macro scope_in(squashed) -%}
    case
        when {{ has_word(squashed, 'scope_department') }} then 'department'
        when {{ has_word(squashed, 'names_department') }} then null
        when {{ has_word(squashed, 'scope_unit') }} then 'unit'
    end
{%- endmacro %}

{# The organisation after a label, 编制单位:某市某局; null without one. #}
{% macro labelled_organization_in(squashed) -%}
    {%- set label = '^' ~ any_keyword('organization_label') ~ '(?:[(][^)]*[)])?:' -%}
    {%- set code = '(?:[[]?[0-9]{3,}[]]?[-—]?)?' -%}
    {%- set behind_name = '(?:(?:' ~ any_keyword('behind_organization') ~ '|,|20[0-9]{2}).*)?' -%}
    nullif(regexp_extract({{ squashed }}, '{{ label }}{{ code }}([\p{Han}()、]{3,30}?){{ behind_name }}$', 1), '')
{%- endmacro %}

{# The organisation in the title of a report: 某市某局2024年部门预算, 2024年某市某局部门预算; null without one. #}
{% macro titled_organization_in(digits) -%}
    {%- set year = '20[0-9]{2}(?:年度|年)?' -%}
    {%- set name = '([\\p{Han}()]{4,30}?)' -%}
    {%- set extent = '(?:[(]?' ~ any_keyword('organization_extent') ~ '[)]?)?' -%}
    {%- set report_of = any_keyword('report_of') -%}
    {%- set titled_report = any_keyword('titled_report') -%}
    coalesce(
        nullif(
            regexp_extract({{ digits }}, '^(?:{{ year }})?{{ name }}{{ extent }}{{ year }}{{ report_of }}?{{ titled_report }}', 1),
            ''
        ),
        nullif(regexp_extract({{ digits }}, '^{{ year }}{{ name }}{{ report_of }}{{ titled_report }}', 1), '')
    )
{%- endmacro %}

{# An organisation whose name is all of a text: 某市某局, 某市某局(本级); null without one. #}
{% macro bare_organization_in(squashed) -%}
    {%- set body = any_keyword('organization_ending') -%}
    {%- set extent = '(?:[(]?' ~ any_keyword('organization_extent') ~ '[)]?)?' -%}
    case
        when not regexp_matches({{ squashed }}, '^{{ any_keyword("no_organization") }}')
            then nullif(regexp_extract({{ squashed }}, '^([\p{Han}()]{3,30}?{{ body }}){{ extent }}$', 1), '')
    end
{%- endmacro %}

{# The form in which names of organisations are compared: without brackets and 本级, 委 for 委员会. #}
{% macro plain_organization(name) -%}
    replace(
        regexp_replace(
            regexp_replace({{ name }}, '[(][^()]*[)]', '', 'g'), '{{ any_keyword("organization_extent") }}$', ''
        ),
        '委员会',
        '委'
    )
{%- endmacro %}

{# Do two such names mean one organisation? The short form of a name is its end: 商务局, 某市商务局. #}
{% macro is_same_organization(one, other) -%}
    (ends_with({{ one }}, {{ other }}) or ends_with({{ other }}, {{ one }}))
{%- endmacro %}

{#
    Does a cover name another organisation, year, kind or scope than the cover before it in a window? What one of them
    does not name is not a difference, except an organisation: what is before it without one is not its own.
#}
{% macro names_another_report(covers, window) -%}
    coalesce(
        not {{ is_same_organization(
            covers ~ '.organization_name', 'lag(' ~ covers ~ '.organization_name) over ' ~ window
        ) }},
        lag({{ covers }}.page_no) over {{ window }} is not null
    )
    {%- for part in ['fiscal_year', 'report_kind', 'scope'] %}
    or coalesce({{ covers }}.{{ part }} <> lag({{ covers }}.{{ part }}) over {{ window }}, false)
    {%- endfor %}
{%- endmacro %}
