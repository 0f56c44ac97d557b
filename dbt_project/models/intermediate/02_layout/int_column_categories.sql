{#
    One row for each amount column that an economic category heads, in tables of which several columns name one
    (机关工资福利支出 | 机关商品和服务支出 …, with or without codes, 类 above 款).

    - The system of the codes is the one that is printed. Else the names of the classes decide: 机关工资福利支出 is in
      one system only. Names of sections alone (工资奖金津补贴 above 基本工资 | 津贴补贴 …) do so where there are many:
      会议费 and 培训费 are in other tables too. They divide the row, and no category is taken from them.
    - A name of a section counts below the class over its column; without one it must be the only one.
    - 工资福利支出 next to 基本支出 or 项目支出 keeps its own nature. Elsewhere it is a part of all expenditure
      (`divides_by_category`), whose nature the rest of the header says, unless the statement is one of basic
      expenditure.
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

category_names as (

    select * from {{ ref('int_category_matches') }}

),

header_cells as (

    {{ header_cells('cells', 'table_rows') }}

),

texts as (

    select
        header_cells.table_key || '-c' || header_cells.col_no as column_key,
        header_cells.table_key,
        header_cells.row_no,
        header_cells.words,
        header_labels.nature,
        bool_and(
            coalesce(header_labels.role, 'amount') in ('amount', 'neutral', 'group')
            and coalesce(header_labels.measure, 'amount') = 'amount'
        ) over (partition by header_cells.table_key, header_cells.col_no) as is_money,
        bool_or(
            header_labels.nature in ('basic', 'basic_personnel', 'basic_public')
            or starts_with(header_labels.nature, 'project')
        ) over (partition by header_cells.table_key) as tells_basic_from_project
    from header_cells
    left join header_labels
        on header_cells.words = header_labels.words

),

candidates as (

    select
        texts.* exclude (is_money),
        category_names.code_system,
        category_names.code,
        category_names.is_printed,
        min(category_names.code_system) over same_level
        = max(category_names.code_system) over same_level as names_system
    from texts
    inner join category_names
        on texts.words = category_names.words
    where texts.is_money
    window same_level as (partition by texts.column_key, texts.row_no, length(category_names.code))

),

-- The first kind of witness that a table has decides, if it names one system.
systems as (

    select
        table_key,
        min(code_system) as code_system
    from candidates
    where names_system and (is_printed or length(code) = 3)
    group by table_key, is_printed, length(code)
    qualify
        row_number() over (partition by table_key order by is_printed desc, length(code)) = 1
        and min(code_system) = max(code_system)

),

section_systems as (

    {{ section_systems('candidates', 'systems') }}

),

read_texts as (

    select
        candidates.*,
        min(case when length(candidates.code) = 3 then candidates.code end) over (
            partition by candidates.column_key order by candidates.row_no
            range between unbounded preceding and 1 preceding
        ) as class_above
    from candidates
    left join systems
        on candidates.table_key = systems.table_key
    left join section_systems
        on candidates.table_key = section_systems.table_key
    where
        candidates.is_printed
        or candidates.code_system = coalesce(systems.code_system, section_systems.code_system)
        -- Names of the other system above them only divide.
        or (section_systems.table_key is not null and candidates.names_system)

),

-- A class, where no other is above; below one, a section.
settled as (

    select *
    from read_texts
    where is_printed or starts_with(code, coalesce(class_above, ''))
    window
        same_text as (
            partition by column_key, row_no
            order by (length(code) = 3) = (class_above is null) desc
        )
    qualify
        row_number() over same_text = 1
        and count(*) over (partition by column_key, row_no, length(code)) = 1

),

natures_above as (

    select
        texts.column_key,
        arg_max(texts.nature, texts.row_no) as nature
    from texts
    left join settled
        on texts.column_key = settled.column_key and texts.row_no = settled.row_no
    where settled.column_key is null and texts.nature is not null
    group by texts.column_key

),

columns_settled as (

    select
        settled.column_key,
        any_value(settled.table_key) as table_key,
        arg_max(settled.code_system, settled.row_no) as code_system,
        arg_max(settled.code, settled.row_no) as code,
        arg_max(settled.is_printed, settled.row_no) as is_printed,
        any_value(natures_above.nature) as nature_above,
        arg_max(settled.nature, settled.row_no) filter (
            where regexp_matches(settled.nature, '^basic_(?:personnel|public)_')
        ) as own_nature,
        coalesce(bool_or(settled.tells_basic_from_project), false) as divides_basic
    from settled
    left join natures_above
        on settled.column_key = natures_above.column_key
    group by settled.column_key
    window same_table as (partition by any_value(settled.table_key))
    qualify
        min(arg_max(settled.code, settled.row_no)) over same_table
        <> max(arg_max(settled.code, settled.row_no)) over same_table

)

select
    columns_settled.column_key,
    columns_settled.table_key,
    -- Names of sections alone divide by function what another table lists by category.
    case when section_systems.table_key is null then columns_settled.code_system end as code_system,
    case when section_systems.table_key is null then columns_settled.code end as code,
    is_printed,
    case
        when coalesce(nature_above, 'basic') like 'basic%' and divides_basic then coalesce(own_nature, nature_above)
        else nature_above
    end as nature,
    own_nature,
    own_nature is null or not divides_basic as divides_by_category
from columns_settled
left join section_systems
    on columns_settled.table_key = section_systems.table_key
