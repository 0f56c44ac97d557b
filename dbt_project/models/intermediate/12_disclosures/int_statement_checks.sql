{#
    Whether the statements of a disclosure are there, in order, and as the text says:
    - statement_missing: each statutory statement is printed, by itself or as columns of another, or explained. Only
      where the disclosure prints most of them with its text, and everything in it was read: otherwise it may be
      published elsewhere, or be among what we could not read.
    - statement_order: the first statutory statements follow each other as listed. Templates differ in the others.
#}
with

documents as (

    select * from {{ ref('int_documents') }}

),

statements as (

    select * from {{ ref('statements') }}

),

contents as (

    select * from {{ ref('int_statement_contents') }}

),

absences as (

    select * from {{ ref('int_statement_absences') }}

),

placements as (

    select * from {{ ref('int_cell_placements') }}

),

notices as (

    select * from {{ ref('stg_notices') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

-- Where a missing statement may be among what was not read, or was read as another one.
open_disclosures as (

    select disclosure_key
    from placements
    where reason = 'unknown_statement'

    union

    select disclosure_key
    from notices
    where reason in {{ reasons_of_unread_text() }}

    union

    -- Text files are converted from other files, and may have lost a table.
    select disclosure_key
    from lines
    where source_line is not null

    union

    select contents.disclosure_key
    from contents
    inner join statements
        on contents.statement_code = statements.statement_code
    where
        contents.amount_count > 0
        and (not statements.is_statement or (statements.budget_table and contents.table_count > 1))

),

printed as (

    select
        disclosure_key,
        list(statement_code) as statement_codes
    from contents
    where amount_count > 0
    group by disclosure_key

),

statutory as (

    select
        documents.disclosure_key,
        documents.report_kind,
        documents.fiscal_year,
        statements.statement_code,
        statements.sort_order,
        statements.statutory_since,
        contents.table_count,
        contents.amount_count,
        contents.target_count,
        contents.refused_count,
        contents.unread_reason,
        contents.page_no,
        absences.explained_by,
        contents.table_count > 0 or contents.amount_count > 0 as is_there,
        list_has_any(string_split(statements.contained_in, '|'), printed.statement_codes) as is_in_another
    from documents
    inner join statements
        on
            case documents.report_kind
                when 'final_accounts' then statements.final_accounts_table
                else statements.budget_table
            end
    left join contents
        on documents.disclosure_key = contents.disclosure_key and statements.statement_code = contents.statement_code
    left join absences
        on documents.disclosure_key = absences.disclosure_key and statements.statement_code = absences.statement_code
    left join printed
        on documents.disclosure_key = printed.disclosure_key
    where documents.report_kind is not null and documents.fiscal_year >= coalesce(statements.statutory_since, 0)

),

counted as (

    select
        *,
        count(*) filter (where is_there) over in_disclosure as present_count,
        lag(page_no) over (
            partition by disclosure_key order by not coalesce(is_there, false), sort_order
        ) as page_before,
        row_number() over (partition by disclosure_key order by sort_order) as statutory_no
    from statutory
    window in_disclosure as (partition by disclosure_key)

),

missing as (

    select
        disclosure_key,
        'statement_missing' as rule_code,
        statement_code,
        page_no,
        null as printed_words,
        null as published_value,
        null as expected_value,
        null as unit,
        case
            when is_there or is_in_another or unread_reason is not null then 'pass'
            when explained_by is not null then 'pass'
            when
                present_count < 7
                or disclosure_key not in (select claims.disclosure_key from claims)
                or disclosure_key in (select open_disclosures.disclosure_key from open_disclosures)
                then 'not_testable'
            else 'fail'
        end as status
    from counted

),

ordered as (

    select
        disclosure_key,
        'statement_order' as rule_code,
        statement_code,
        page_no,
        null as printed_words,
        page_no as published_value,
        page_before as expected_value,
        '页' as unit,
        case when page_no >= page_before then 'pass' else 'fail' end as status
    from counted
    where is_there and statutory_no between 2 and 5 and page_no is not null and page_before is not null

)

select * from missing

union all

select * from ordered
