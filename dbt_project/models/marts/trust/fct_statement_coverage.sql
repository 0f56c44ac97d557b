{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

documents as (

    select
        files.disclosure_key,
        files.status,
        files.reason,
        files.table_count,
        documents.report_kind
    from {{ ref('stg_documents') }} as files
    inner join {{ ref('int_documents') }} as documents
        on files.disclosure_key = documents.disclosure_key

),

statements as (

    select * from {{ ref('statements') }}

),

contents as (

    select * from {{ ref('int_statement_contents') }}

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

-- Disclosures with their text: it restates figures. Others publish it in a file of its own.
narratives as (

    select distinct disclosure_key from {{ ref('int_claims') }}

),

-- Pages whose content is unknown.
lost_pages as (

    select
        disclosure_key,
        min(reason) as reason
    from {{ ref('stg_notices') }}
    where reason in {{ reasons_of_unread_pages() }}
    group by disclosure_key

),

-- Statements that the contents or a heading names; where it can, the line shown names the table itself.
names as (

    select
        lines.disclosure_key,
        titles.statement_code,
        arg_min(lines.compact_text, (not {{ names_table('lines.squashed_text') }}, lines.compact_text)) as named_as
    from lines
    inner join titles
        on {{ label_words('lines.squashed_text') }} = titles.title_text
    where {{ may_name_statement('lines.squashed_text') }}
    group by lines.disclosure_key, titles.statement_code

),

covered as (

    select
        documents.disclosure_key || '-' || statements.statement_code as coverage_key,
        documents.disclosure_key,
        statements.statement_code,
        statements.is_statement,
        case documents.report_kind
            when 'final_accounts' then statements.final_accounts_table
            else statements.budget_table
        end as is_statutory,
        case
            when documents.status = 'failed' then documents.reason
            when contents.amount_count + contents.target_count > 0 then contents.reason_of_rest
            when contents.refused_count > 0 then 'figures_refused'
            when absences.explained_by is not null then null
            when contents.unread_reason is not null then contents.unread_reason
            -- A file without any table is the text of a disclosure whose tables are elsewhere.
            when documents.table_count = 0 then coalesce(lost_pages.reason, 'no_tables')
            when coalesce(contents.table_count, 0) = 0 then lost_pages.reason
        end as why_unread,
        case
            when contents.amount_count + contents.target_count > 0 then 'present'
            when why_unread is not null then 'unreadable'
            when contents.table_count > 0 then 'empty'
            else 'absent'
        end as status,
        coalesce(contents.table_count, 0) as table_count,
        coalesce(contents.amount_count, 0) as amount_count,
        coalesce(contents.target_count, 0) as target_count,
        coalesce(contents.refused_count, 0) as refused_count,
        coalesce(contents.edition_count, 1) as edition_count,
        contents.page_no,
        names.named_as,
        narratives.disclosure_key is not null as has_narrative,
        absences.explained_by,
        absences.page_no as explained_page_no
    from documents
    cross join statements
    left join contents
        on documents.disclosure_key = contents.disclosure_key and statements.statement_code = contents.statement_code
    left join lost_pages
        on documents.disclosure_key = lost_pages.disclosure_key
    left join names
        on documents.disclosure_key = names.disclosure_key and statements.statement_code = names.statement_code
    left join absences
        on documents.disclosure_key = absences.disclosure_key and statements.statement_code = absences.statement_code
    left join narratives
        on documents.disclosure_key = narratives.disclosure_key

)

select
    coverage_key,
    disclosure_key,
    statement_code,
    is_statutory,
    named_as is not null as is_named,
    status,
    why_unread as unread_reason,
    table_count,
    amount_count,
    target_count,
    refused_count,
    page_no,
    named_as,
    case
        when status not in ('empty', 'absent') or not is_statement then null
        when explained_by is not null then true
        when has_narrative then false
    end as is_explained,
    case when status in ('empty', 'absent') then explained_by end as explained_by,
    case when status in ('empty', 'absent') then explained_page_no end as explained_page_no,
    edition_count
from covered
where is_statutory or table_count > 0 or named_as is not null
