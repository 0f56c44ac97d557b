{#
    One row for each statement of a disclosure that has a table, an amount, a target, a refused figure, or a page with
    text that could not be read, with their numbers. A table may hold figures of another statement than its own. A table
    without a known statement and without figures, such as a list of units or of contents, counts for no statement.
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
            'several_columns',
            'unclear_indicators',
            'header_contradicts_arithmetic'
        )

),

unread_statements as (

    select * from {{ ref('int_unread_statements') }}

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

    union all

    select
        disclosure_key,
        statement_code,
        'unread' as kind,
        cast(null as integer) as table_no,
        page_no,
        1 as edition_count
    from unread_statements

)

select
    contents.disclosure_key,
    contents.statement_code,
    count(distinct contents.table_no) as table_count,
    coalesce(min(contents.page_no) filter (where contents.kind <> 'unread'), min(contents.page_no)) as page_no,
    count(*) filter (where contents.kind = 'amount') as amount_count,
    count(*) filter (where contents.kind = 'target') as target_count,
    count(*) filter (where contents.kind = 'refused') as refused_count,
    min(unread_statements.reason) as unread_reason,
    min(unread_statements.reason_of_rest) as reason_of_rest,
    max(contents.edition_count) as edition_count
from contents
left join unread_statements
    on
        contents.disclosure_key = unread_statements.disclosure_key
        and contents.statement_code = unread_statements.statement_code
group by contents.disclosure_key, contents.statement_code
