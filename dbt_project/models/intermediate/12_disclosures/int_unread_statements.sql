{#
    One row for each statement that has its title or a table on a page of which the reader says that text is missing,
    with the first such page and its reason. A statement whose table fills the page before a page that could not be
    read may continue there; then the reason is also that of its rest.
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

full_tables as (

    select * from {{ ref('stg_tables') }}
    where may_go_on

),

pages as (

    select
        disclosure_key,
        reason,
        unnest(page_nos) as page_no
    from notices

),

-- A page with a picture and much text is read; with nothing but a few lines, the picture may be a table.
text_counts as (

    select
        disclosure_key,
        page_no,
        count(*) as line_count
    from {{ ref('stg_text_lines') }}
    group by disclosure_key, page_no

),

unread_pages as (

    select pages.*
    from pages
    left join text_counts
        on pages.disclosure_key = text_counts.disclosure_key and pages.page_no = text_counts.page_no
    left join tables
        on
            pages.disclosure_key = tables.disclosure_key
            and pages.page_no between tables.page_first and tables.page_last
    where
        pages.reason in {{ reasons_of_unread_pages() }}
        or (
            pages.reason = 'large_pictures'
            and coalesce(text_counts.line_count, 0) <= 3
            and tables.table_key is null
        )

),

found as (

    select
        lines.disclosure_key,
        titles.statement_code,
        pages.page_no,
        pages.reason,
        false as is_rest
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
        pages.reason,
        false as is_rest
    from pages
    inner join tables
        on
            pages.disclosure_key = tables.disclosure_key
            and pages.page_no between tables.page_first and tables.page_last
    where pages.reason <> 'large_pictures'

    union all

    select
        tables.disclosure_key,
        tables.statement_code,
        unread_pages.page_no,
        unread_pages.reason,
        true as is_rest
    from unread_pages
    inner join tables
        on
            unread_pages.disclosure_key = tables.disclosure_key
            and unread_pages.page_no = tables.page_last + 1
            and tables.layout <> 'unknown'
    inner join full_tables
        on tables.table_key = full_tables.table_key

)

select
    disclosure_key,
    statement_code,
    min(page_no) as page_no,
    arg_min(reason, (page_no, reason)) as reason,
    arg_min(reason, (page_no, reason)) filter (where is_rest) as reason_of_rest
from found
group by disclosure_key, statement_code
