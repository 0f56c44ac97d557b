{#
    Every check of running text by itself, and of the counts beside the three public expenses, with its words on paper.
    What prose says against the tables is in int_claims.
#}
with

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

sentence_checks as (

    select
        *,
        cast(null as varchar) as statement_code
    from {{ ref('int_change_checks') }}

    union all by name

    select
        *,
        cast(null as varchar) as statement_code
    from {{ ref('int_share_checks') }}

    union all by name

    select * from {{ ref('int_item_checks') }}

),

count_checks as (

    select * from {{ ref('int_count_checks') }}

)

select
    sentence_checks.disclosure_key,
    sentence_checks.rule_code,
    sentence_checks.check_place,
    sentence_checks.statement_code,
    sentence_checks.page_no,
    sentence_checks.line_no,
    sentence_checks.source_line,
    string_split(paragraphs.printed_text, '。')[cast(sentence_checks.sentence_no + 1 as integer)] as printed_words,
    sentence_checks.published_value,
    sentence_checks.expected_value,
    sentence_checks.unit,
    cast(null as varchar) as expected_text,
    cast([] as varchar[]) as amount_keys,
    sentence_checks.status
from sentence_checks
inner join paragraphs
    on sentence_checks.paragraph_key = paragraphs.paragraph_key

union all

select
    disclosure_key,
    rule_code,
    check_place,
    statement_code,
    page_no,
    null as line_no,
    null as source_line,
    printed_words,
    published_value,
    null as expected_value,
    null as unit,
    expected_text,
    amount_keys,
    status
from count_checks
