{# What the vocabulary says of each distinct text that stands in a header region: the first pattern that fits. #}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

column_labels as (

    select * from {{ ref('column_labels') }}

),

rows_with_figures as (

    select distinct
        disclosure_key,
        table_no,
        row_no
    from cells
    -- A year may stand in a header.
    where number_value is not null and not regexp_full_match(squashed_text, '(?:19|20)[0-9]{2}')

),

texts as (

    select distinct
        cells.squashed_text,
        {{ label_words('cells.squashed_text') }} as words
    from cells
    left join rows_with_figures
        on
            cells.disclosure_key = rows_with_figures.disclosure_key
            and cells.table_no = rows_with_figures.table_no
            and cells.row_no = rows_with_figures.row_no
    where
        cells.number_value is null
        and rows_with_figures.row_no is null
        and length(cells.squashed_text) <= 60

),

-- Matching costs a compiled pattern for each pair: each wording is put to the vocabulary once.
matched as (

    select
        wordings.words,
        column_labels.*
    from (select distinct texts.words from texts) as wordings
    inner join column_labels
        on regexp_full_match(wordings.words, column_labels.pattern)
    qualify
        row_number() over (
            partition by wordings.words order by column_labels.priority, column_labels.pattern
        ) = 1

)

select
    texts.squashed_text,
    matched.role,
    matched.code_system,
    matched.flow,
    matched.fund_source,
    matched.nature,
    matched.basis,
    matched.measure,
    coalesce(matched.is_total, false) as is_total
from texts
inner join matched
    on texts.words = matched.words
