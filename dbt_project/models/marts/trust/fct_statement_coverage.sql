{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

identities as (

    select * from {{ ref('int_document_identities') }}

),

statements as (

    select * from {{ ref('statements') }}

),

table_statements as (

    select * from {{ ref('int_statements') }}

),

amounts as (

    select * from {{ ref('int_amounts') }}

),

performance_targets as (

    select * from {{ ref('int_performance_targets') }}

),

unplaced_cells as (

    select * from {{ ref('int_unplaced_cells') }}

),

titles as (

    select * from {{ ref('statement_titles') }}

),

lines as (

    select * from {{ ref('stg_lines') }}

),

amount_counts as (

    select
        disclosure_key,
        statement_code,
        count(*) as amount_count
    from amounts
    group by disclosure_key, statement_code

),

target_counts as (

    select
        disclosure_key,
        statement_code,
        count(*) as target_count
    from performance_targets
    group by disclosure_key, statement_code

),

refused_counts as (

    select
        disclosure_key,
        statement_code,
        count(*) as refused_count
    from unplaced_cells
    where reason in ('unknown_header', 'header_contradicts_arithmetic', 'unknown_unit', 'unknown_fiscal_year')
    group by disclosure_key, statement_code

),

printed_tables as (

    select
        disclosure_key,
        statement_code,
        count(*) as table_count,
        min(table_no) as first_table_no,
        min(page_first) as first_page_no
    from table_statements
    group by disclosure_key, statement_code

),

-- Statements that the contents or a heading names: a line names the first statement whose pattern fits.
named_lines as (

    select
        lines.disclosure_key,
        lines.line_no,
        lines.compact_text,
        titles.statement_code
    from lines
    inner join titles
        on regexp_full_match({{ label_words('lines.squashed_text') }}, titles.pattern)
    where length(lines.squashed_text) <= 40 and not regexp_matches(lines.squashed_text, '[。;,]')
    qualify row_number() over (
        partition by lines.disclosure_key, lines.line_no order by titles.priority, titles.pattern
    ) = 1

),

named as (

    select
        disclosure_key,
        statement_code,
        min(compact_text) as named_as
    from named_lines
    group by disclosure_key, statement_code

),

expected as (

    select
        identities.disclosure_key,
        identities.report_kind,
        statements.statement_code,
        case identities.report_kind
            when 'final_accounts' then statements.final_accounts_table
            else statements.budget_table
        end as is_statutory
    from identities
    cross join statements

)

select
    expected.disclosure_key || '-' || expected.statement_code as coverage_key,
    expected.disclosure_key,
    expected.statement_code,
    expected.is_statutory,
    named.named_as is not null as is_named,
    case
        when coalesce(amount_counts.amount_count, 0) + coalesce(target_counts.target_count, 0) > 0 then 'present'
        when coalesce(refused_counts.refused_count, 0) > 0 then 'unreadable'
        when printed_tables.table_count is not null then 'empty'
        else 'absent'
    end as status,
    coalesce(printed_tables.table_count, 0) as table_count,
    coalesce(amount_counts.amount_count, 0) as amount_count,
    coalesce(target_counts.target_count, 0) as target_count,
    coalesce(refused_counts.refused_count, 0) as refused_count,
    printed_tables.first_page_no as page_no,
    named.named_as
from expected
left join printed_tables
    on
        expected.disclosure_key = printed_tables.disclosure_key
        and expected.statement_code = printed_tables.statement_code
left join amount_counts
    on expected.disclosure_key = amount_counts.disclosure_key and expected.statement_code = amount_counts.statement_code
left join target_counts
    on expected.disclosure_key = target_counts.disclosure_key and expected.statement_code = target_counts.statement_code
left join refused_counts
    on
        expected.disclosure_key = refused_counts.disclosure_key
        and expected.statement_code = refused_counts.statement_code
left join named
    on expected.disclosure_key = named.disclosure_key and expected.statement_code = named.statement_code
where
    expected.is_statutory
    or printed_tables.table_count is not null
    or named.named_as is not null
