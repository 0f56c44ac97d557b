{#
    The label of each line in all the forms that are compared or published, what the vocabulary says about it, and the
    other words of its row. One row for every line: what a data row prints within one block. The label is the name of
    an item, else the text of the label column, else that of an unknown column, of a unit, or of a column of codes, else
    the label that is merged over it from a row above, else a text before the column of labels. A line that stands for a
    year or a change of what is named above it takes that name.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    select * from {{ ref('int_cells') }}
    where row_class = 'data'

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

line_periods as (

    select * from {{ ref('int_line_periods') }}

),

merged_labels as (

    {{ merged_labels('cells') }}

),

texts as (

    {{ texts_of_lines('cells', 'line_periods') }}

),

named as (

    select
        texts.* replace (
            names.label_text as label_text,
            names.code_label_text as code_label_text,
            names.label_header_text as label_header_text,
            names.economic_label_text as economic_label_text,
            names.unit_text as unit_text,
            names.unit_header_text as unit_header_text,
            names.system_texts as system_texts,
            names.line_recognition_score as line_recognition_score
        ),
        coalesce(line_periods.named_line_key, texts.line_key) as named_line_key,
        line_periods.* exclude (line_key, block_key, cell_key, named_line_key)
    from texts
    left join line_periods
        on texts.line_key = line_periods.line_key
    inner join texts as names
        on coalesce(line_periods.named_line_key, texts.line_key) = names.line_key

),

labelled as (

    select
        named.*,
        tables.statement_code,
        tables.layout,
        tables.lists_purchases,
        tables.lists_names_with_codes,
        tables.lists_three_public_items,
        {{
            label_without_total(
                'coalesce(named.label_text, named.code_label_text, merged_labels.label_text, named.leading_text)'
            )
        }} as printed_label
    from named
    inner join tables
        on named.table_key = tables.table_key
    left join merged_labels
        on named.line_key = merged_labels.line_key

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
    worded.line_recognition_score,
    {{ numbering_depth('worded.printed_label') }} as numbering_depth,
    worded.code_in_label,
    worded.project_code_in_label,
    worded.procurement_code_in_label,
    worded.label_header_text,
    {{ label_words(label_without_code('worded.economic_label_text')) }} as economic_label,
    {{ other_names('worded.system_texts', 'coalesce(worded.label_text, worded.code_label_text)') }} as second_label,
    case
        when
            units.row_kind is null
            -- 单位（项目）名称 is over units and over what belongs to them.
            and (
                worded.unit_text <> worded.label_text
                or not regexp_matches(worded.unit_header_text, '[(]')
                or regexp_matches({{ squash('worded.unit_text') }}, '{{ name_of_unit() }}')
            )
            then {{ label_words(label_without_code('worded.unit_text')) }}
    end as unit_label,
    worded.measure_unit_text,
    worded.row_text,
    worded.named_line_key,
    worded.period_text,
    worded.period_measure,
    worded.period_year,
    worded.period_basis,
    worded.period_is_last_year,
    row_labels.row_kind,
    row_labels.fund_source as label_fund_source,
    row_labels.nature as label_nature,
    row_labels.parent_hint,
    three_public_items.item_code,
    three_public_items.parent_item_code
from worded
left join row_labels
    on worded.squashed_label = row_labels.squashed_label
-- A column of units also prints 合计.
left join row_labels as units
    on {{ squash(label_words('worded.unit_text')) }} = units.squashed_label
-- In the statement of the three public expenses the items themselves say what is under what.
left join three_public_items
    on
        worded.lists_three_public_items
        and worded.squashed_label = three_public_items.squashed_label
        and worded.squashed_label <> ''
