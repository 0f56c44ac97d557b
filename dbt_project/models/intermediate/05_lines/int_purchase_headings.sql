{#
    The lines of a list of purchases that stand for the items below them. In a list with a column of items these are the
    lines that name none; in a list of entries of the catalogue, the lines that print a unit in place of an entry.
#}
with

labels as (

    select * from {{ ref('int_line_labels') }}

),

code_texts as (

    select * from {{ ref('int_line_code_texts') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

lines as (

    select
        labels.line_key,
        labels.block_key,
        coalesce(code_texts.prints_item, false) as prints_item,
        coalesce(code_texts.prints_unit, false) as prints_unit,
        code_texts.procurement_code_text is not null as prints_entry
    from labels
    inner join tables
        on labels.table_key = tables.table_key and tables.lists_purchases
    left join code_texts
        on labels.line_key = code_texts.line_key

),

blocks as (

    select
        block_key,
        bool_or(prints_item) as lists_items,
        bool_or(prints_entry) as lists_entries,
        bool_or(prints_entry and prints_unit) as prints_units_beside_entries
    from lines
    group by block_key

)

select lines.line_key
from lines
inner join blocks
    on lines.block_key = blocks.block_key
where
    (blocks.lists_items and not lines.prints_item)
    or (
        blocks.lists_entries
        and not lines.prints_entry
        and lines.prints_unit
        and not blocks.prints_units_beside_entries
    )
