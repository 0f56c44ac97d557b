{#
    Whether statements are as empty, or as filled, as the text says:
    - statement_said_empty: a table of which its note says that it is empty (本表无数据), or a statutory statement of
      whose money the text says that there is none (没有使用政府性基金), has no amounts of its own year.
    - statement_said_filled: a statutory statement of whose money the text gives an amount is not empty.
#}
-- depends_on: {{ ref('check_words') }}
{% set names_table = word_of(words_by_kind('check_words'), 'names_table') %}
with

documents as (

    select
        *,
        case report_kind when 'final_accounts' then 'final' else 'budget' end as own_basis
    from {{ ref('int_documents') }}

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

figures as (

    select * from {{ ref('int_figures') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

-- Of the year and basis of the disclosure: the text is about these.
printed as (

    select figures.*
    from figures
    inner join documents
        on
            figures.disclosure_key = documents.disclosure_key
            and figures.fiscal_year = documents.fiscal_year
            and figures.basis = documents.own_basis
    where figures.measure = 'amount' and figures.published_value <> 0

),

said_empty as (

    select
        absences.disclosure_key,
        'statement_said_empty' as rule_code,
        absences.statement_code,
        absences.page_no,
        absences.explained_by as printed_words,
        coalesce(max(printed.published_value), 0) as published_value,
        0 as expected_value,
        arg_max(printed.published_unit, printed.published_value) as unit,
        case
            when count(printed.amount_key) = 0 then 'pass'
            when
                absences.empty_table_key is not null
                and regexp_matches(absences.explained_by, '{{ names_table }}')
                then 'fail'
            when
                absences.empty_table_key is null and absences.is_plain and any_value(statements.budget_table)
                then 'fail'
            else 'not_testable'
        end as status
    from absences
    inner join statements
        on absences.statement_code = statements.statement_code
    left join printed
        on
            absences.disclosure_key = printed.disclosure_key
            and absences.statement_code = printed.statement_code
            and coalesce(absences.empty_table_key, printed.table_key) = printed.table_key
    group by
        absences.disclosure_key,
        absences.statement_code,
        absences.page_no,
        absences.explained_by,
        absences.is_plain,
        absences.empty_table_key

),

-- An amount of a budget that has a statutory statement of its own.
stated as (

    select
        claims.disclosure_key,
        statements.statement_code,
        claims.page_no,
        claims.sentence,
        claims.claimed_value,
        claims.claimed_unit
    from claims
    inner join statements
        on
            claims.fund_source = statements.money_scope
            and statements.flow = 'expenditure'
            and statements.budget_table
            and statements.claim_scope is not null
    inner join documents
        on claims.disclosure_key = documents.disclosure_key and claims.fiscal_year = documents.fiscal_year
    where claims.claim_kind = 'amount' and claims.claimed_value > 0
    qualify
        row_number() over (
            partition by claims.disclosure_key, statements.statement_code order by claims.line_no, claims.claim_key
        ) = 1

),

said_filled as (

    select
        stated.disclosure_key,
        'statement_said_filled' as rule_code,
        stated.statement_code,
        stated.page_no,
        stated.sentence as printed_words,
        0 as published_value,
        stated.claimed_value as expected_value,
        stated.claimed_unit as unit,
        case
            when contents.amount_count > 0 then 'pass'
            when contents.refused_count = 0 and contents.unread_reason is null then 'fail'
            else 'not_testable'
        end as status
    from stated
    inner join contents
        on stated.disclosure_key = contents.disclosure_key and stated.statement_code = contents.statement_code

)

select * from said_empty

union all

select * from said_filled
