{#
    The unit of money around each figure of a form: in the words of its label, in the nearest text that prints one
    above it or in its row, else the unit of the table.
#}
with

labels as (

    select * from {{ ref('int_form_labels') }}

),

figures as (

    select * from {{ ref('int_form_cells') }}
    where is_figure

),

printed_units as (

    select
        table_key,
        row_no,
        {{ unit_in_brackets('compact_text') }} as unit
    from {{ ref('int_form_cells') }}
    where is_text

),

tables as (

    select * from {{ ref('int_tables') }}

),

units_above as (

    select
        figures.cell_key,
        arg_max(printed_units.unit, printed_units.row_no) as unit
    from figures
    inner join printed_units
        on
            figures.table_key = printed_units.table_key
            and figures.row_no >= printed_units.row_no
            and printed_units.unit <> ''
    group by figures.cell_key

)

select
    labels.cell_key,
    coalesce(
        nullif({{ unit_in_brackets('labels.printed_label') }}, ''),
        units_above.unit,
        tables.unit
    ) as unit
from labels
inner join figures
    on labels.cell_key = figures.cell_key
inner join tables
    on figures.table_key = tables.table_key
left join units_above
    on labels.cell_key = units_above.cell_key
