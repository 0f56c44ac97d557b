{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

identities as (

    select * from {{ ref('int_documents') }}

),

statements as (

    select * from {{ ref('statements') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

amounts as (

    select * from {{ ref('int_figures') }}

),

performance_targets as (

    select * from {{ ref('int_targets') }}

),

unplaced_cells as (

    select * from {{ ref('int_cell_placements') }}
    where placement = 'unplaced'

),

titles as (

    select * from {{ ref('int_title_matches') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

absences as (

    select * from {{ ref('int_statement_absences') }}

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

refused_cells as (

    select *
    from unplaced_cells
    where
        reason in (
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

refused_counts as (

    select
        disclosure_key,
        statement_code,
        count(*) as refused_count
    from refused_cells
    group by disclosure_key, statement_code

),

-- A table may hold figures of another statement than its own; one that nothing tells about and that holds none, such
-- as a list of units or of contents, is no statement.
printed_tables as (

    select
        disclosure_key,
        statement_code,
        count(distinct table_no) as table_count,
        min(page_no) as first_page_no
    from (
        select
            disclosure_key,
            statement_code,
            table_no,
            page_first as page_no
        from table_statements
        where layout <> 'unknown'

        union all

        select
            disclosure_key,
            statement_code,
            table_no,
            page_no
        from refused_cells

        union all

        select
            disclosure_key,
            statement_code,
            table_no,
            page_no
        from amounts
    ) as printed
    group by disclosure_key, statement_code

),

-- Statements that the contents or a heading names: a line names the first statement whose pattern fits. A line that
-- ends otherwise than a title does is a piece of a sentence.
named_lines as (

    select
        lines.disclosure_key,
        lines.line_no,
        lines.compact_text,
        titles.statement_code,
        regexp_matches(lines.squashed_text, '表(?:[(][^()]*[)])?[.…·]*[0-9]*$') as is_title
    from lines
    inner join titles
        on {{ label_words('lines.squashed_text') }} = titles.title_text
    where
        length(lines.squashed_text) <= 40
        and not regexp_matches(lines.squashed_text, '[。;,]')
        and regexp_matches(
            lines.squashed_text, '(?:表|预算|决算|情况|说明|原因|明细|目录)(?:[(][^()]*[)])?:?[.…·]*[0-9]*$'
        )

),

named as (

    select
        disclosure_key,
        statement_code,
        arg_min(compact_text, (not is_title, compact_text)) as named_as
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

),

covered as (

    select
        expected.*,
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
        on
            expected.disclosure_key = amount_counts.disclosure_key
            and expected.statement_code = amount_counts.statement_code
    left join target_counts
        on
            expected.disclosure_key = target_counts.disclosure_key
            and expected.statement_code = target_counts.statement_code
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

)

select
    covered.disclosure_key || '-' || covered.statement_code as coverage_key,
    covered.disclosure_key,
    covered.statement_code,
    covered.is_statutory,
    covered.named_as is not null as is_named,
    covered.status,
    covered.table_count,
    covered.amount_count,
    covered.target_count,
    covered.refused_count,
    covered.page_no,
    covered.named_as,
    case
        when covered.status in ('empty', 'absent') and covered.statement_code <> 'other'
            then absences.explained_by is not null
    end as is_explained,
    absences.explained_by,
    absences.page_no as explained_page_no
from covered
left join absences
    on
        covered.disclosure_key = absences.disclosure_key
        and covered.statement_code = absences.statement_code
        and covered.status in ('empty', 'absent')
