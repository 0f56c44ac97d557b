{#
    What stands in the data rows of each column, and what the column holds: its header says so, and where the header
    is silent or leaves a choice, its contents decide.
#}
with

header_columns as (

    select * from {{ ref('int_header_columns') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

contents as (

    select
        cells.column_key,
        any_value(cells.table_key) as table_key,
        any_value(cells.disclosure_key) as disclosure_key,
        any_value(cells.table_no) as table_no,
        any_value(cells.col_no) as col_no,
        count(*) filter (where cells.number_value is null) as word_count,
        count(cells.number_value) as number_count,
        count(*) filter (
            where regexp_full_match(cells.squashed_text, '[0-9]{3}|[0-9]{5}|[0-9]{6}|[0-9]{7}|[0-9]{9,}')
        ) as code_count
    from cells
    inner join table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class = 'data'
    group by cells.column_key

),

-- 货物 | 工程 | 服务 side by side over figures divide the amount; one of them over words names what is bought.
divided_tables as (

    select header_columns.table_key
    from header_columns
    left join contents
        on header_columns.column_key = contents.column_key
    where header_columns.role = 'item_group'
    group by header_columns.table_key
    having
        count(*) > 1
        and sum(contents.number_count) > 0
        and not bool_or(coalesce(contents.word_count > contents.number_count, false))

)

select
    coalesce(header_columns.disclosure_key, contents.disclosure_key) as disclosure_key,
    coalesce(header_columns.table_key, contents.table_key) as table_key,
    coalesce(header_columns.column_key, contents.column_key) as column_key,
    coalesce(header_columns.table_no, contents.table_no) as table_no,
    coalesce(header_columns.col_no, contents.col_no) as col_no,
    header_columns.* exclude (disclosure_key, table_key, column_key, table_no, col_no, role),
    coalesce(contents.word_count, 0) as word_count,
    coalesce(contents.number_count, 0) as number_count,
    coalesce(contents.code_count, 0) as code_count,
    case
        when header_columns.role = 'group' and contents.code_count > contents.word_count then 'code'
        when header_columns.role = 'group' then 'label'
        when header_columns.role = 'item_group' and divided_tables.table_key is not null then 'amount'
        when header_columns.role = 'item_group' and contents.number_count > contents.word_count then 'unknown'
        when header_columns.role = 'item_group' then 'item_label'
        when header_columns.role = 'label' and contents.code_count > contents.word_count * 2 then 'code'
        when header_columns.role is not null and header_columns.role <> 'neutral' then header_columns.role
        when contents.word_count > contents.number_count and not coalesce(header_columns.is_known, false)
            then 'unknown_words'
        when contents.word_count > contents.number_count then 'text'
        when contents.number_count > 0 then 'unknown'
        else 'empty'
    end as role
from header_columns
full outer join contents
    on header_columns.column_key = contents.column_key
left join divided_tables
    on header_columns.table_key = divided_tables.table_key
