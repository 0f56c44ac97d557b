{#
    The header cells of every list of performance indicators, wherever it is inside a form: which part of an indicator
    the column holds, and to which of the targets side by side it belongs. A list is known by the key of its header
    row. On the next page the headers of the levels may be hidden in cells that continue from the page before: a header
    whose parts all are where those of an earlier one do takes its levels from there.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

),

labelled as (

    select
        cells.table_key,
        cells.row_key,
        cells.row_no,
        cells.col_no,
        cells.col_no + cells.col_span - 1 as last_col_no,
        case
            -- 指标内容 beside 三级指标 says more about the indicator than its name.
            when
                header_labels.role = 'indicator'
                and not {{ has_word('cells.squashed_text', 'level_header') }}
                and count(*) filter (where {{ has_word('cells.squashed_text', 'third_level_header') }}) over (
                    partition by cells.row_key
                ) > 0
                then 'text'
            when header_labels.role = 'indicator'
                then case
                    when {{ has_word('cells.squashed_text', 'level_1_header') }} then 'level_1'
                    when {{ has_word('cells.squashed_text', 'level_2_header') }} then 'level_2'
                    else 'name'
                end
            when header_labels.role = 'indicator_path' then 'path'
            when header_labels.role = 'indicator_value' then 'value'
            when header_labels.role = 'indicator_operator' then 'operator'
            when header_labels.role in ('indicator_unit', 'measure_unit') then 'unit'
            when header_labels.role = 'indicator_weight' then 'weight'
            when header_labels.role in ('indicator_text', 'text') then 'text'
        end as part
    from cells
    inner join header_labels
        on cells.words = header_labels.words

),

-- 绩效指标 alone is a column of whole indicators; beside 一级指标 or 指标名称 it is the heading of them all.
parts as (

    select *
    from labelled
    where part is not null
    qualify
        part <> 'path'
        or count(*) filter (where part in ('level_1', 'level_2', 'name')) over (partition by row_key) = 0

),

header_rows as (

    select
        row_key,
        count(*) filter (where part = 'value') as set_count,
        any_value(row_no) as row_no,
        coalesce(lead(any_value(row_no)) over (in_table order by any_value(row_no)), 1000000) as next_header_row_no,
        last_value(case when bool_or(part in ('level_1', 'level_2')) then row_key end ignore nulls) over (
            in_table order by any_value(row_no) rows between unbounded preceding and 1 preceding
        ) as earlier_row_key
    from parts
    group by row_key
    having
        count(*) filter (where part in ('name', 'path')) > 0
        and count(*) filter (where part in ('level_1', 'level_2', 'value')) > 0
    window in_table as (partition by any_value(table_key))

),

repetitions as (

    select
        header_rows.row_key,
        header_rows.row_no,
        header_rows.earlier_row_key
    from header_rows
    inner join parts
        on header_rows.row_key = parts.row_key
    left join parts as earlier
        on
            header_rows.earlier_row_key = earlier.row_key
            and parts.col_no = earlier.col_no
            and parts.part = earlier.part
    group by all
    having bool_and(earlier.row_key is not null)

),

whole_headers as (

    select * from parts

    union all

    select earlier.* replace (repetitions.row_key as row_key, repetitions.row_no as row_no)
    from repetitions
    inner join parts as earlier
        on repetitions.earlier_row_key = earlier.row_key and earlier.part in ('level_1', 'level_2')
    left join parts as own
        on repetitions.row_key = own.row_key and earlier.col_no between own.col_no and own.last_col_no
    where own.row_key is null

),

counted as (

    select
        whole_headers.*,
        header_rows.next_header_row_no,
        header_rows.set_count,
        row_number() over (same_part order by whole_headers.col_no) as part_ordinal,
        count(*) over (same_part) as part_count,
        count(*) filter (where whole_headers.part = 'value') over (
            partition by whole_headers.row_key order by whole_headers.col_no
            rows between unbounded preceding and 1 preceding
        ) as values_before
    from whole_headers
    inner join header_rows
        on whole_headers.row_key = header_rows.row_key
    window same_part as (partition by whole_headers.row_key, whole_headers.part)

)

select
    row_key as list_key,
    table_key,
    row_no as header_row_no,
    next_header_row_no,
    col_no,
    last_col_no,
    part,
    case
        when part in ('operator', 'unit', 'weight')
            then case when part_count = set_count then part_ordinal end
        else least(1 + values_before, greatest(set_count, 1))
    end as set_no,
    set_count
from counted
-- A column beside the targets belongs to one of them each, or one column to all; other counts stay open.
where part not in ('operator', 'unit', 'weight') or part_count in (1, set_count)
