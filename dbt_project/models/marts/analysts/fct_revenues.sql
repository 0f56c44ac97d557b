{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select * from {{ ref('int_amounts') }}

),

identities as (

    select * from {{ ref('int_document_identities') }}

),

leaves as (

    select amounts.*
    from amounts
    inner join identities
        on amounts.disclosure_key = identities.disclosure_key and amounts.fiscal_year = identities.fiscal_year
    where
        amounts.statement_code in ('balance_total', 'fiscal_balance')
        and amounts.flow = 'revenue'
        and amounts.row_role = 'detail'
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')

),

chosen_statements as (

    select
        disclosure_key,
        min(statement_code) as statement_code
    from leaves
    group by disclosure_key

)

select
    leaves.amount_key as revenue_key,
    leaves.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    leaves.fiscal_year,
    leaves.basis,
    leaves.line_label as revenue_name_printed,
    leaves.fund_source,
    leaves.amount_yuan,
    leaves.statement_code as source_statement_code,
    leaves.amount_key
from leaves
inner join chosen_statements
    on
        leaves.disclosure_key = chosen_statements.disclosure_key
        and leaves.statement_code = chosen_statements.statement_code
inner join identities
    on leaves.disclosure_key = identities.disclosure_key
