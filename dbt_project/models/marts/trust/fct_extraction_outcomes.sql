{{ config(tags=['whole_warehouse']) }}
{# One row for each file and step; the figures of all disclosures of a file count. #}
with

documents as (

    select * from {{ source('raw', 'documents') }}

),

amounts as (

    select * from {{ ref('fct_published_amounts') }}

),

unplaced_cells as (

    select * from {{ ref('fct_unplaced_cells') }}

),

performance_targets as (

    select * from {{ ref('fct_performance_targets') }}

),

notices as (

    select
        {{ file_key('disclosure_key') }} as file_key,
        count(*) as notice_count
    from {{ ref('fct_reader_notices') }}
    group by file_key

),

placed as (

    select
        {{ file_key('disclosure_key') }} as file_key,
        count(*) as amount_count
    from amounts
    group by file_key

),

unplaced as (

    select
        {{ file_key('disclosure_key') }} as file_key,
        count(*) as unplaced_count,
        -- Why figures of known statements were refused. Ties are decided by name.
        mode() within group (order by reason) filter (
            where
            statement_code <> 'other'
            and reason in (
                'unknown_fiscal_year', 'unknown_report_kind', 'unknown_unit', 'unknown_header',
                'unknown_form_label', 'header_contradicts_arithmetic', 'no_basis'
            )
        ) as main_reason
    from unplaced_cells
    group by file_key

),

targets as (

    select
        {{ file_key('disclosure_key') }} as file_key,
        count(*) as target_count
    from performance_targets
    group by file_key

),

read_steps as (

    select
        documents.disclosure_key,
        documents.source_file,
        'read' as step,
        case when documents.status = 'read' then 'ok' else 'failed' end as status,
        documents.seconds,
        documents.page_count,
        documents.table_count,
        documents.cell_count,
        coalesce(notices.notice_count, 0) as notice_count,
        cast(null as bigint) as amount_count,
        cast(null as bigint) as unplaced_count,
        documents.reason,
        documents.message
    from documents
    left join notices
        on documents.disclosure_key = notices.file_key

),

interpret_steps as (

    select
        documents.disclosure_key,
        documents.source_file,
        'interpret' as step,
        case
            when coalesce(placed.amount_count, 0) + coalesce(targets.target_count, 0) > 0 then 'ok'
            else 'no_figures'
        end as status,
        cast(null as double) as seconds,
        documents.page_count,
        documents.table_count,
        documents.cell_count,
        cast(null as bigint) as notice_count,
        coalesce(placed.amount_count, 0) as amount_count,
        coalesce(unplaced.unplaced_count, 0) as unplaced_count,
        case
            when coalesce(placed.amount_count, 0) + coalesce(targets.target_count, 0) > 0 then null
            when documents.table_count = 0 then 'no_tables'
            when unplaced.main_reason is not null then 'figures_refused'
            else 'no_known_statement'
        end as reason,
        case
            when coalesce(placed.amount_count, 0) + coalesce(targets.target_count, 0) > 0 then null
            when documents.table_count = 0
                then
                    'The document was read but holds no tables. If it should, ask the publisher for the annex.'
            when unplaced.main_reason in ('unknown_fiscal_year', 'unknown_report_kind')
                then
                    'The document has statements, but does not say which year they are of, or whether they are a '
                    || 'budget or final accounts. Enter its fiscal_year and report_kind in disclosures.csv.'
            when unplaced.main_reason is not null
                then
                    'The document has statements, but all their figures were refused, most of them because of '
                    || unplaced.main_reason || '. fct_unplaced_cells lists them; yusuan teach shows the words to add.'
            else
                'The document was read but none of its tables is a statement of a budget or of final accounts that the '
                || 'vocabulary knows. If it is one, add its titles to seeds/vocabulary/statement_titles.csv.'
        end as message
    from documents
    left join placed
        on documents.disclosure_key = placed.file_key
    left join unplaced
        on documents.disclosure_key = unplaced.file_key
    left join targets
        on documents.disclosure_key = targets.file_key
    where documents.status = 'read'

),

steps as (

    select * from read_steps

    union all

    select * from interpret_steps

)

select
    disclosure_key || '-' || step as outcome_key,
    *
from steps
