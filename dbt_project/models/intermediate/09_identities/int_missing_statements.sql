{#
    The rules between statements that a disclosure does not allow to test strictly, because a statement that the rule
    needs is missing, or printed in several editions, none of which counts: one row for each rule and disclosure.
#}
with

needed as (

    select distinct
        rule_code,
        statement_code
    from {{ ref('reconciliation_selectors') }}
    where is_needed

),

present as (

    select distinct
        disclosure_key,
        statement_code
    from {{ ref('int_tables') }}

),

in_editions as (

    select distinct
        disclosure_key,
        statement_code
    from {{ ref('int_figures') }}
    where edition_count > 1

),

disclosures as (

    select distinct disclosure_key
    from present

)

select distinct
    needed.rule_code,
    disclosures.disclosure_key
from needed
cross join disclosures
left join present
    on
        needed.statement_code = present.statement_code
        and disclosures.disclosure_key = present.disclosure_key
left join in_editions
    on
        needed.statement_code = in_editions.statement_code
        and disclosures.disclosure_key = in_editions.disclosure_key
where present.statement_code is null or in_editions.statement_code is not null
