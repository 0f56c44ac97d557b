{#
    The texts of indicator lists, row by row, each with the part its column holds and the level the vocabulary
    sees in it. `is_regular` says whether the row stands under its header: on a page it always does, conversions
    to text push rows to the left.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

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

-- A new form in the same table begins with its fields: 项目名称, 主管部门.
field_rows as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no
    from cells
    inner join form_labels
        on
            cells.words = form_labels.words
            and form_labels.role in ('project_name', 'project_code', 'unit_name', 'field', 'code')
    where cells.col_no = 1

),

regions as (

    select
        headers.disclosure_key,
        headers.table_no,
        headers.header_row_no,
        headers.set_count,
        min(headers.col_no) as first_col_no,
        bool_or(headers.part = 'level_2') as has_level_2,
        coalesce(min(field_rows.row_no), headers.next_header_row_no) as end_row_no
    from headers
    left join field_rows
        on
            headers.disclosure_key = field_rows.disclosure_key
            and headers.table_no = field_rows.table_no
            and field_rows.row_no > headers.header_row_no
            and field_rows.row_no < headers.next_header_row_no
    group by
        headers.disclosure_key, headers.table_no, headers.header_row_no, headers.next_header_row_no, headers.set_count

),

tokens as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.col_no,
        cells.row_no + cells.row_span - 1 as last_row_no,
        cells.page_no,
        cells.x0 is not null as is_on_page,
        cells.compact_text,
        cells.squashed_text,
        cells.number_value,
        regions.header_row_no,
        regions.set_count,
        regions.has_level_2,
        cells.col_no < regions.first_col_no as is_left_of_list,
        headers.part,
        headers.set_no,
        indicator_levels.level as level_in_vocabulary
    from cells
    inner join regions
        on
            cells.disclosure_key = regions.disclosure_key
            and cells.table_no = regions.table_no
            and cells.row_no > regions.header_row_no
            and cells.row_no < regions.end_row_no
    left join headers
        on
            regions.disclosure_key = headers.disclosure_key
            and regions.table_no = headers.table_no
            and regions.header_row_no = headers.header_row_no
            and cells.col_no between headers.col_no and headers.last_col_no
    left join indicator_levels
        on {{ level_words('cells.words') }} = indicator_levels.level_text

),

known_rows as (

    select
        disclosure_key,
        table_no,
        row_no
    from tokens
    group by disclosure_key, table_no, row_no
    having not bool_or(regexp_matches(squashed_text, '^(?:负责人|经办人|联系电话|填报|填表|单位负责|注:|备注:)'))

),

kept as (

    select
        tokens.*,
        count(*) filter (where tokens.part = 'level_2' and tokens.level_in_vocabulary is not null)
            over same_set
            as level_2_count,
        count(*) filter (where tokens.part = 'level_2') over same_set as level_2_text_count,
        count(*) filter (where tokens.part = 'name') over same_set as name_count,
        count(*) filter (where tokens.part = 'value') over same_set as value_count,
        count(*) over (partition by tokens.disclosure_key, tokens.table_no, tokens.row_no) as token_count
    from tokens
    inner join known_rows
        on
            tokens.disclosure_key = known_rows.disclosure_key
            and tokens.table_no = known_rows.table_no
            and tokens.row_no = known_rows.row_no
    where
        coalesce(tokens.part, '') <> 'text'
        and (not tokens.is_left_of_list or (tokens.has_level_2 and tokens.level_in_vocabulary = 1))
    window same_set as (partition by tokens.disclosure_key, tokens.table_no, tokens.row_no, tokens.set_no)

)

select
    disclosure_key,
    table_no,
    row_no,
    col_no,
    last_row_no,
    page_no,
    header_row_no,
    set_count,
    has_level_2,
    part,
    set_no,
    compact_text,
    squashed_text,
    number_value,
    level_in_vocabulary,
    is_on_page
    or not bool_or(
        (part = 'value' and level_in_vocabulary is not null)
        or (part = 'name' and level_in_vocabulary is not null and has_level_2 and level_2_count = 0)
        or (part = 'value' and name_count = 0)
        or (
            part = 'level_1'
            and level_in_vocabulary = 2
            and level_2_text_count > 0
            and value_count = 0
            and token_count > 1
        )
        or (part = 'level_1' and level_in_vocabulary = 2 and name_count + value_count < 2 and token_count > 1)
        or (part = 'level_1' and level_in_vocabulary is null and level_2_text_count = 0 and token_count > 1)
        or (
            part = 'level_2'
            and level_in_vocabulary is null
            and level_2_count = 0
            and value_count = 0
            and token_count > 1
        )
    ) over (partition by disclosure_key, table_no, row_no) as is_regular
from kept
