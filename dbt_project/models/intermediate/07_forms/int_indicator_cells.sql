{#
    The cells of the lists of indicators, each with the part of an indicator that its column holds and the level that
    the vocabulary sees in its text. `is_regular` says whether the row is under its header. On a page it always is;
    conversions to text push rows to the left.
#}
-- depends_on: {{ ref('keywords') }}
with

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

cells as (

    select cells.*
    from {{ ref('stg_cells') }} as cells
    left join table_rows
        on cells.row_key = table_rows.row_key
    -- The columns of a list may be numbered (栏次).
    where table_rows.row_class is distinct from 'column_numbers'

),

headers as (

    select * from {{ ref('int_indicator_headers') }}

),

indicator_levels as (

    select * from {{ ref('int_indicator_level_matches') }}

),

form_labels as (

    select * from {{ ref('int_form_label_matches') }}

),

lists_in_cells as (

    select distinct compact_text from {{ ref('int_indicator_list_matches') }}

),

-- A new form in the same table begins with its fields: 项目名称, 主管部门.
field_rows as (

    select
        cells.table_key,
        cells.row_no
    from cells
    inner join form_labels
        on
            cells.words = form_labels.words
            and form_labels.role in ('project_name', 'project_code', 'unit_name', 'field', 'code')
    where cells.col_no = 1

),

lists as (

    select
        list_key,
        any_value(table_key) as table_key,
        any_value(header_row_no) as header_row_no,
        any_value(next_header_row_no) as next_header_row_no,
        any_value(set_count) as set_count,
        min(col_no) as first_col_no,
        bool_or(part = 'level_2') as has_level_2,
        count(*) filter (where part in ('name', 'path')) = 1 as has_one_name_column
    from headers
    group by list_key

),

list_ends as (

    select
        lists.list_key,
        min(field_rows.row_no) as end_row_no
    from lists
    inner join field_rows
        on
            lists.table_key = field_rows.table_key
            and lists.header_row_no < field_rows.row_no
            and lists.next_header_row_no > field_rows.row_no
    group by lists.list_key

),

list_cells as (

    select
        cells.cell_key,
        cells.row_key,
        cells.table_key,
        cells.row_no,
        cells.col_no,
        cells.row_no + cells.row_span - 1 as last_row_no,
        cells.page_no,
        cells.x0 is not null as is_on_page,
        cells.compact_text,
        cells.squashed_text,
        cells.number_value,
        lists.list_key,
        lists.set_count,
        lists.has_level_2,
        lists.has_one_name_column,
        cells.col_no < lists.first_col_no as is_left_of_list,
        headers.part,
        headers.set_no,
        indicator_levels.level as level_in_vocabulary
    from cells
    inner join lists
        on
            cells.table_key = lists.table_key
            and cells.row_no > lists.header_row_no
    left join list_ends
        on lists.list_key = list_ends.list_key
    left join headers
        on
            lists.list_key = headers.list_key
            and cells.col_no between headers.col_no and headers.last_col_no
    left join indicator_levels
        on {{ level_words(without_level_header('cells.words')) }} = indicator_levels.level_text
    where
        cells.row_no < coalesce(list_ends.end_row_no, lists.next_header_row_no)
        and cells.compact_text not in (select lists_in_cells.compact_text from lists_in_cells)

),

foot_rows as (

    select distinct row_key
    from list_cells
    where {{ has_word('squashed_text', 'form_foot') }}

),

kept as (

    select
        list_cells.*,
        count(*) filter (where list_cells.part = 'level_2' and list_cells.level_in_vocabulary is not null)
            over same_set
            as level_2_count,
        count(*) filter (where list_cells.part = 'level_2') over same_set as level_2_text_count,
        count(*) filter (where list_cells.part = 'name') over same_set as name_count,
        count(*) filter (where list_cells.part = 'value') over same_set as value_count,
        count(*) over (partition by list_cells.row_key) as text_count
    from list_cells
    left join foot_rows
        on list_cells.row_key = foot_rows.row_key
    where
        foot_rows.row_key is null
        and coalesce(list_cells.part, '') <> 'text'
        and (not list_cells.is_left_of_list or (list_cells.has_level_2 and list_cells.level_in_vocabulary = 1))
    window same_set as (partition by list_cells.row_key, list_cells.set_no)

)

select
    cell_key,
    row_key,
    table_key,
    list_key,
    row_no,
    col_no,
    last_row_no,
    page_no,
    set_count,
    has_level_2,
    has_one_name_column,
    part,
    set_no,
    compact_text,
    squashed_text,
    number_value,
    level_in_vocabulary,
    is_on_page
    or not bool_or(
        (part = 'value' and (level_in_vocabulary is not null or name_count = 0))
        or (part = 'name' and level_in_vocabulary is not null and has_level_2 and level_2_count = 0)
        or text_count > 1
        and (
            part = 'level_1'
            and level_in_vocabulary = 2
            and (level_2_text_count > 0 and value_count = 0 or name_count + value_count < 2)
            or part = 'level_1' and level_in_vocabulary is null and level_2_text_count = 0
            or part = 'level_2' and level_in_vocabulary is null and level_2_count = 0 and value_count = 0
        )
    ) over (partition by row_key) as is_regular
from kept
