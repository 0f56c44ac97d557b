{#
    Lines that stand for a year or a change (2025年 | 2026年 | 增减变化金额) of what is named above or beside them, with
    what their words say. `named_line_key` is the line that prints the name and the codes: the line itself, or the
    nearest one above; null where there is none, and the words are all that the line has for a name.

    A single year beside a name may be part of it, or say when a project began. So a block has periods only if it
    prints several, and some name has more than one.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

row_labels as (

    select * from {{ ref('int_line_label_matches') }}

),

key_cells as (

    select
        cells.cell_key,
        cells.row_key || '-b' || column_blocks.block_no as line_key,
        cells.row_no,
        cells.col_no,
        cells.squashed_text,
        cells.compact_text,
        column_blocks.block_key,
        column_blocks.is_key as is_key_column,
        coalesce(row_labels.row_kind = 'period', false) as is_period,
        row_labels.measure
    from cells
    inner join table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class = 'data'
    inner join column_blocks
        on
            cells.column_key = column_blocks.column_key
            and (column_blocks.is_key or column_blocks.role in ('text', 'unknown_words'))
    left join row_labels
        on cells.squashed_text = row_labels.squashed_label

),

lines as (

    select
        line_key,
        any_value(block_key) as block_key,
        any_value(row_no) as row_no,
        arg_min(cell_key, col_no) filter (where is_period) as cell_key,
        arg_min(squashed_text, col_no) filter (where is_period) as period_text,
        arg_min(measure, col_no) filter (where is_period) as measure,
        bool_or(is_key_column and not is_period and regexp_matches(compact_text, '\p{L}')) as has_name
    from key_cells
    group by line_key

),

named as (

    select
        *,
        last_value(case when has_name then line_key end ignore nulls) over (
            partition by block_key order by row_no
        ) as named_line_key
    from lines

),

names as (

    select
        named.*,
        name_lines.name_text
    from named
    left join (
        select
            line_key,
            string_agg(compact_text, '|' order by col_no) filter (where is_key_column and not is_period) as name_text
        from key_cells
        group by line_key
    ) as name_lines
        on named.named_line_key = name_lines.line_key
    where named.period_text is not null

),

divided_blocks as (

    select block_key
    from names
    group by block_key
    having count(distinct period_text) > 1 and count(distinct coalesce(name_text, '')) < count(*)

)

select
    names.line_key,
    names.block_key,
    names.cell_key,
    names.named_line_key,
    names.period_text,
    names.measure as period_measure,
    {{ printed_year('names.period_text') }} as period_year,
    {{ printed_basis('names.period_text') }} as period_basis,
    {{ has_word('names.period_text', 'last_year') }} as period_is_last_year
from names
inner join divided_blocks
    on names.block_key = divided_blocks.block_key
