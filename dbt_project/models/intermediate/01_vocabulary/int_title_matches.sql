{#
    One row for each distinct text that is a title of a statement. The texts are text lines, pairs of consecutive
    lines (a narrow page may break a title), and cells. Sentences are left out.
#}
with

text_lines as (

    select * from {{ ref('stg_text_lines') }}

),

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

statement_titles as (

    select * from {{ ref('statement_titles') }}

),

texts as (

    select squashed_text from text_lines

    union

    select squashed_text || lead(squashed_text) over (partition by disclosure_key order by line_no) as squashed_text
    from text_lines

    union

    select squashed_text from cell_texts
    where number_value is null

),

wordings as (

    select {{ bare_title('squashed_text') }} as title_text
    from texts
    where length(squashed_text) <= 80 and not {{ is_sentence(bare_title('squashed_text')) }}

    union

    select squashed_text as title_text
    from cell_texts
    where number_value is null and length(squashed_text) <= 60

    union

    select {{ label_words('squashed_text') }} as title_text
    from text_lines
    where length(squashed_text) <= 40

),

matched as (

    select
        title_text,
        {{ first_pattern('statement_titles', 'title_text') }} as pattern
    from wordings

)

select
    matched.title_text,
    statement_titles.priority,
    statement_titles.pattern,
    statement_titles.statement_code,
    statement_titles.layout,
    statement_titles.fund_source,
    statement_titles.nature
from matched
inner join statement_titles
    on matched.pattern = statement_titles.pattern
