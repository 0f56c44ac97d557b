{#
    Whether the title of a table names the year of the disclosure (rule title_year). Another year is often left from
    last year's template. The cover and most titles must print the year of the disclosure; a title about
    another report (上年决算, 绩效自评), or of figures of an earlier year, may name another year.
#}
-- depends_on: {{ ref('keywords') }}
-- depends_on: {{ ref('check_words') }}
{% set other_report = word_of(words_by_kind('check_words'), 'other_report') %}
with

documents as (

    select * from {{ ref('int_documents') }}

),

periods as (

    select * from {{ ref('int_table_periods') }}

),

tables as (

    select
        *,
        {{ squash('title') }} as squashed_title
    from {{ ref('int_tables') }}
    where title is not null

),

dated as (

    select
        tables.disclosure_key,
        tables.table_key,
        tables.statement_code,
        tables.page_first as page_no,
        tables.title,
        tables.squashed_title,
        documents.fiscal_year,
        documents.report_kind,
        periods.fiscal_year < documents.fiscal_year as is_of_earlier_year,
        cast(regexp_extract(tables.squashed_title, '(20[0-9]{2})年', 1) as integer) as stated_year,
        contains(tables.squashed_title, cast(documents.fiscal_year as varchar)) as has_own_year,
        contains(coalesce(documents.title, ''), cast(documents.fiscal_year as varchar)) as is_dated_by_cover
    from tables
    inner join documents
        on tables.disclosure_key = documents.disclosure_key
    inner join periods
        on tables.table_key = periods.table_key
    where regexp_matches(tables.squashed_title, '20[0-9]{2}年') and documents.fiscal_year is not null

)

select
    disclosure_key,
    'title_year' as rule_code,
    table_key as check_place,
    statement_code,
    page_no,
    null as line_no,
    title as printed_words,
    stated_year as published_value,
    fiscal_year as expected_value,
    '年' as unit,
    case
        when has_own_year then 'pass'
        when is_of_earlier_year then 'not_testable'
        when
            case report_kind
                when 'budget' then regexp_matches(squashed_title, '{{ other_report }}')
                else not {{ has_word('squashed_title', 'kind_final_accounts') }}
            end
            then 'not_testable'
        when
            is_dated_by_cover
            and 2 * count(*) filter (where has_own_year) over (partition by disclosure_key)
            > count(*) over (partition by disclosure_key)
            then 'fail'
        else 'not_testable'
    end as status
from dated
