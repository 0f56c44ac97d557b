{#
    The label of each line in all the forms that are compared or published, what the vocabulary says about it, and the
    other words of its row. One row for every line: what a data row prints within one block. The label is the name of
    an item, else the text of the label column, else that of an unknown column, of a unit, or of a column of codes, else
    the label that is merged over it from a row above.
#}
with

cells as (

    select * from {{ ref('int_cells') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

row_labels as (

    select * from {{ ref('int_line_label_matches') }}

),

three_public_items as (

    select * from {{ ref('int_three_public_matches') }}

),

data_cells as (

    select * from cells
    where row_class = 'data'

),

merged_labels as (

    {{ merged_labels('data_cells') }}

),

line_cells as (

    select
        *,
        regexp_full_match(squashed_text, '[0-9]{2,}') as is_digits,
        -- A name that only classifies the line yields to the line's own name.
        case when code_system is null then 0 else 10000 end + col_no as label_rank
    from cells
    where
        row_class = 'data'
        and (
            is_key_column
            or column_role in ('text', 'measure_unit', 'unknown_words')
            or (is_amount_column and amount_value is not null)
        )

),

texts as (

    select
        line_key,
        block_key,
        table_key,
        row_key,
        disclosure_key,
        table_no,
        row_no,
        block_no,
        coalesce(
            arg_min(compact_text, label_rank) filter (where column_role = 'item_label' and not is_digits),
            arg_min(compact_text, label_rank) filter (where column_role = 'label' and not is_digits),
            arg_min(compact_text, label_rank) filter (where column_role = 'unknown_words' and not is_digits),
            arg_min(compact_text, col_no) filter (where column_role = 'unit_label' and not is_digits)
        ) as label_text,
        arg_min(compact_text, col_no) filter (
            where (column_role like 'code%' or column_role in ('project_code', 'procurement_code'))
            and regexp_matches(compact_text, '\p{Han}')
        ) as code_label_text,
        arg_min(header_text, label_rank) filter (where column_role in ('label', 'unknown_words') and not is_digits)
            as label_header_text,
        arg_min(compact_text, (code_system = 'government', col_no)) filter (
            where
            column_role = 'label' and code_system in ('department', 'economic', 'government') and not is_digits
        ) as economic_label_text,
        arg_min(compact_text, col_no) filter (where column_role = 'measure_unit') as measure_unit_text,
        arg_min(compact_text, col_no) filter (where column_role = 'text' and not is_digits) as row_text
    from line_cells
    group by line_key, block_key, table_key, row_key, disclosure_key, table_no, row_no, block_no

),

labelled as (

    select
        texts.*,
        tables.statement_code,
        tables.layout,
        tables.lists_purchases,
        tables.lists_names_with_codes,
        tables.lists_three_public_items,
        {{ label_without_total('coalesce(texts.label_text, texts.code_label_text, merged_labels.label_text)') }}
            as printed_label
    from texts
    inner join tables
        on texts.table_key = tables.table_key
    left join merged_labels
        on texts.line_key = merged_labels.line_key

),

coded as (

    select
        *,
        {{ project_code_in_label('printed_label') }} as project_code_in_label,
        case when lists_purchases then {{ procurement_code_in_label('printed_label') }} end
            as procurement_code_in_label,
        -- In a list of projects figures in front of a name are part of it.
        case
            when not lists_names_with_codes
                then coalesce({{ code_in_label('code_label_text') }}, {{ code_in_label('printed_label') }})
        end as code_in_label
    from labelled

),

bare as (

    select
        *,
        case
            when project_code_in_label is not null
                then {{ label_without_prefix('printed_label', 'project_code_in_label') }}
            when procurement_code_in_label is not null
                then {{ label_without_prefix('printed_label', 'procurement_code_in_label') }}
            when lists_names_with_codes then printed_label
            else {{ label_without_code('printed_label') }}
        end as bare_label
    from coded

),

worded as (

    select
        *,
        {{ label_words('bare_label') }} as line_label,
        {{ squash(label_words('bare_label')) }} as squashed_label
    from bare

)

select
    worded.line_key,
    worded.block_key,
    worded.table_key,
    worded.row_key,
    worded.disclosure_key,
    worded.table_no,
    worded.row_no,
    worded.block_no,
    worded.statement_code,
    worded.layout,
    worded.bare_label,
    worded.line_label,
    worded.squashed_label,
    {{ numbering_depth('worded.printed_label') }} as numbering_depth,
    worded.code_in_label,
    worded.project_code_in_label,
    worded.procurement_code_in_label,
    worded.label_header_text,
    {{ label_words(label_without_code('worded.economic_label_text')) }} as economic_label,
    worded.measure_unit_text,
    worded.row_text,
    row_labels.row_kind,
    row_labels.fund_source as label_fund_source,
    row_labels.nature as label_nature,
    row_labels.parent_hint,
    three_public_items.item_code,
    three_public_items.parent_item_code
from worded
left join row_labels
    on worded.squashed_label = row_labels.squashed_label
-- In the statement of the three public expenses the items themselves say what stands under what.
left join three_public_items
    on
        worded.lists_three_public_items
        and worded.squashed_label = three_public_items.squashed_label
        and worded.squashed_label <> ''
