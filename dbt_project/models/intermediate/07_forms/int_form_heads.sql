{#
    The word over the column of a figure in a form, where it is in a header: 年初预算数 | 全年预算数 | 执行数 |
    分值 | 得分 over rows of figures. A row without a figure is a header where at least one of its words names a basis
    or points. One such word may be beside a blank by chance; two make a header in which the other words count too.
#}
with

figures as (

    select * from {{ ref('int_form_cells') }}
    where is_figure

),

texts as (

    select
        * exclude (role, basis),
        case when length(compact_text) <= 60 then role end as role,
        case when length(compact_text) <= 60 then basis end as basis
    from {{ ref('int_form_cells') }}
    where is_text

),

figure_rows as (

    select distinct
        table_key,
        row_no
    from figures

),

header_rows as (

    select
        texts.table_key,
        texts.last_row_no as header_row_no,
        count(*) filter (where texts.role = 'score' or texts.basis is not null) as head_count
    from texts
    left join figure_rows
        on
            texts.table_key = figure_rows.table_key
            and texts.last_row_no = figure_rows.row_no
    where figure_rows.row_no is null
    group by texts.table_key, texts.last_row_no

)

select
    figures.cell_key,
    texts.compact_text as head_text,
    texts.role as head_role,
    texts.basis as head_basis,
    header_rows.head_count
from figures
inner join texts
    on
        figures.table_key = texts.table_key
        and figures.row_no > texts.last_row_no
        and figures.col_no between texts.col_no and texts.last_col_no
left join header_rows
    on
        texts.table_key = header_rows.table_key
        and texts.last_row_no = header_rows.header_row_no
-- Strokes for blanks (— and /) are no words.
where not regexp_full_match(texts.squashed_text, '[-—–―_/]+')
qualify
    row_number() over (partition by figures.cell_key order by texts.last_row_no desc, texts.col_no desc) = 1
    and header_rows.head_count > 0
