{#
    Everything that is checked of a disclosure besides its sums, before a bureau publishes it: sentences by themselves,
    counts, statements, contents, titles, targets, and rates of change on a base of zero in tables. Words and figures
    that were recognised in pictures may be misread: nothing fails by them.
#}
with

prose_checks as (

    select * from {{ ref('int_prose_checks') }}

),

statement_checks as (

    select
        *,
        statement_code as check_place
    from {{ ref('int_statement_checks') }}

    union all by name

    select
        *,
        statement_code as check_place
    from {{ ref('int_absence_checks') }}

),

contents_checks as (

    select * from {{ ref('int_contents_checks') }}

),

title_checks as (

    select * from {{ ref('int_title_checks') }}

    union all by name

    select * from {{ ref('int_label_checks') }}

),

target_checks as (

    select * from {{ ref('int_target_checks') }}

),

-- A rate of change whose year before is zero.
table_rates as (

    select
        disclosure_key,
        'rate_on_zero_base' as rule_code,
        reconciliation_key as check_place,
        statement_code,
        page_no,
        subject as printed_words,
        published_value,
        '%' as unit,
        left_amount_keys as amount_keys,
        case when cause = 'no_base' and published_value <> 0 then 'fail' else 'pass' end as status
    from {{ ref('int_reconciliations') }}
    where rule_code = 'change_rate'

),

recognised as (

    {{ recognised_disclosures() }}

),

checks as (

    select * from prose_checks

    union all by name

    select * from statement_checks

    union all by name

    select * from contents_checks

    union all by name

    select * from title_checks

    union all by name

    select * from target_checks

    union all by name

    select * from table_rates

)

select
    disclosure_key || '-' || rule_code || '-' || replace(check_place, disclosure_key || '-', '') as check_key,
    disclosure_key,
    rule_code,
    statement_code,
    page_no,
    line_no,
    source_line,
    printed_words,
    cast(published_value as decimal(24, 6)) as published_value,
    cast(expected_value as decimal(24, 6)) as expected_value,
    expected_text,
    unit,
    coalesce(amount_keys, []) as amount_keys,
    status
from checks
where status = 'pass' or disclosure_key not in (select recognised.disclosure_key from recognised)
