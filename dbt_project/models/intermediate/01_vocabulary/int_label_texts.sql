{#
    One row for each wording that the label of a line or column can take: the text of a cell as it is, without the
    figure printed in the same cell as a total, or without the code before it; always without outline numbering.
    Which wording a line takes is decided in 05_lines.
#}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

texts as (

    select distinct
        compact_text,
        {{ label_without_total('compact_text') }} as printed_label
    from cell_texts
    where number_value is null

),

wordings as (

    select
        unnest([
            compact_text,
            printed_label,
            {{ label_without_code('printed_label') }},
            {{ label_without_prefix('printed_label', project_code_in_label('printed_label')) }},
            {{ label_without_prefix('printed_label', procurement_code_in_label('printed_label')) }}
        ]) as wording
    from texts

)

select distinct {{ squash(label_words('wording')) }} as squashed_label
from wordings
where wording is not null

union

select distinct squashed_text as squashed_label
from cell_texts
-- A year may be beside a row as a bare number.
where number_value is null or regexp_full_match(squashed_text, '20[0-9]{2}')
