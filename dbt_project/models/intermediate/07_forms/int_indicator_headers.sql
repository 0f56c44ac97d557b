{#
    The header cells of every list of performance indicators, wherever it stands inside a form: which part of
    an indicator a column holds, and in which set (two targets side by side make two sets).
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

),

labelled as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.col_no,
        cells.col_no + cells.col_span - 1 as last_col_no,
        case
            when header_labels.role = 'indicator' and starts_with(cells.squashed_text, '一级') then 'level_1'
            when header_labels.role = 'indicator' and starts_with(cells.squashed_text, '二级') then 'level_2'
            when header_labels.role = 'indicator' then 'name'
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
        or count(*) filter (where part in ('level_1', 'level_2', 'name')) over (
            partition by disclosure_key, table_no, row_no
        ) = 0

),

header_rows as (

    select
        disclosure_key,
        table_no,
        row_no,
        count(*) filter (where part = 'value') as set_count,
        coalesce(
            lead(row_no) over (partition by disclosure_key, table_no order by row_no), 1000000
        ) as next_header_row_no
    from parts
    group by disclosure_key, table_no, row_no
    having
        count(*) filter (where part in ('name', 'path')) > 0
        and count(*) filter (where part in ('level_1', 'level_2', 'value')) > 0

),

counted as (

    select
        parts.*,
        header_rows.next_header_row_no,
        header_rows.set_count,
        row_number() over (same_part order by parts.col_no) as part_ordinal,
        count(*) over (same_part) as part_count,
        count(*) filter (where parts.part = 'value') over (
            partition by parts.disclosure_key, parts.table_no, parts.row_no order by parts.col_no
            rows between unbounded preceding and 1 preceding
        ) as values_before
    from parts
    inner join header_rows
        on
            parts.disclosure_key = header_rows.disclosure_key
            and parts.table_no = header_rows.table_no
            and parts.row_no = header_rows.row_no
    window same_part as (partition by parts.disclosure_key, parts.table_no, parts.row_no, parts.part)

)

select
    disclosure_key,
    table_no,
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
-- Columns beside the targets belong to them one by one, or one to all; anything else is not to be told.
where part not in ('operator', 'unit', 'weight') or part_count in (1, set_count)
