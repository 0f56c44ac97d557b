{#
    One row for each statement that has its title or a table on a page of which the reader says that text is missing,
    with the first such page and its reason.
#}
with

notices as (

    select * from {{ ref('stg_notices') }}
    where reason in {{ reasons_of_unread_text() }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}
    where {{ names_table('squashed_text') }} and {{ may_name_statement('squashed_text') }}

),

titles as (

    select * from {{ ref('int_title_matches') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

pages as (

    select
        disclosure_key,
        reason,
        unnest(page_nos) as page_no
    from notices

),

found as (

    select
        lines.disclosure_key,
        titles.statement_code,
        pages.page_no,
        pages.reason
    from pages
    inner join lines
        on pages.disclosure_key = lines.disclosure_key and pages.page_no = lines.page_no
    inner join titles
        on {{ label_words('lines.squashed_text') }} = titles.title_text

    union all

    select
        tables.disclosure_key,
        tables.statement_code,
        pages.page_no,
        pages.reason
    from pages
    inner join tables
        on
            pages.disclosure_key = tables.disclosure_key
            and pages.page_no between tables.page_first and tables.page_last
    where pages.reason <> 'large_pictures'

)

select
    disclosure_key,
    statement_code,
    min(page_no) as page_no,
    arg_min(reason, (page_no, reason)) as reason
from found
group by disclosure_key, statement_code
