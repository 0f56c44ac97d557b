{#
    Indicators of rows that have lost their columns on the way to text. They are read by the order of their texts:
    levels first, then names and targets in turn. Of two targets side by side each takes half of the texts.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    select * from {{ ref('int_indicator_cells') }}
    where not is_regular

),

levels as (

    select
        row_key,
        arg_min(compact_text, col_no) filter (
            where level_in_vocabulary = 1 and not {{ has_word('squashed_text', 'second_level_when_displaced') }}
        ) as level_1,
        arg_min(compact_text, col_no) filter (
            where level_in_vocabulary = 2 or {{ has_word('squashed_text', 'second_level_when_displaced') }}
        ) as level_2
    from cells
    where level_in_vocabulary is not null
    group by row_key

),

sequences as (

    select
        *,
        row_number() over (partition by row_key order by col_no) as sequence_no,
        count(*) over (partition by row_key) // 2 as half_length,
        set_count = 2 and count(*) over (partition by row_key) >= 4 as has_halves
    from cells
    where level_in_vocabulary is null and coalesce(part, '') not in ('operator', 'unit', 'weight')

),

halves as (

    select
        *,
        case when has_halves and sequence_no > half_length then 2 else 1 end as half_no,
        case when has_halves and sequence_no > half_length then sequence_no - half_length else sequence_no end
            as place_no
    from sequences

),

pairs as (

    select
        row_key,
        any_value(table_key) as table_key,
        any_value(list_key) as list_key,
        any_value(row_no) as row_no,
        case when any_value(set_count) > 2 then max(set_no) else half_no end as set_no,
        max(compact_text) filter (where place_no % 2 = 1) as indicator_name,
        max(compact_text) filter (where place_no % 2 = 0) as target_text,
        max(col_no) filter (where place_no % 2 = 0) as target_col_no
    from halves
    group by row_key, half_no, (place_no - 1) // 2

)

select
    pairs.*,
    levels.level_1,
    levels.level_2
from pairs
left join levels
    on pairs.row_key = levels.row_key
