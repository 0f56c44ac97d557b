{#
    One row for each published amount: its coordinates, address, value in yuan, and the step to which it was rounded.
    A figure that prints decimals shows its own step. That of a whole number belongs to its table: spreadsheets drop
    trailing zeros, so 618 next to 12.98 was also rounded to two decimals. In a small table of whole numbers others decide.
#}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

target_cells as (

    select * from {{ ref('int_target_cells') }}

),

matrix_amounts as (

    select * from {{ ref('int_matrix_amounts') }}

),

form_amounts as (

    select * from {{ ref('int_form_amounts') }}

),

units as (

    select * from {{ ref('units') }}

),

measures as (

    select * from {{ ref('measures') }}

),

amounts as (

    select * exclude (refusal)
    from matrix_amounts
    where refusal is null

    union all by name

    select
        * exclude (refusal, row_key),
        row_key || '-b0' as line_key,
        table_key || '-b0' as block_key,
        0 as block_no,
        '' as flow,
        {{ squash('line_label') }} as squashed_label,
        row_role = 'total' as is_total_line,
        false as is_total_column,
        false as is_within_nature,
        false as divides_by_category
    from form_amounts
    where refusal is null

),

measured as (

    select
        amounts.* exclude (meaning_column_key),
        amounts.meaning_column_key as column_key,
        number_cells.row_key,
        number_cells.page_no,
        number_cells.x0,
        number_cells.top,
        number_cells.x1,
        number_cells.bottom,
        number_cells.source_line,
        number_cells.cell_reference,
        number_cells.stored_value,
        number_cells.recognition_score,
        number_cells.raw_text,
        measures.is_additive and measures.is_money as is_summable,
        -- Quantities add up too, in a column of their own.
        measures.is_additive
        and (measures.is_money or not bool_or(measures.is_money) over (partition by amounts.meaning_column_key))
            as adds_up_down,
        measures.is_money,
        case when measures.is_money then 'money' else amounts.measure end as measure_family,
        case when measures.is_money then units.factor_to_yuan else 1 end as factor,
        length(regexp_extract({{ squash('number_cells.raw_text') }}, '\.([0-9]+)', 1)) as printed_decimals
    from amounts
    inner join number_cells
        on amounts.cell_key = number_cells.cell_key
    -- A number is either an amount or a target.
    left join target_cells
        on amounts.cell_key = target_cells.cell_key
    inner join measures
        on amounts.measure = measures.code
    left join units
        on amounts.published_unit = units.unit
    where target_cells.cell_key is null

),

printed_decimals as (

    select
        disclosure_key,
        table_key,
        published_unit,
        measure_family,
        printed_decimals,
        count(*) as figure_count,
        count(distinct published_value) filter (where published_value <> 0) as distinct_count
    from measured
    group by disclosure_key, table_key, published_unit, measure_family, printed_decimals

),

table_decimals as (

    select
        disclosure_key,
        table_key,
        published_unit,
        measure_family,
        sum(distinct_count) as distinct_count,
        max(printed_decimals) filter (where figure_count > 1) as common_decimals,
        max(printed_decimals) as most_decimals
    from printed_decimals
    group by disclosure_key, table_key, published_unit, measure_family

),

statement_decimals as (

    select
        *,
        case when distinct_count < 10 then most_decimals else coalesce(common_decimals, most_decimals) end as decimals
    from table_decimals

),

document_decimals as (

    select
        disclosure_key,
        published_unit,
        measure_family,
        least(max(decimals), 2) as decimals
    from statement_decimals
    group by disclosure_key, published_unit, measure_family

)

select
    measured.cell_key as amount_key,
    measured.* exclude (cell_key, is_money, measure_family, unit_name),
    coalesce(measured.unit_name, other_organizations.organization_name) as unit_name,
    other_organizations.organization_name as other_organization,
    case
        when measured.is_money
            then try_cast(round(measured.published_value * measured.factor, 2) as decimal(24, 2))
    end as amount_yuan,
    cast(measured.published_value * cast(measured.factor as decimal(10, 0)) as decimal(38, 6)) as exact_value,
    cast(
        -- A count is not rounded.
        case
            when measured.measure_family = 'quantity' and statement_decimals.decimals = 0 then 0 else measured.factor
        end / power(
            10,
            case
                when measured.printed_decimals > 0 then measured.printed_decimals
                when statement_decimals.decimals = 0 and statement_decimals.distinct_count < 10
                    then document_decimals.decimals
                else statement_decimals.decimals
            end
        ) as decimal(24, 8)
    ) as rounding_step,
    coalesce(editions.edition, 1) as edition,
    coalesce(editions.edition_count, 1) as edition_count
from measured
inner join statement_decimals
    on
        measured.table_key = statement_decimals.table_key
        and measured.published_unit = statement_decimals.published_unit
        and measured.measure_family = statement_decimals.measure_family
inner join document_decimals
    on
        measured.disclosure_key = document_decimals.disclosure_key
        and measured.published_unit = document_decimals.published_unit
        and measured.measure_family = document_decimals.measure_family
left join {{ ref('int_other_organizations') }} as other_organizations
    on measured.table_key = other_organizations.table_key
left join {{ ref('int_table_editions') }} as editions
    on measured.table_key = editions.table_key and measured.statement_code = editions.statement_code
