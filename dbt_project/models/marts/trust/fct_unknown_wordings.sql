{#
    One row for each figure and each wording that no row of the vocabulary covers and that keeps the figure from being
    placed or interpreted: the title of its table, the header of its column, the label of its line or form, its unit.
    The wording is in the form in which its list is matched. Where all words are known, or none are printed, no row of
    the vocabulary could help, and there is no row here.
#}
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

number_cells as (

    select
        number_cells.*,
        placements.reason,
        placements.statement_code
    from {{ ref('int_number_cells') }} as number_cells
    inner join {{ ref('int_cell_placements') }} as placements
        on number_cells.cell_key = placements.cell_key

),

tables as (

    select * from {{ ref('int_tables') }}

),

surroundings as (

    select * from {{ ref('int_unknown_surroundings') }}

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

form_amounts as (

    select
        *,
        {{ squash('line_label') }} as label_wording
    from {{ ref('int_form_amounts') }}
    where refusal = 'unknown_form_label'

),

known_form_labels as (

    select words as wording from {{ ref('int_form_label_matches') }}
    union all
    -- The value of an indicator beside a figure is not a label.
    select squashed_text from {{ ref('int_target_matches') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

known_line_labels as (

    select squashed_label as wording from {{ ref('int_line_label_matches') }}
    union
    select squashed_label from {{ ref('int_function_name_matches') }}
    union
    select {{ squash('name_zh') }} from {{ ref('department_economic_categories') }}
    union
    select {{ squash('name_zh') }} from {{ ref('government_economic_categories') }}

),

unknown_wordings as (

    select
        number_cells.cell_key,
        'statement_titles' as vocabulary,
        surroundings.title_wording as wording,
        surroundings.title_text as printed_text
    from number_cells
    inner join surroundings
        on number_cells.table_key = surroundings.table_key
    where number_cells.reason = 'unknown_statement'

    union all

    -- Where a part of a total is unknown, the whole table contradicts its header.
    select distinct
        number_cells.cell_key,
        'column_labels' as vocabulary,
        {{ label_words('headed.deepest_text') }} as wording,
        headed.header_path[-1] as printed_text
    from number_cells
    inner join columns_read as headed
        on number_cells.table_key = headed.table_key and not headed.is_known
    where
        case number_cells.reason
            when 'header_contradicts_arithmetic' then headed.is_amount
            when 'unknown_header' then number_cells.meaning_column_key = headed.column_key
            when 'template_text'
                then number_cells.meaning_column_key = headed.column_key and headed.role = 'unknown_words'
        end

    union all

    select
        form_amounts.cell_key,
        'form_labels' as vocabulary,
        form_amounts.label_wording as wording,
        form_amounts.line_label as printed_text
    from form_amounts
    inner join number_cells
        on form_amounts.cell_key = number_cells.cell_key and number_cells.reason = 'unknown_form_label'
    left join known_form_labels
        on form_amounts.label_wording = known_form_labels.wording
    where known_form_labels.wording is null

    union all

    select
        number_cells.cell_key,
        'units' as vocabulary,
        surroundings.unit_wording as wording,
        surroundings.unit_text as printed_text
    from number_cells
    inner join surroundings
        on number_cells.table_key = surroundings.table_key
    where number_cells.reason = 'unknown_unit'

    union all

    -- Printed in the header or at the figure itself.
    select
        figures.amount_key as cell_key,
        'units' as vocabulary,
        figures.published_unit as wording,
        figures.published_unit as printed_text
    from figures
    where figures.factor is null and figures.published_unit <> ''

    union all

    -- In a balance the label alone says of which fund a line is, or of which nature.
    select
        figures.amount_key as cell_key,
        'row_labels' as vocabulary,
        figures.squashed_label as wording,
        figures.line_label as printed_text
    from figures
    inner join tables
        on figures.table_key = tables.table_key and tables.layout = 'balance'
    inner join lines
        on figures.line_key = lines.line_key
    left join known_line_labels
        on figures.squashed_label = known_line_labels.wording
    where
        known_line_labels.wording is null
        and lines.classification_code is null
        and figures.unit_code is null
        and not lines.is_unit_row

)

select
    concat_ws('-', number_cells.cell_key, unknown_wordings.vocabulary, unknown_wordings.wording) as wording_key,
    number_cells.cell_key,
    number_cells.disclosure_key,
    number_cells.statement_code,
    number_cells.reason,
    unknown_wordings.vocabulary,
    unknown_wordings.wording,
    unknown_wordings.printed_text,
    tables.title,
    columns_read.column_label,
    number_cells.page_no,
    number_cells.table_no,
    number_cells.row_no,
    number_cells.col_no,
    number_cells.raw_text
from unknown_wordings
inner join number_cells
    on unknown_wordings.cell_key = number_cells.cell_key
inner join tables
    on number_cells.table_key = tables.table_key
left join columns_read
    on number_cells.meaning_column_key = columns_read.column_key
where regexp_matches(unknown_wordings.wording, '\p{Han}')
