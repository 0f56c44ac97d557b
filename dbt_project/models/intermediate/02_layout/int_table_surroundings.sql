{#
    One row for each short text near a table, with its distance: 0 inside the header of the grid; 1, 2, … lines above
    the table; -1 for the first line below it. Two consecutive lines are also tried as one, since a narrow page may
    break a title. The last word of a line with several words is kept: it may be a unit without 单位.
#}
with

tables as (

    select * from {{ ref('stg_tables') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

neighbours as (

    select
        *,
        coalesce(
            lag(after_line_no) over (partition by disclosure_key order by table_no), 0
        ) as previous_after_line_no,
        lead(after_line_no) over (partition by disclosure_key order by table_no) as next_after_line_no
    from tables

),

joined_lines as (

    select
        disclosure_key,
        line_no as first_line_no,
        line_no as last_line_no,
        squashed_text,
        compact_text,
        regexp_extract(
            raw_text, '[^\s\x{3000}0-9,，.。、;；:：][\s\x{00a0}\x{3000}]+([^\s\x{3000}]+)\s*$', 1
        ) as last_word
    from lines

    union all

    select
        disclosure_key,
        line_no as first_line_no,
        line_no + 1 as last_line_no,
        squashed_text || lead(squashed_text) over (partition by disclosure_key order by line_no) as squashed_text,
        compact_text || lead(compact_text) over (partition by disclosure_key order by line_no) as compact_text,
        '' as last_word
    from lines

),

above as (

    select
        neighbours.disclosure_key,
        neighbours.table_key,
        neighbours.table_no,
        neighbours.after_line_no - joined_lines.last_line_no + 1 as distance,
        joined_lines.last_line_no - joined_lines.first_line_no + 1 as line_count,
        joined_lines.squashed_text,
        joined_lines.compact_text,
        joined_lines.last_word
    from neighbours
    inner join joined_lines
        on
            neighbours.disclosure_key = joined_lines.disclosure_key
            and neighbours.previous_after_line_no < joined_lines.first_line_no
            and neighbours.after_line_no >= joined_lines.last_line_no
            and joined_lines.last_line_no > neighbours.after_line_no - 12

),

below as (

    select
        neighbours.disclosure_key,
        neighbours.table_key,
        neighbours.table_no,
        -1 as distance,
        1 as line_count,
        joined_lines.squashed_text,
        joined_lines.compact_text,
        '' as last_word
    from neighbours
    inner join joined_lines
        on
            neighbours.disclosure_key = joined_lines.disclosure_key
            and joined_lines.first_line_no = neighbours.after_line_no + 1
            and joined_lines.last_line_no = neighbours.after_line_no + 1
    where neighbours.next_after_line_no is null or neighbours.next_after_line_no > neighbours.after_line_no

),

inside as (

    select
        cells.disclosure_key,
        cells.table_key,
        cells.table_no,
        0 as distance,
        1 as line_count,
        cells.squashed_text,
        cells.compact_text,
        '' as last_word
    from cells
    inner join tables
        on
            cells.table_key = tables.table_key
            and cells.row_no <= tables.header_row_count
    where regexp_matches(cells.squashed_text, '表(?:[(].*[)])?$|[单金]位:|单位[(](?:人民币)?[亿万千]?元[)]')

)

select * from above
where length(squashed_text) <= 80

union all

select * from below
where length(squashed_text) <= 80

union all

select * from inside
where length(squashed_text) <= 80
