{#
    What each column of a statement holds, settled by its header and by what stands in it, and to which block
    it belongs: a statement may print several label/amount groups side by side (收入 | 支出); a block begins
    where a label or code column follows an amount column.
#}
with

table_columns as (

    select * from {{ ref('int_table_columns') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

contents as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.col_no,
        count(*) filter (where cells.number_value is null) as word_count,
        count(cells.number_value) as number_count,
        count(*) filter (
            where regexp_full_match(cells.squashed_text, '[0-9]{3}|[0-9]{5}|[0-9]{6}|[0-9]{7}|[0-9]{9,}')
        ) as code_count
    from cells
    inner join table_rows
        on
            cells.disclosure_key = table_rows.disclosure_key
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
            and table_rows.row_class = 'data'
    group by cells.disclosure_key, cells.table_no, cells.col_no

),

settled as (

    select
        coalesce(table_columns.disclosure_key, contents.disclosure_key) as disclosure_key,
        coalesce(table_columns.table_no, contents.table_no) as table_no,
        coalesce(table_columns.col_no, contents.col_no) as col_no,
        table_columns.* exclude (disclosure_key, table_no, col_no, role),
        coalesce(contents.word_count, 0) as word_count,
        coalesce(contents.number_count, 0) as number_count,
        coalesce(contents.code_count, 0) as code_count,
        case
            when table_columns.role = 'group' and contents.code_count > contents.word_count then 'code'
            when table_columns.role = 'group' then 'label'
            when table_columns.role = 'label' and contents.code_count > contents.word_count * 2 then 'code'
            when table_columns.role is not null and table_columns.role <> 'neutral' then table_columns.role
            when contents.word_count > contents.number_count and not coalesce(table_columns.is_known, false)
                then 'unknown_words'
            when contents.word_count > contents.number_count then 'text'
            when contents.number_count > 0 then 'unknown'
            else 'empty'
        end as role
    from table_columns
    full outer join contents
        on
            table_columns.disclosure_key = contents.disclosure_key
            and table_columns.table_no = contents.table_no
            and table_columns.col_no = contents.col_no

),

marked as (

    select
        *,
        role in ('amount', 'unknown') as is_amount,
        role in (
            'code',
            'code_class',
            'code_section',
            'code_item',
            'label',
            'item_label',
            'unit_label',
            'project_code',
            'procurement_code'
        )
            as is_key
    from settled

),

starts as (

    select
        *,
        role in ('code', 'code_class', 'label')
        and coalesce(
            lag(is_amount) over (partition by disclosure_key, table_no, is_key or is_amount order by col_no), false
        ) as starts_block
    from marked

)

select
    * exclude (starts_block),
    1 + count(*) filter (where starts_block) over (partition by disclosure_key, table_no order by col_no) as block_no
from starts
