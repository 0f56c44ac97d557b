{# One row for each table with a numbered heading above it: the nearest, which may be the name of a form's project. #}
-- depends_on: {{ ref('keywords') }}
with

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

)

select
    table_key,
    arg_min({{ label_words('compact_text') }}, distance) as heading
from surroundings
where
    distance > 0
    and line_count = 1
    and {{ numbering_depth('compact_text') }} between 1 and 4
    and not {{ has_word('squashed_text', 'no_heading') }}
group by table_key
