{#
    Whether the contents agree with what is there:
    - contents_page: the heading is on the page that the contents give. The first page of the count is found from
      the other lines: at least five, and four of five of all lines, must agree on it.
    - contents_statement: a statement that the contents name is in the document. Nothing in the document may have been
      left unread, and the words of the line may be nowhere else.
#}
with

entries as (

    select * from {{ ref('int_contents_entries') }}

),

titles as (

    select * from {{ ref('int_title_matches') }}

),

contents as (

    select * from {{ ref('int_statement_contents') }}

),

absences as (

    select * from {{ ref('int_statement_absences') }}

),

statements as (

    select * from {{ ref('statements') }}

),

unread as (

    select distinct disclosure_key
    from {{ ref('int_cell_placements') }}
    where reason = 'unknown_statement'

    union

    select distinct disclosure_key
    from {{ ref('stg_notices') }}
    where reason in {{ reasons_of_unread_text() }}

),

offsets as (

    select
        disclosure_key,
        found_page_no - stated_page_no as page_offset,
        count(*) as line_count,
        sum(count(*)) over (partition by disclosure_key) as all_count
    from entries
    where stated_page_no is not null and found_page_no is not null
    group by disclosure_key, found_page_no - stated_page_no
    qualify line_count >= 5 and line_count >= 0.8 * all_count

),

pages as (

    select
        entries.disclosure_key,
        'contents_page' as rule_code,
        entries.line_no || '' as check_place,
        null as statement_code,
        entries.page_no,
        entries.line_no,
        entries.compact_text as printed_words,
        entries.stated_page_no as published_value,
        entries.found_page_no - offsets.page_offset as expected_value,
        '页' as unit,
        case
            when offsets.page_offset is null then 'not_testable'
            when entries.found_page_no - entries.stated_page_no = offsets.page_offset then 'pass'
            else 'fail'
        end as status
    from entries
    left join offsets
        on entries.disclosure_key = offsets.disclosure_key
    where entries.stated_page_no is not null and entries.found_page_no is not null

),

named as (

    select
        entries.disclosure_key,
        titles.statement_code,
        min(entries.line_no) as line_no,
        arg_min(entries.page_no, entries.line_no) as page_no,
        arg_min(entries.compact_text, entries.line_no) as printed_words,
        bool_or(entries.found_page_no is not null) as is_found
    from entries
    inner join titles
        on {{ label_words('entries.squashed_text') }} = titles.title_text or entries.entry_words = titles.title_text
    inner join statements
        on titles.statement_code = statements.statement_code and statements.is_statement
    where {{ names_table('entries.squashed_text') }}
    group by entries.disclosure_key, titles.statement_code

),

statements_named as (

    select
        named.disclosure_key,
        'contents_statement' as rule_code,
        named.statement_code as check_place,
        named.statement_code,
        named.page_no,
        named.line_no,
        named.printed_words,
        null as published_value,
        null as expected_value,
        null as unit,
        case
            when contents.table_count > 0 or contents.amount_count > 0 or contents.target_count > 0 then 'pass'
            when absences.statement_code is not null then 'pass'
            when named.is_found or contents.refused_count > 0 or unread.disclosure_key is not null then 'not_testable'
            else 'fail'
        end as status
    from named
    left join contents
        on named.disclosure_key = contents.disclosure_key and named.statement_code = contents.statement_code
    left join absences
        on named.disclosure_key = absences.disclosure_key and named.statement_code = absences.statement_code
    left join unread
        on named.disclosure_key = unread.disclosure_key

)

select * from pages

union all

select * from statements_named
