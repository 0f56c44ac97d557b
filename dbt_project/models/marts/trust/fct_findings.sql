{{ config(materialized='view', tags=['whole_warehouse']) }}
{#
    One row for each finding that a person should review: failing identities, differences from other disclosures or
    from the prose, empty statements, statements printed again with other figures, and checks of the text, the contents
    and the titles. As far as we can tell, they are the publisher's errors. Reviewed ones are marked. The name of an
    organisation that was recognised in a picture and may be misread is nobody's error: figures that are not verified
    say so themselves, but no sum proves a name.
#}
with

reconciliations as (

    select * from {{ ref('fct_reconciliations') }}
    where status = 'fail'

),

known_errors as (

    select * from {{ ref('fct_known_publisher_errors') }}
    where status = 'confirmed'

),

comparisons as (

    select * from {{ ref('fct_disclosure_comparisons') }}
    where status = 'fail'

),

claims as (

    select * from {{ ref('fct_narrative_claims') }}
    where status = 'disagrees'

),

checks as (

    select * from {{ ref('fct_publication_checks') }}
    where status = 'fail'

),

coverage as (

    select * from {{ ref('fct_statement_coverage') }}

),

statements as (

    select * from {{ ref('dim_statements') }}

),

disclosures as (

    select * from {{ ref('dim_disclosures') }}

)

select
    reconciliations.reconciliation_key as finding_key,
    reconciliations.disclosure_key,
    'identity' as kind,
    reconciliations.rule_code,
    reconciliations.severity,
    reconciliations.statement_code,
    nullif(reconciliations.other_statement_code, reconciliations.statement_code) as other_statement_code,
    reconciliations.page_no,
    reconciliations.subject,
    reconciliations.published_value,
    reconciliations.computed_value as expected_value,
    reconciliations.difference,
    reconciliations.published_unit as unit,
    reconciliations.explanation,
    known_errors.reconciliation_key is not null as is_known,
    known_errors.reason_en || ' / ' || known_errors.reason_zh as known_reason,
    reconciliations.left_amount_keys as amount_keys
from reconciliations
left join known_errors
    on reconciliations.reconciliation_key = known_errors.reconciliation_key

union all

select
    comparisons.comparison_key as finding_key,
    comparisons.disclosure_key,
    'comparison' as kind,
    comparisons.rule_code,
    comparisons.severity,
    comparisons.statement_code,
    null as other_statement_code,
    comparisons.page_no,
    concat_ws(' · ', nullif(comparisons.line_label, ''), comparisons.column_label) as subject,
    comparisons.amount_yuan as published_value,
    comparisons.other_amount_yuan as expected_value,
    comparisons.difference_yuan as difference,
    '元' as unit,
    'The other disclosure (' || disclosures.source_file || ') prints '
    || {{ plain_number('comparisons.other_amount_yuan') }} || ' 元. / 另一公开文件（' || disclosures.source_file || '）为 '
    || {{ plain_number('comparisons.other_amount_yuan') }} || ' 元。' as explanation,
    false as is_known,
    null as known_reason,
    {{ list_of(['comparisons.amount_key']) }} as amount_keys
from comparisons
inner join disclosures
    on comparisons.other_disclosure_key = disclosures.disclosure_key

union all

select
    claims.claim_key as finding_key,
    claims.disclosure_key,
    'prose' as kind,
    null as rule_code,
    case when claims.is_last_digit then 'info' else 'warning' end as severity,
    claims.statement_code,
    null as other_statement_code,
    claims.page_no,
    claims.sentence as subject,
    claims.claimed_value as published_value,
    claims.table_value as expected_value,
    claims.difference,
    claims.claimed_unit as unit,
    claims.explanation,
    false as is_known,
    null as known_reason,
    claims.amount_keys
from claims

union all

select
    coverage.coverage_key as finding_key,
    coverage.disclosure_key,
    case when coverage.edition_count > 1 then 'edition' else 'coverage' end as kind,
    null as rule_code,
    'warning' as severity,
    coverage.statement_code,
    null as other_statement_code,
    coverage.page_no,
    coalesce(coverage.named_as, statements.name_zh) as subject,
    null as published_value,
    null as expected_value,
    null as difference,
    null as unit,
    case
        when coverage.edition_count > 1
            then
                'The statement is printed ' || coverage.edition_count
                || ' times with other figures; none of them is added up. / '
                || '同一报表印刷' || coverage.edition_count || '次而数字不同，均不计入汇总。'
        else 'The statement is empty, and the text does not say that there is none. / 报表为空，文字未说明原因。'
    end as explanation,
    false as is_known,
    null as known_reason,
    {{ list_of([]) }} as amount_keys
from coverage
inner join statements
    on coverage.statement_code = statements.statement_code
where
    coverage.edition_count > 1
    or (coverage.is_statutory and coverage.status = 'empty' and not coverage.is_explained)

union all

select
    checks.check_key as finding_key,
    checks.disclosure_key,
    'check' as kind,
    checks.rule_code,
    checks.severity,
    checks.statement_code,
    null as other_statement_code,
    checks.page_no,
    coalesce(checks.printed_words, statements.name_zh) as subject,
    checks.published_value,
    checks.expected_value,
    checks.published_value - checks.expected_value as difference,
    checks.unit,
    checks.explanation,
    false as is_known,
    null as known_reason,
    checks.amount_keys
from checks
left join statements
    on checks.statement_code = statements.statement_code

union all

{{ recognised_names('disclosures') }}
