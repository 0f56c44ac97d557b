{#
    One row for each table with a title: the nearest text above it, or in its header, that the vocabulary knows.
    A list of contents consists of titles of other tables and has no title itself; a heading of words about a statement
    (三公经费预算情况说明) is none, nor is the second line of a broken title alone.
#}
-- depends_on: {{ ref('keywords') }}
with

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

title_matches as (

    select * from {{ ref('int_title_matches') }}

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

)

select
    bare_titles.table_key,
    bare_titles.compact_text as title,
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
