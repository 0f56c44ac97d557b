{#
    One row for each statement of a disclosure of which it says that there is nothing to show, with the plainest of
    the words that say so: of the table itself (本表无数据), or of what the statement is about (没有使用政府性基金).
#}
with

absences as (

    select * from {{ ref('int_absence_texts') }}

),

matches as (

    select * from {{ ref('int_absence_matches') }}

),

subjects as (

    select * from {{ ref('absence_subjects') }}

),

statements as (

    select * from {{ ref('statements') }}
    where is_statement

),

tables as (

    select * from {{ ref('int_tables') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

titles as (

    select * from lines
    where {{ ends_as_table_title('squashed_text') }}

),

titled_tables as (

    select tables.*
    from tables
    inner join statements
        on tables.statement_code = statements.statement_code

),

by_subject as (

    select
        absences.*,
        subjects.statement_code,
        matches.rank,
        cast(null as varchar) as empty_table_key
    from absences
    inner join matches
        on absences.heading_above = matches.heading_above and absences.text = matches.text
    inner join subjects
        on matches.pattern = subjects.pattern

),

inside_table as (

    select
        absences.*,
        titled_tables.statement_code,
        case when absences.is_alone then 5 else 1 end as rank,
        titled_tables.table_key as empty_table_key
    from absences
    inner join titled_tables
        on absences.table_key = titled_tables.table_key
    where absences.names_nothing

),

-- In the two lines below a table, before the next title.
below_table as (

    select
        absences.*,
        titled_tables.statement_code,
        case when absences.is_alone then 5 else 1 end as rank,
        titled_tables.table_key as empty_table_key
    from absences
    inner join titled_tables
        on
            absences.disclosure_key = titled_tables.disclosure_key
            and absences.line_no between titled_tables.after_line_no + 1 and titled_tables.after_line_no + 2
    left join titles
        on
            absences.disclosure_key = titles.disclosure_key
            and titles.line_no = titled_tables.after_line_no + 1
            and titles.line_no < absences.line_no
    where absences.names_nothing and titles.line_no is null

),

found as (

    select * from by_subject

    union all

    select * from inside_table

    union all

    select * from below_table

)

select
    disclosure_key,
    statement_code,
    printed_text as explained_by,
    page_no,
    -- The table that the words are in or below; words of a subject name no table.
    empty_table_key,
    rank <= 2 as is_plain
from found
qualify
    row_number() over (
        partition by disclosure_key, statement_code
        order by rank, line_no, table_no, length(printed_text), printed_text, page_no
    ) = 1
