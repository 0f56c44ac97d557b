{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

leaves as (

    select * from {{ ref('int_function_leaves') }}
    where is_chosen

),

identities as (

    select * from {{ ref('int_document_identities') }}

),

-- The parts of a line, where they come to its printed total or none is printed.
divided as (

    select
        disclosure_key,
        statement_code,
        table_no,
        row_no,
        block_no,
        function_code,
        unit_code,
        fund_source,
        fiscal_year,
        basis,
        line_label,
        unnest(parts) as nature_part
    from leaves
    where
        part_count > 0
        and (total_yuan is null or abs(total_yuan - parts_yuan) <= last_digit_yuan * (part_count + 1) / 2)

),

parts as (

    select
        * exclude (nature_part),
        nature_part['nature'] as nature,
        nature_part['amount_yuan'] as amount_yuan,
        nature_part['amount_key'] as amount_key
    from divided

),

whole as (

    select
        disclosure_key,
        statement_code,
        table_no,
        row_no,
        block_no,
        function_code,
        unit_code,
        fund_source,
        fiscal_year,
        basis,
        line_label,
        'total' as nature,
        total_yuan as amount_yuan,
        total_key as amount_key
    from leaves
    where
        total_yuan is not null
        and (part_count = 0 or abs(total_yuan - parts_yuan) > last_digit_yuan * (part_count + 1) / 2)

),

-- What rounding leaves between the printed total of a line and its printed parts.
rounding as (

    select
        disclosure_key,
        statement_code,
        table_no,
        row_no,
        block_no,
        function_code,
        unit_code,
        fund_source,
        fiscal_year,
        basis,
        line_label,
        'rounding' as nature,
        total_yuan - parts_yuan as amount_yuan,
        total_key as amount_key
    from leaves
    where
        part_count > 0
        and total_yuan <> parts_yuan
        and abs(total_yuan - parts_yuan) <= last_digit_yuan * (part_count + 1) / 2

),

together as (

    select * from parts

    union all

    select * from whole

    union all

    select * from rounding

)

select
    together.amount_key || '-' || together.nature as function_expenditure_key,
    together.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    together.fiscal_year,
    together.basis,
    together.unit_code,
    together.function_code,
    left(together.function_code, 3) as function_class_code,
    together.line_label as function_name_printed,
    'code' as conformed_by,
    together.fund_source,
    together.nature,
    together.amount_yuan,
    together.statement_code as source_statement_code,
    together.amount_key
from together
inner join identities
    on together.disclosure_key = identities.disclosure_key
