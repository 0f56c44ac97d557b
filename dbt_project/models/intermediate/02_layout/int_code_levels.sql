{#
    The code columns that a header names only as a group (科目编码 over three columns), with the level each holds: 类, 款
    or 项. The words for it may be in any row below, even beside the first total. Where there are none, the digits
    decide: classes in the first column, and in the others the digits that follow them.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

),

header_cells as (

    {{ header_cells('cells', 'table_rows') }}

),

header_columns as (

    select
        header_cells.table_key || '-c' || header_cells.col_no as column_key,
        header_cells.table_key,
        header_cells.col_no,
        string_agg(header_cells.compact_text, ' / ' order by header_cells.row_no) as column_label
    from header_cells
    left join header_labels
        on header_cells.words = header_labels.words
    group by header_cells.table_key, header_cells.col_no
    having
        arg_max(header_labels.role, header_cells.row_no) filter (where header_labels.role is not null)
        in ('code', 'group')

),

texts as (

    select
        cells.column_key,
        cells.row_no,
        case when header_labels.role in ('code_class', 'code_section', 'code_item') then header_labels.role end
            as named_level,
        case
            when table_rows.row_class = 'data'
                then nullif(regexp_extract(cells.squashed_text, '^([0-9]+)(?:[.]0+)?$', 1), '')
        end as digits
    from cells
    inner join table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class not in ('preface', 'header')
    left join header_labels
        on cells.words = header_labels.words

),

contents as (

    select
        column_key,
        arg_min(named_level, row_no) filter (where named_level is not null) as named_level,
        bool_and(length(digits) = 3) as holds_classes,
        bool_and(length(digits) in (1, 2, 5, 7)) as holds_rests
    from texts
    group by column_key

),

code_columns as (

    select
        header_columns.column_key,
        header_columns.table_key,
        header_columns.column_label,
        header_columns.col_no,
        contents.named_level,
        contents.holds_classes,
        contents.holds_rests,
        header_columns.col_no
        - row_number() over (
            partition by header_columns.table_key, header_columns.column_label order by header_columns.col_no
        ) as group_no
    from header_columns
    left join contents
        on header_columns.column_key = contents.column_key

),

placed as (

    select
        *,
        row_number() over code_group as place,
        first_value(holds_classes) over code_group
        and count(*) over whole_group between 2 and 3
        and bool_and(holds_classes or coalesce(holds_rests, true)) over whole_group
        and count(*) filter (where holds_classes) over whole_group = 1
        and count(*) filter (where holds_rests) over whole_group > 0 as digits_tell
    from code_columns
    window
        code_group as (partition by table_key, column_label, group_no order by col_no),
        whole_group as (partition by table_key, column_label, group_no)

),

levelled as (

    select
        column_key,
        coalesce(
            named_level,
            case when digits_tell then ['code_class', 'code_section', 'code_item'][place] end
        ) as code_level
    from placed

)

select *
from levelled
where code_level is not null
