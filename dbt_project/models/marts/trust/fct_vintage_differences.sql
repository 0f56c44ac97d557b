{{ config(tags=['whole_warehouse']) }}
{#
    One row for each figure that differs between a vintage of a disclosure and the next. Two figures are compared if
    statement, line and column are the same. Equal lines of one statement are matched in their order.
#}
with

vintages as (

    select * from {{ ref('int_vintages') }}

),

amounts as (

    select * from {{ ref('fct_published_amounts') }}

),

vintage_pairs as (

    select
        disclosure_key as older_key,
        next_vintage as newer_key
    from vintages
    where next_vintage is not null and superseded_by is not null

),

addressed as (

    select
        *,
        concat_ws(
            '|',
            statement_code,
            flow,
            unit_code,
            coalesce(
                function_code, department_economic_code, government_economic_code, project_code, procurement_code
            ),
            line_label,
            column_label,
            fund_source,
            nature,
            basis,
            fiscal_year,
            measure
        ) as address
    from amounts
    -- One list of keys, not two: so that rows of other disclosures are not read.
    where
        disclosure_key in (
            select older_key from vintage_pairs
            union
            select newer_key from vintage_pairs
        )

),

numbered as (

    select
        *,
        row_number() over (partition by disclosure_key, address order by table_no, row_no, col_no) as occurrence
    from addressed

),

older as (

    select
        vintage_pairs.older_key,
        vintage_pairs.newer_key,
        numbered.*
    from vintage_pairs
    inner join numbered
        on vintage_pairs.older_key = numbered.disclosure_key

),

newer as (

    select
        vintage_pairs.older_key,
        vintage_pairs.newer_key,
        numbered.*
    from vintage_pairs
    inner join numbered
        on vintage_pairs.newer_key = numbered.disclosure_key

)

select
    coalesce(newer.newer_key, older.newer_key) || '-' || coalesce(older.amount_key, newer.amount_key) as difference_key,
    coalesce(newer.newer_key, older.newer_key) as disclosure_key,
    coalesce(newer.older_key, older.older_key) as former_disclosure_key,
    case
        when older.amount_key is null then 'added'
        when newer.amount_key is null then 'removed'
        else 'changed'
    end as change,
    coalesce(newer.statement_code, older.statement_code) as statement_code,
    coalesce(newer.line_label, older.line_label) as line_label,
    coalesce(newer.column_label, older.column_label) as column_label,
    older.published_value as former_value,
    newer.published_value,
    older.published_unit as former_unit,
    newer.published_unit,
    older.amount_yuan as former_amount_yuan,
    newer.amount_yuan,
    newer.amount_yuan - older.amount_yuan as difference_yuan,
    older.amount_key as former_amount_key,
    newer.amount_key
from older
full outer join newer
    on
        older.older_key = newer.older_key
        and older.newer_key = newer.newer_key
        and older.address = newer.address
        and older.occurrence = newer.occurrence
where
    older.amount_key is null
    or newer.amount_key is null
    or older.published_value <> newer.published_value
    or older.published_unit is distinct from newer.published_unit
