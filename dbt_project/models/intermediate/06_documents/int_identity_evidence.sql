{#
    What each short text of a document says about it: the fiscal year, whether it is a budget or final accounts, whether
    of a department or of a unit, and the name of the organisation. `weight` is how much the text is believed about the
    organisation: a line 编制单位: most, then the first lines, then all others.
#}
-- depends_on: {{ ref('keywords') }}
{%- set label = '^' ~ any_keyword('organization_label') ~ '(?:[(][^)]*[)])?:' %}
{%- set body = any_keyword('organization_ending') %}
{%- set extent = '(?:[(]?' ~ any_keyword('organization_extent') ~ '[)]?)?' %}
{%- set behind_name = '(?:(?:' ~ any_keyword('behind_organization') ~ '|,|20[0-9]{2}).*)?' %}
{%- set report = any_keyword('report') %}
{%- set report_of = any_keyword('report_of') %}
{%- set titled_report = any_keyword('titled_report') %}
{%- set year = '20[0-9]{2}(?:年度|年)?' %}
{%- set code = '(?:[[]?[0-9]{3,}[]]?[-—]?)?' %}
{%- set no_year = '(?:[0-9]{3}|[0-13-9][0-9]{3,5}|2[1-9][0-9]{2,4})' %}
{%- set labelled_name = label ~ code ~ '([\\p{Han}()、]{3,30}?)' ~ behind_name ~ '$' %}
{%- set numbered_name = '^' ~ no_year ~ '([\\p{Han}()]{3,30}' ~ body ~ ')$' %}
{%- set name = '([\\p{Han}()]{4,30}?)' %}
{%- set name_before_year = '^(?:' ~ year ~ ')?' ~ name ~ extent ~ year ~ report_of ~ '?' ~ titled_report %}
{%- set name_after_year = '^' ~ year ~ name ~ report_of ~ titled_report %}

with

texts as (

    select
        *,
        translate(squashed_text, '〇零○Ｏ一二三四五六七八九', '0000123456789') as digits_text
    from {{ ref('int_identity_texts') }}

)

select
    disclosure_key,
    line_no,
    compact_text as evidence,
    is_on_cover,
    try_cast(
        coalesce(
            nullif(regexp_extract(digits_text, '(20[0-9]{2})年?度?[^0-9]{0,30}?{{ report }}', 1), ''),
            nullif(regexp_extract(digits_text, '{{ report }}年度:?(20[0-9]{2})', 1), ''),
            nullif(regexp_extract(digits_text, '^[(]?(20[0-9]{2})年度?[)]?$', 1), '')
        ) as integer
    ) as fiscal_year,
    case
        -- A list names several reports.
        when regexp_matches(squashed_text, '[,、]') then null
        when {{ has_word('squashed_text', 'kind_final_accounts') }} then 'final_accounts'
        when {{ has_word('squashed_text', 'kind_budget') }} then 'budget'
    end as report_kind,
    case
        when {{ has_word('squashed_text', 'scope_department') }} then 'department'
        when {{ has_word('squashed_text', 'names_department') }} then null
        when {{ has_word('squashed_text', 'scope_unit') }} then 'unit'
    end as scope,
    coalesce(
        -- 编制单位:某市某局
        nullif(regexp_extract(squashed_text, '{{ labelled_name }}', 1), ''),
        -- 106某市某局, with figures that are no year
        nullif(regexp_extract(squashed_text, '{{ numbered_name }}', 1), ''),
        -- 某市某局2024年部门预算
        nullif(regexp_extract(digits_text, '{{ name_before_year }}', 1), ''),
        -- 2024年某市某局部门预算
        nullif(regexp_extract(digits_text, '{{ name_after_year }}', 1), '')
    ) as organization_name,
    case
        when regexp_matches(squashed_text, '{{ label }}') then 4
        when line_no <= 12 then 2
        else 1
    end as weight
from texts
