{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

-- A line is divided if its parts add up to its printed total, or if no total is printed.
leaves as (

    select
        *,
        part_count > 0
        and (total_yuan is null or abs(total_yuan - parts_yuan) <= last_digit_yuan * (part_count + 1) / 2)
            as is_divided
    from {{ ref('int_function_leaves') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'function'

),

divided as (

    select
        disclosure_key,
        statement_code,
        function_code,
        unit_code,
        fund_source,
        fiscal_year,
        basis,
        line_label,
        conformed_by,
        unnest(parts) as nature_part
    from leaves
    where is_divided

),

parts as (

    select
        * exclude (nature_part),
        nature_part['nature'] as nature,
        nature_part['amount_yuan'] as amount_yuan,
        nature_part['amount_key'] as amount_key
    from divided

),

-- The total of an undivided line, or the rounding difference between total and parts.
wholes as (

    select
        disclosure_key,
        statement_code,
        function_code,
        unit_code,
        fund_source,
        fiscal_year,
        basis,
        line_label,
        conformed_by,
        case when is_divided then 'rounding' else 'total' end as nature,
        case when is_divided then total_yuan - parts_yuan else total_yuan end as amount_yuan,
        total_key as amount_key
    from leaves
    where total_yuan is not null and (not is_divided or total_yuan <> parts_yuan)

),

together as (

    select * from parts

    union all

    select * from wholes

)

select
    together.amount_key || '-' || together.nature as function_expenditure_key,
    together.disclosure_key,
    documents.organization_key,
    together.fiscal_year,
    together.basis,
    together.unit_code,
    together.function_code,
    left(together.function_code, 3) as function_class_code,
    together.line_label as function_name_printed,
    together.conformed_by,
    together.fund_source,
    together.nature,
    together.amount_yuan,
    together.statement_code as source_statement_code,
    together.amount_key,
    {{ fact_context() }}
from together
inner join documents
    on together.disclosure_key = documents.disclosure_key
inner join leaf_amounts
    on together.amount_key = leaf_amounts.amount_key
