{#
    Figures of small tables inside a form (预算支出总额 | 财政拨款 | 其他资金 over the figures): a row of at least two
    labels of money without a figure heads the rows below it, as long as each holds a figure. The path above says
    what a column measures and on which basis, the first text of the row whose money it is.
#}
with recursive

cells as (

    select * from {{ ref('stg_cells') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

form_labels as (

    select * from {{ ref('int_form_label_matches') }}

),

form_cells as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.row_no + cells.row_span - 1 as last_row_no,
        cells.col_no,
        cells.col_no + cells.col_span - 1 as last_col_no,
        coalesce(cells.number_value, cells.money_value) as number_value,
        cells.compact_text,
        cells.words
    from cells
    inner join table_statements
        on
            cells.disclosure_key = table_statements.disclosure_key
            and cells.table_no = table_statements.table_no
            and table_statements.layout = 'form'

),

money_words as (

    select * from form_labels
    where role = 'amount' and length(words) <= 60

),

labels as (

    select
        form_cells.*,
        money_words.fund_source,
        money_words.nature,
        money_words.basis
    from form_cells
    inner join money_words
        on form_cells.words = money_words.words
    where form_cells.number_value is null

),

figure_rows as (

    select distinct
        disclosure_key,
        table_no,
        row_no
    from form_cells
    where number_value is not null

),

header_rows as (

    select
        labels.disclosure_key,
        labels.table_no,
        labels.last_row_no as header_row_no
    from labels
    left join figure_rows
        on
            labels.disclosure_key = figure_rows.disclosure_key
            and labels.table_no = figure_rows.table_no
            and labels.last_row_no = figure_rows.row_no
    where figure_rows.row_no is null
    group by labels.disclosure_key, labels.table_no, labels.last_row_no
    having count(*) > 1

),

grid_columns as (

    select
        labels.disclosure_key,
        labels.table_no,
        header_rows.header_row_no,
        labels.col_no,
        labels.last_col_no,
        labels.row_no as top_row_no,
        labels.compact_text,
        labels.fund_source,
        labels.nature,
        labels.basis
    from labels
    inner join header_rows
        on
            labels.disclosure_key = header_rows.disclosure_key
            and labels.table_no = header_rows.table_no
            and labels.last_row_no = header_rows.header_row_no

),

paths as (

    select
        *,
        1 as height
    from grid_columns

    union all

    select
        paths.disclosure_key,
        paths.table_no,
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
            paths.disclosure_key = labels.disclosure_key
            and paths.table_no = labels.table_no
            and paths.top_row_no = labels.last_row_no + 1
            and paths.col_no between labels.col_no and labels.last_col_no

),

read_columns as (

    select
        disclosure_key,
        table_no,
        header_row_no,
        col_no,
        last_col_no,
        string_agg(compact_text, ' / ' order by height desc) as column_label,
        arg_min(fund_source, height) filter (where fund_source <> 'total') as fund_source,
        arg_min(nature, height) filter (where nature is not null) as nature,
        arg_min(basis, height) filter (where basis is not null) as basis
    from paths
    group by disclosure_key, table_no, header_row_no, col_no, last_col_no

),

figures as (

    select
        form_cells.disclosure_key,
        form_cells.table_no,
        form_cells.row_no,
        form_cells.col_no,
        read_columns.header_row_no,
        read_columns.column_label,
        read_columns.fund_source,
        read_columns.nature,
        read_columns.basis,
        dense_rank() over (
            partition by read_columns.disclosure_key, read_columns.table_no, read_columns.header_row_no
            order by form_cells.row_no
        ) as figure_row_ordinal
    from form_cells
    inner join read_columns
        on
            form_cells.disclosure_key = read_columns.disclosure_key
            and form_cells.table_no = read_columns.table_no
            and form_cells.row_no > read_columns.header_row_no
            and form_cells.col_no between read_columns.col_no and read_columns.last_col_no
    where form_cells.number_value is not null

),

row_words as (

    select
        figures.disclosure_key,
        figures.table_no,
        figures.row_no,
        figures.header_row_no,
        arg_min(form_cells.compact_text, form_cells.col_no) filter (
            where form_cells.row_no > figures.header_row_no
        ) as own_text,
        arg_min(form_cells.words, form_cells.col_no) filter (
            where form_cells.row_no > figures.header_row_no
        ) as own_words,
        arg_max(form_cells.compact_text, form_cells.col_no) filter (
            where form_cells.row_no <= figures.header_row_no
        ) as side_heading
    from figures
    inner join form_cells
        on
            figures.disclosure_key = form_cells.disclosure_key
            and figures.table_no = form_cells.table_no
            and figures.row_no between form_cells.row_no and form_cells.last_row_no
            and figures.col_no > form_cells.col_no
            and form_cells.number_value is null
    group by figures.disclosure_key, figures.table_no, figures.row_no, figures.header_row_no

)

select
    figures.disclosure_key,
    figures.table_no,
    figures.row_no,
    figures.col_no,
    figures.column_label,
    coalesce(row_words.own_text, row_words.side_heading) as line_text,
    case
        when row_words.own_text is null then 'total'
        else coalesce(money_words.row_role, 'detail')
    end as row_role,
    coalesce(figures.fund_source, money_words.fund_source, 'total') as fund_source,
    coalesce(figures.nature, money_words.nature) as nature,
    coalesce(figures.basis, money_words.basis) as basis
from figures
left join row_words
    on
        figures.disclosure_key = row_words.disclosure_key
        and figures.table_no = row_words.table_no
        and figures.row_no = row_words.row_no
        and figures.header_row_no = row_words.header_row_no
left join money_words
    on row_words.own_words = money_words.words
where figures.row_no = figures.header_row_no + figures.figure_row_ordinal
qualify
    row_number() over (
        partition by figures.disclosure_key, figures.table_no, figures.row_no, figures.col_no
        order by figures.header_row_no desc
    ) = 1
