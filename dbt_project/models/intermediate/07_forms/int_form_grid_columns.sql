{#
    The columns of small tables inside forms (预算支出总额 | 财政拨款 | 其他资金 over figures). A row of at least two labels
    of money without a figure is the header; labels that are directly above one of its columns belong to it, up to
    the top. The path says what the column measures and on which basis; the label nearest to the figures goes first.
#}
with recursive

cells as (

    select * from {{ ref('int_form_cells') }}

),

labels as (

    select *
    from cells
    where is_text and role = 'amount' and length(words) <= 60

),

figure_rows as (

    select distinct
        table_key,
        row_no
    from cells
    where not is_text

),

header_rows as (

    select
        labels.table_key,
        labels.last_row_no as header_row_no
    from labels
    left join figure_rows
        on
            labels.table_key = figure_rows.table_key
            and labels.last_row_no = figure_rows.row_no
    where figure_rows.row_no is null
    group by labels.table_key, labels.last_row_no
    having count(*) > 1

),

paths as (

    select
        labels.table_key,
        header_rows.header_row_no,
        labels.col_no,
        labels.last_col_no,
        labels.row_no as top_row_no,
        labels.compact_text,
        labels.fund_source,
        labels.nature,
        labels.basis,
        1 as height
    from labels
    inner join header_rows
        on
            labels.table_key = header_rows.table_key
            and labels.last_row_no = header_rows.header_row_no

    union all

    select
        paths.table_key,
        paths.header_row_no,
        paths.col_no,
        paths.last_col_no,
        labels.row_no as top_row_no,
        labels.compact_text,
        labels.fund_source,
        labels.nature,
        labels.basis,
        paths.height + 1 as height
    from paths
    inner join labels
        on
            paths.table_key = labels.table_key
            and paths.top_row_no = labels.last_row_no + 1
            and paths.col_no between labels.col_no and labels.last_col_no

)

select
    table_key,
    header_row_no,
    col_no,
    last_col_no,
    string_agg(compact_text, ' / ' order by height desc) as column_label,
    arg_min(fund_source, height) filter (where fund_source <> 'total') as fund_source,
    arg_min(nature, height) filter (where nature is not null) as nature,
    arg_min(basis, height) filter (where basis is not null) as basis
from paths
group by table_key, header_row_no, col_no, last_col_no
