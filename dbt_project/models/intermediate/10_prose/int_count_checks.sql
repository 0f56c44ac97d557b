{#
    Whether a disclosure that spends money on one of the three public expenses (三公) also says on how much: groups sent
    abroad, vehicles bought and kept, visits received. One row for each item with money. The numbers are in prose or
    beside a label in a table; none at all is a finding only in final accounts, which must print them. A note and no
    error: a vehicle that another office keeps may be paid for.
#}
-- depends_on: {{ ref('three_public_counts') }}
with

figures as (

    select * from {{ ref('int_figures') }}

),

three_public as (

    select * from {{ ref('int_three_public_figures') }}
    where speaks_for_item

),

documents as (

    select * from {{ ref('int_documents') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

rules as (

    select distinct
        rule_code,
        item_code
    from {{ ref('three_public_counts') }}

),

texts as (

    select
        disclosure_key,
        page_no,
        text
    from paragraphs

    union all

    -- 公务用车保有量（辆） | 3
    select
        labels.disclosure_key,
        labels.page_no,
        regexp_replace(labels.squashed_text, '[(][^()]*[)]$', '') || numbers.squashed_text
        || regexp_extract(labels.squashed_text, '[(]([^()]*)[)]$', 1) as text
    from cells as labels
    inner join cells as numbers
        on
            labels.row_key = numbers.row_key
            and numbers.col_no between labels.col_no + labels.col_span and labels.col_no + labels.col_span + 1
    where numbers.number_value is not null and labels.number_value is null and length(labels.squashed_text) < 30

),

matched as (

    select
        disclosure_key,
        page_no,
        text,
        unnest([
            {%- for row in seed_rows('three_public_counts', ['rule_code', 'pattern'], 'rule_code, pattern') %}
            {
                'rule_code': {{ quoted(row[0]) }},
                'numbers': regexp_extract_all(text, {{ quoted(row[1]) }}, 1)
            }{{ ',' if not loop.last }}
            {%- endfor %}
        ]) as found
    from texts

),

numbered as (

    select
        disclosure_key,
        page_no,
        text,
        found.rule_code,
        unnest(found.numbers) as number_text
    from matched

),

counted as (

    select
        disclosure_key,
        rule_code,
        max(cast(number_text as bigint)) as largest,
        arg_min(page_no, (-cast(number_text as bigint), page_no)) as page_no,
        arg_min(text, (-cast(number_text as bigint), page_no)) as text
    from numbered
    where length(number_text) <= 12
    group by disclosure_key, rule_code

),

spent as (

    select
        rules.rule_code,
        figures.disclosure_key,
        figures.statement_code,
        figures.page_no,
        figures.amount_key,
        figures.published_value,
        figures.published_unit,
        concat_ws(' · ', nullif(figures.line_label, ''), figures.column_label) as subject,
        documents.report_kind
    from rules
    inner join three_public
        on rules.item_code = three_public.item_code
    inner join figures
        on three_public.amount_key = figures.amount_key and figures.published_value > 0
    inner join documents
        on
            figures.disclosure_key = documents.disclosure_key
            and figures.fiscal_year = documents.fiscal_year
            and figures.basis = case documents.report_kind when 'final_accounts' then 'final' else 'budget' end

)

select
    spent.disclosure_key,
    spent.rule_code,
    spent.amount_key as check_place,
    spent.statement_code,
    coalesce(counted.page_no, spent.page_no) as page_no,
    coalesce(counted.text, spent.subject) as printed_words,
    counted.largest as published_value,
    spent.subject || ' ' || {{ plain_number('spent.published_value') }} || ' ' || spent.published_unit as expected_text,
    [spent.amount_key] as amount_keys,
    case
        when counted.largest > 0 then 'pass'
        when counted.largest = 0 or spent.report_kind = 'final_accounts' then 'fail'
        else 'not_testable'
    end as status
from spent
left join counted
    on spent.disclosure_key = counted.disclosure_key and spent.rule_code = counted.rule_code
