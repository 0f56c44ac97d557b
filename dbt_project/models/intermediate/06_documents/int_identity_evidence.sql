{#
    What each short text of a document says about it: the fiscal year, whether it is a budget or final accounts,
    whether of a department or of a unit, and the name of the organisation. `weight` is how much the text is believed
    about the organisation: a line 编制单位: most, then the first lines, then all others. `form_year` and `form_kind` are
    what the title of a form of performance targets says: the form may be all there is.
#}
-- depends_on: {{ ref('keywords') }}
{%- set label = '^' ~ any_keyword('organization_label') ~ '(?:[(][^)]*[)])?:' %}
{%- set body = any_keyword('organization_ending') %}
{%- set no_year = '(?:[0-9]{3}|[0-13-9][0-9]{3,5}|2[1-9][0-9]{2,4})' %}
{%- set numbered_name = '^' ~ no_year ~ '([\\p{Han}()]{3,30}' ~ body ~ ')$' %}

with

texts as (

    select
        *,
        {{ digits_text('squashed_text') }} as digits_text
    from {{ ref('int_identity_texts') }}

)

select
    disclosure_key,
    line_no,
    compact_text as evidence,
    is_on_cover,
    recognition_score,
    {{ fiscal_year_in('digits_text') }} as fiscal_year,
    {{ report_kind_in('squashed_text') }} as report_kind,
    {{ form_year_in('digits_text') }} as form_year,
    {{ form_kind_in('squashed_text') }} as form_kind,
    {{ scope_in('squashed_text') }} as scope,
    coalesce(
        {{ labelled_organization_in('squashed_text') }},
        -- 106某市某局, with figures that are not years
        nullif(regexp_extract(squashed_text, '{{ numbered_name }}', 1), ''),
        {{ titled_organization_in('digits_text') }}
    ) as organization_name,
    case
        when regexp_matches(squashed_text, '{{ label }}') then 4
        when line_no <= 12 then 2
        else 1
    end as weight
from texts
