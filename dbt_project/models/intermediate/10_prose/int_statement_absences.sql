{#
    Words that say that a statement has nothing to show: a sentence of the text or a cell that says there is none of
    what the statement is about (本部门没有使用政府性基金预算拨款安排的支出), or a note at a table that says so of the table
    itself (本表无数据). What holds only on a condition (如本表无数据) says nothing of this document.
#}
with

paragraphs as (

    select * from {{ ref('int_narrative_paragraphs') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

subjects as (

    select
        statement_code,
        '(?:' || pattern || ')' as pattern
    from {{ ref('absence_subjects') }}

),

phrases as (

    select
        '(?:' || string_agg(pattern, '|') filter (where kind = 'before') || ')' as before_words,
        '(?:' || string_agg(pattern, '|') filter (where kind = 'between') || ')*' as between_words,
        '(?:' || string_agg(pattern, '|') filter (where kind = 'after') || ')' as after_words,
        '(?:' || string_agg(pattern, '|') filter (where kind = 'itself') || ')' as itself_words,
        string_agg(pattern, '|') filter (where kind = 'condition') as condition_words
    from {{ ref('absence_phrases') }}

),

sentences as (

    select
        paragraphs.disclosure_key,
        lines.page_no,
        paragraphs.paragraph_no as line_no,
        cast(null as integer) as table_no,
        coalesce(paragraphs.heading_above || ':', '') as heading,
        unnest(string_split_regex(paragraphs.text, '[。;]')) as text,
        unnest(string_split_regex(paragraphs.printed_text, '[。；;]')) as printed_text
    from paragraphs
    inner join lines
        on paragraphs.disclosure_key = lines.disclosure_key and paragraphs.paragraph_no = lines.line_no

),

-- The same note under several tables is a running line to the paragraphs.
notes as (

    select
        disclosure_key,
        page_no,
        line_no,
        cast(null as integer) as table_no,
        '' as heading,
        squashed_text as text,
        compact_text as printed_text
    from lines
    where length(squashed_text) < 40 and regexp_matches(squashed_text, '^[(]?(?:备?注|说明|[本此]表|空表)')

),

cell_texts as (

    select
        disclosure_key,
        page_no,
        cast(null as integer) as line_no,
        table_no,
        '' as heading,
        squashed_text as text,
        compact_text as printed_text
    from cells
    where number_value is null and length(squashed_text) < 80

),

texts as (

    select * from sentences

    union all

    select * from notes

    union all

    select * from cell_texts

),

-- Only texts with a word of absence are asked what they speak of.
absences as (

    select
        texts.*,
        phrases.* exclude (condition_words),
        regexp_matches(texts.text, phrases.itself_words) or texts.text = '无' as speaks_of_itself
    from texts
    cross join phrases
    where
        regexp_matches(texts.text, phrases.before_words || '|' || phrases.itself_words || '|' || phrases.after_words)
        and not regexp_matches(texts.text, phrases.condition_words)

),

by_subject as (

    select
        absences.disclosure_key,
        subjects.statement_code,
        absences.printed_text,
        absences.page_no,
        absences.line_no,
        absences.table_no,
        -- 没有使用政府性基金 says more than 政府性基金支出为0.
        case
            when regexp_matches(absences.text, absences.before_words || absences.between_words || subjects.pattern)
                then 2
            when regexp_matches(absences.text, absences.itself_words) then 3
            else 4
        end as rank
    from absences
    inner join subjects
        on
            regexp_matches(
                absences.text,
                absences.before_words || absences.between_words || subjects.pattern
                || '|' || subjects.pattern || absences.between_words || absences.after_words
            )
            or regexp_matches(absences.heading || absences.text, subjects.pattern || '.{0,40}' || absences.itself_words)

),

-- A note in the table or in the two lines below it, before the next title.
by_table as (

    select
        absences.disclosure_key,
        table_statements.statement_code,
        absences.printed_text,
        absences.page_no,
        absences.line_no,
        absences.table_no,
        case when absences.text = '无' then 5 else 1 end as rank
    from absences
    inner join table_statements
        on
            absences.disclosure_key = table_statements.disclosure_key
            and table_statements.statement_code <> 'other'
            and (
                absences.table_no = table_statements.table_no
                or absences.line_no - table_statements.after_line_no between 1 and 2
            )
    where
        absences.speaks_of_itself
        and not exists (
            select 1 from lines
            where
                lines.disclosure_key = absences.disclosure_key
                and lines.line_no > table_statements.after_line_no
                and lines.line_no < absences.line_no
                and regexp_matches(lines.squashed_text, '表(?:[(][^()]*[)])?$')
        )

),

found as (

    select * from by_table

    union all

    select * from by_subject

)

select
    disclosure_key,
    statement_code,
    printed_text as explained_by,
    page_no
from found
qualify
    row_number() over (
        partition by disclosure_key, statement_code
        order by rank, line_no, table_no, length(printed_text), printed_text
    ) = 1
