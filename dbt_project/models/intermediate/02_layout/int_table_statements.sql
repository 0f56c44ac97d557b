{#
    One row for each table: its title and its statement. The title is the nearest text above the table, or in its
    header, that the vocabulary knows. A list of contents consists of titles of other tables and has no title itself. A
    heading of words about a statement (三公经费预算情况说明) is not a title; neither is the second line of a broken title alone.
    In the report of a whole government no table is a statement of a department.

    A table without a title that follows another table with no text in between continues it, and takes its title;
    `continued_table_key` is the first table of them.
#}
-- depends_on: {{ ref('keywords') }}
with

tables as (

    select * from {{ ref('stg_tables') }}

),

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

title_matches as (

    select * from {{ ref('int_title_matches') }}

),

government_reports as (

    select * from {{ ref('int_government_reports') }}

),

contents as (

    select cells.table_key
    from cells
    inner join title_matches
        on cells.squashed_text = title_matches.title_text
    where regexp_matches(cells.squashed_text, '表(?:[(][^()]*[)])?$') and length(cells.squashed_text) <= 60
    group by cells.table_key
    having count(distinct cells.row_no) > 2 and count(distinct title_matches.statement_code) > 2

),

bare_titles as (

    select
        *,
        {{ bare_title('squashed_text') }} as bare_text
    from surroundings
    where distance >= 0

),

titles as (

    select
        bare_titles.table_key,
        {{ title_without_unit('bare_titles.compact_text') }} as title,
        title_matches.statement_code,
        title_matches.layout,
        title_matches.fund_source,
        title_matches.nature
    from bare_titles
    inner join title_matches
        on bare_titles.bare_text = title_matches.title_text
    left join contents
        on bare_titles.table_key = contents.table_key
    where
        contents.table_key is null
        and not {{ is_sentence('bare_titles.bare_text') }}
        and not {{ has_word('bare_titles.bare_text', 'about_statement') }}
        and not (bare_titles.line_count = 1 and {{ has_word('bare_titles.bare_text', 'title_end') }})
    qualify
        row_number() over (
            partition by bare_titles.table_key
            order by bare_titles.distance, bare_titles.line_count, title_matches.priority, title_matches.pattern
        ) = 1

),

joined as (

    select
        tables.*,
        titles.title,
        case when government_reports.disclosure_key is null then titles.statement_code else 'other' end
            as statement_code,
        titles.layout,
        titles.fund_source,
        titles.nature,
        tables.after_line_no = lag(tables.after_line_no) over (
            partition by tables.disclosure_key order by tables.table_no
        ) as follows_at_once
    from tables
    left join titles
        on tables.table_key = titles.table_key
    left join government_reports
        on tables.disclosure_key = government_reports.disclosure_key

),

continued as (

    select
        *,
        sum(case when coalesce(follows_at_once, false) and title is null then 0 else 1 end) over (
            partition by disclosure_key order by table_no
        ) as title_group
    from joined

)

select
    disclosure_key,
    table_key,
    table_no,
    after_line_no,
    page_first,
    page_last,
    row_count,
    column_count,
    header_row_count,
    finder,
    first_value(table_key) over same_title as continued_table_key,
    first_value(title) over same_title as title,
    coalesce(first_value(statement_code) over same_title, 'other') as statement_code,
    coalesce(first_value(layout) over same_title, 'unknown') as layout,
    coalesce(first_value(fund_source) over same_title, '') as statement_fund_source,
    coalesce(first_value(nature) over same_title, '') as statement_nature
from continued
window same_title as (partition by disclosure_key, title_group order by table_no)
