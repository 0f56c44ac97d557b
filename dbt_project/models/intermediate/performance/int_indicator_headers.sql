{#
    The header cells of every list of performance indicators, wherever it stands inside a form: which part of
    an indicator a column holds, and in which set (two targets side by side make two sets).
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

header_labels as (

    select * from {{ ref('int_header_labels') }}

),

parts as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.col_no,
        cells.col_no + cells.col_span - 1 as last_col_no,
        cells.squashed_text,
        case
            when header_labels.role = 'indicator' and starts_with(cells.squashed_text, '一级') then 'level_1'
            when header_labels.role = 'indicator' and starts_with(cells.squashed_text, '二级') then 'level_2'
            when header_labels.role = 'indicator' then 'name'
            when header_labels.role = 'indicator_value' then 'value'
            when header_labels.role = 'indicator_operator' then 'operator'
            when header_labels.role in ('indicator_unit', 'measure_unit') then 'unit'
            when header_labels.role in ('indicator_text', 'text') then 'text'
        end as part
    from cells
    inner join header_labels
        on cells.squashed_text = header_labels.squashed_text
    where
        header_labels.role in (
            'indicator',
            'indicator_value',
            'indicator_text',
            'indicator_operator',
            'indicator_unit',
            'text',
            'measure_unit'
        )

),

header_rows as (

    select
        disclosure_key,
        table_no,
        row_no,
        coalesce(
            lead(row_no) over (partition by disclosure_key, table_no order by row_no), 1000000
        ) as next_header_row_no
    from parts
    group by disclosure_key, table_no, row_no
    having
        count(*) filter (where part = 'name') > 0
        and count(*) filter (where part in ('level_1', 'level_2', 'value')) > 0

)

select
    parts.disclosure_key,
    parts.table_no,
    parts.row_no as header_row_no,
    header_rows.next_header_row_no,
    parts.col_no,
    parts.last_col_no,
    parts.part,
    1 + count(*) filter (where parts.part = 'value') over (
        partition by parts.disclosure_key, parts.table_no, parts.row_no order by parts.col_no
        rows between unbounded preceding and 1 preceding
    ) as set_no,
    count(*) filter (where parts.part = 'value') over (
        partition by parts.disclosure_key, parts.table_no, parts.row_no
    ) as set_count
from parts
inner join header_rows
    on
        parts.disclosure_key = header_rows.disclosure_key
        and parts.table_no = header_rows.table_no
        and parts.row_no = header_rows.row_no
