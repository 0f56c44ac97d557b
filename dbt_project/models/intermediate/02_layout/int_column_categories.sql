{#
    One row for each amount column that an economic category heads, in tables of which several columns name one
    (机关工资福利支出 | 机关商品和服务支出 …, with or without codes, 类 above 款).

    - The system of the codes is the one that is printed. Else the names of the classes decide: 机关工资福利支出 stands in
      one system only. Where no class is printed, the names of several sections do.
    - A name of a section counts below the class over its column; without one it must be the only one.
    - 工资福利支出 next to 基本支出 or 项目支出, or in a statement of basic expenditure, keeps its own nature. Elsewhere it is a
      part of all expenditure (`divides_by_category`), whose nature the rest of the header says.
#}
{% set lists = ['purchases', 'three_public_items', 'assets'] %}
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

header_columns as (

    select * from {{ ref('int_header_columns') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

category_names as (

    select * from {{ ref('int_category_matches') }}

),

header_cells as (

    {{ header_cells('cells', 'table_rows') }}

),

candidates as (

    select
        header_columns.column_key,
        header_cells.table_key,
        header_cells.row_no,
        header_cells.words,
        category_names.code_system,
        category_names.code,
        category_names.is_printed,
        min(category_names.code_system) over same_level = max(category_names.code_system) over same_level
        as names_system
    from header_cells
    inner join category_names
        on header_cells.words = category_names.words
    inner join header_columns
        on header_cells.table_key = header_columns.table_key and header_cells.col_no = header_columns.col_no
    inner join tables
        on header_cells.table_key = tables.table_key
    where
        coalesce(header_columns.role, 'amount') = 'amount'
        and coalesce(header_columns.measure, 'amount') = 'amount'
        and tables.layout = 'matrix'
        and tables.statement_flow = 'expenditure'
        {%- for list in lists %}
        and not tables.lists_{{ list }}
        {%- endfor %}
    window same_level as (
        partition by header_columns.column_key, header_cells.row_no, length(category_names.code)
    )

),

-- The first kind of witness that a table has decides, if it names one system.
systems as (

    select
        table_key,
        min(code_system) as code_system
    from candidates
    where names_system
    group by table_key, is_printed, length(code)
    qualify
        row_number() over (partition by table_key order by is_printed desc, length(code)) = 1
        and (is_printed or length(code) = 3 or count(distinct words) > 1)
        and min(code_system) = max(code_system)

),

read_texts as (

    select candidates.*
    from candidates
    left join systems
        on candidates.table_key = systems.table_key
    where candidates.code_system = systems.code_system or candidates.is_printed

),

classes_above as (

    select
        sections.column_key,
        sections.row_no,
        max(classes.code) as class_code
    from read_texts as sections
    inner join read_texts as classes
        on
            sections.column_key = classes.column_key
            and sections.row_no > classes.row_no
            and length(classes.code) = 3
    group by sections.column_key, sections.row_no

),

settled as (

    select
        read_texts.column_key,
        read_texts.table_key,
        read_texts.row_no,
        read_texts.code_system,
        read_texts.code,
        read_texts.is_printed
    from read_texts
    left join classes_above
        on read_texts.column_key = classes_above.column_key and read_texts.row_no = classes_above.row_no
    where
        read_texts.is_printed
        or starts_with(read_texts.code, coalesce(classes_above.class_code, ''))
    window same_text as (
        partition by read_texts.column_key, read_texts.row_no
        order by (length(read_texts.code) = 3) = (classes_above.class_code is null) desc
    )
    -- A class, where no other stands above; below one, a section.
    qualify
        row_number() over same_text = 1
        and count(*) over (
            partition by read_texts.column_key, read_texts.row_no, length(read_texts.code)
        ) = 1

),

columns_settled as (

    select
        column_key,
        any_value(table_key) as table_key,
        arg_max(code_system, row_no) as code_system,
        arg_max(code, row_no) as code,
        arg_max(is_printed, row_no) as is_printed
    from settled
    group by column_key
    window same_table as (partition by any_value(table_key))
    qualify min(arg_max(code, row_no)) over same_table <> max(arg_max(code, row_no)) over same_table

),

natures_above as (

    select
        header_cells.table_key || '-c' || header_cells.col_no as column_key,
        arg_max(header_labels.nature, header_cells.row_no) as nature
    from header_cells
    inner join header_labels
        on header_cells.words = header_labels.words and header_labels.nature is not null
    left join settled
        on header_cells.table_key || '-c' || header_cells.col_no = settled.column_key
        and header_cells.row_no = settled.row_no
    where settled.column_key is null
    group by header_cells.table_key, header_cells.col_no

),

natures_told as (

    select
        table_key,
        bool_or(names_basic or starts_with(nature, 'project')) as tells_basic_from_project
    from header_columns
    group by table_key

),

joined as (

    select
        columns_settled.*,
        header_columns.nature as header_nature,
        natures_above.nature as nature_above,
        header_columns.is_within_nature
        or regexp_matches(header_columns.nature, '^basic_(?:personnel|public)_')
        and (natures_told.tells_basic_from_project or starts_with(tables.statement_nature, 'basic'))
        as keeps_nature
    from columns_settled
    inner join header_columns
        on columns_settled.column_key = header_columns.column_key
    inner join tables
        on columns_settled.table_key = tables.table_key
    left join natures_told
        on columns_settled.table_key = natures_told.table_key
    left join natures_above
        on columns_settled.column_key = natures_above.column_key

)

select
    column_key,
    table_key,
    code_system,
    code,
    is_printed,
    case when coalesce(keeps_nature, false) then header_nature else nature_above end as nature,
    not coalesce(keeps_nature, false) as divides_by_category
from joined
