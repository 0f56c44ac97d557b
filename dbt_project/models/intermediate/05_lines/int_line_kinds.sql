{#
    What kind of line each data row is, block by block: a total, a row of a budget unit, a row printed again where
    its record continues on the next page; with what the vocabulary says of its label and its leading amount.
#}
with

line_codes as (

    select * from {{ ref('int_line_codes') }}

),

row_labels as (

    select * from {{ ref('int_line_label_matches') }}

),

three_public_items as (

    select * from {{ ref('int_three_public_matches') }}

),

cells as (

    select * from {{ ref('int_cells') }}

),

amount_cells as (

    select
        *,
        count(*) over (partition by column_key) as figures_in_column
    from cells
    where row_class = 'data' and is_amount_column and number_value is not null

),

-- Lines are compared by the fullest amount column of their block, the leftmost of these.
leading_columns as (

    select
        block_key,
        arg_min(column_key, (-figures_in_column, col_no)) as leading_column_key
    from amount_cells
    group by block_key

),

line_amounts as (

    select
        amount_cells.line_key,
        any_value(amount_cells.block_key) as block_key,
        any_value(amount_cells.table_key) as table_key,
        any_value(amount_cells.row_key) as row_key,
        any_value(amount_cells.disclosure_key) as disclosure_key,
        any_value(amount_cells.table_no) as table_no,
        any_value(amount_cells.row_no) as row_no,
        any_value(amount_cells.block_no) as block_no,
        count(*) as amount_count,
        max(amount_cells.number_value) filter (where amount_cells.column_key = leading_columns.leading_column_key)
            as leading_value
    from amount_cells
    inner join leading_columns
        on amount_cells.block_key = leading_columns.block_key
    group by amount_cells.line_key

),

lines as (

    select
        coalesce(line_codes.line_key, line_amounts.line_key) as line_key,
        coalesce(line_codes.block_key, line_amounts.block_key) as block_key,
        coalesce(line_codes.table_key, line_amounts.table_key) as table_key,
        coalesce(line_codes.row_key, line_amounts.row_key) as row_key,
        coalesce(line_codes.disclosure_key, line_amounts.disclosure_key) as disclosure_key,
        coalesce(line_codes.table_no, line_amounts.table_no) as table_no,
        coalesce(line_codes.row_no, line_amounts.row_no) as row_no,
        coalesce(line_codes.block_no, line_amounts.block_no) as block_no,
        line_codes.* exclude (
            line_key, block_key, table_key, row_key, disclosure_key, table_no, row_no, block_no, unit_code
        ),
        line_codes.unit_code as printed_unit_code,
        coalesce(line_amounts.amount_count, 0) as amount_count,
        -- A group of units (全额) ends the unit above.
        nullif(
            last_value(
                coalesce(line_codes.unit_code, case when line_codes.names_unit_group then '' end) ignore nulls
            ) over (
                partition by line_codes.block_key order by line_codes.row_no
            ),
            ''
        ) as unit_code_above,
        line_amounts.leading_value,
        row_labels.row_kind,
        row_labels.fund_source as label_fund_source,
        row_labels.nature as label_nature,
        row_labels.parent_hint,
        case
            when not coalesce(line_codes.is_heading, false)
                then coalesce(
                    line_codes.function_code, line_codes.department_economic_code,
                    line_codes.government_economic_code
                )
        end as classification_code
    from line_codes
    full outer join line_amounts
        on line_codes.line_key = line_amounts.line_key
    left join row_labels
        on line_codes.squashed_label = row_labels.squashed_label

),

kinded as (

    select
        lines.*,
        three_public_items.item_code,
        three_public_items.parent_item_code,
        coalesce(lines.row_kind = 'total', false)
        or (
            coalesce(lines.squashed_label, '') = ''
            and lines.classification_code is null
            and lines.printed_unit_code is null
            and lines.project_code is null
            and lines.amount_count > 0
        ) as is_total,
        lines.classification_code is null
        and lines.project_code is null
        and (
            lines.printed_unit_code is not null
            -- A column headed 项目（单位） lists units among its projects.
            or (
                coalesce(regexp_matches(lines.label_header_text, '单位'), false)
                and regexp_matches(
                    lines.squashed_label, '(?:局|委|会|室|厅|部|院|中心|校|馆|站|所|队|处|办)(?:[(](?:本级|机关)[)])?$'
                )
            )
        ) as may_be_unit_row
    from lines
    -- In the statement of the three public expenses the items themselves say what stands under what.
    left join three_public_items
        on
            lines.squashed_label = three_public_items.squashed_label
            and lines.statement_code = 'three_public'
            and lines.squashed_label <> ''

),

-- A unit code can head the rows of its unit or be printed beside each of them. The first row with it is the heading
-- where the others add up to it, or the first rows of all units to the printed total.
shared_unit_codes as (

    select
        disclosure_key,
        table_no,
        block_no,
        printed_unit_code,
        count(distinct coalesce(squashed_label, '')) as label_count,
        min(row_no) as first_row_no,
        arg_min(leading_value, row_no) as first_value,
        sum(leading_value) as values_sum
    from kinded
    where may_be_unit_row and printed_unit_code is not null and amount_count > 0 and not is_total
    group by disclosure_key, table_no, block_no, printed_unit_code

),

block_totals as (

    select
        disclosure_key,
        table_no,
        block_no,
        list(leading_value) as printed_totals
    from kinded
    where is_total and leading_value is not null
    group by disclosure_key, table_no, block_no

),

headed_units as (

    select
        shared_unit_codes.*,
        shared_unit_codes.label_count = 1
        or abs(shared_unit_codes.values_sum - 2 * shared_unit_codes.first_value)
        <= 0.005 * shared_unit_codes.label_count
        or coalesce(
            list_contains(
                block_totals.printed_totals,
                sum(shared_unit_codes.first_value) over (
                    partition by
                        shared_unit_codes.disclosure_key, shared_unit_codes.table_no, shared_unit_codes.block_no
                )
            ),
            false
        ) as is_headed
    from shared_unit_codes
    left join block_totals
        on
            shared_unit_codes.disclosure_key = block_totals.disclosure_key
            and shared_unit_codes.table_no = block_totals.table_no
            and shared_unit_codes.block_no = block_totals.block_no

)

select
    kinded.* exclude (may_be_unit_row, label_header_text),
    kinded.may_be_unit_row
    and (
        headed_units.printed_unit_code is null
        or headed_units.is_headed and (headed_units.label_count = 1 or headed_units.first_row_no = kinded.row_no)
    ) as is_unit_row
from kinded
left join headed_units
    on
        kinded.disclosure_key = headed_units.disclosure_key
        and kinded.table_no = headed_units.table_no
        and kinded.block_no = headed_units.block_no
        and kinded.printed_unit_code = headed_units.printed_unit_code
