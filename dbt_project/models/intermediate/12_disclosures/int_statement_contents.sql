{#
    One row for each statement of a disclosure that has a table, an amount, a target or a refused figure, with their
    numbers. A table may hold figures of another statement than its own. A table without a known statement and without
    figures, such as a list of units or of contents, counts for no statement.
#}
with

tables as (

    select * from {{ ref('int_tables') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

targets as (

    select * from {{ ref('int_targets') }}

),

refused_cells as (

    select * from {{ ref('int_cell_placements') }}
    where
        placement = 'unplaced'
        and reason in (
            'unknown_statement',
            'unknown_header',
            'unknown_form_label',
            'unknown_unit',
            'unknown_fiscal_year',
            'unknown_report_kind',
            'unreadable_number',
            'header_contradicts_arithmetic'
        )

),

contents as (

    select
        disclosure_key,
        statement_code,
        'table' as kind,
        table_no,
        page_first as page_no,
        1 as edition_count
    from tables
    where layout <> 'unknown'

    union all

    select
        disclosure_key,
        statement_code,
        'amount' as kind,
        table_no,
        page_no,
        edition_count
    from figures

    union all

    select
        disclosure_key,
        statement_code,
        'refused' as kind,
        table_no,
        page_no,
        1 as edition_count
    from refused_cells

    union all

    select
        disclosure_key,
        statement_code,
        'target' as kind,
        cast(null as integer) as table_no,
        cast(null as integer) as page_no,
        1 as edition_count
    from targets

)

select
    disclosure_key,
    statement_code,
    count(distinct table_no) as table_count,
    min(page_no) as page_no,
    count(*) filter (where kind = 'amount') as amount_count,
    count(*) filter (where kind = 'target') as target_count,
    count(*) filter (where kind = 'refused') as refused_count,
    max(edition_count) as edition_count
from contents
group by disclosure_key, statement_code
