{#
    Every placed figure as the rules see it: in yuan, exact; in its column and line; and with the step to which
    it was rounded on paper.

    The step is that of the statement, not of the single figure: spreadsheets drop trailing zeros, so that the
    618 beside 12.98 was printed to the cent. A small table of whole numbers says nothing about its rounding;
    there the other statements of the disclosure decide.
#}
with

amounts as (

    select * from {{ ref('int_amounts') }}

),

units as (

    select * from {{ ref('units') }}

),

measures as (

    select * from {{ ref('measures') }}

),

measured as (

    select
        amounts.*,
        amounts.meaning_column_key as column_key,
        amounts.meaning_col_no as column_no,
        measures.is_additive and measures.is_money as is_summable,
        case when measures.is_money then 'money' else amounts.measure end as measure_family,
        case when measures.is_money then units.factor_to_yuan else 1 end as factor
    from amounts
    inner join measures
        on amounts.measure = measures.code
    left join units
        on amounts.published_unit = units.unit

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
    measured.amount_key,
    measured.disclosure_key,
    measured.table_key,
    measured.block_key,
    measured.line_key,
    measured.column_key,
    measured.statement_code,
    measured.layout,
    measured.table_no,
    measured.row_no,
    measured.column_no,
    measured.block_no,
    measured.page_no,
    measured.line_label,
    measured.squashed_label,
    measured.function_code,
    measured.department_economic_code,
    measured.government_economic_code,
    measured.unit_code,
    measured.project_code,
    measured.row_role,
    measured.is_total_line,
    measured.is_total_column,
    measured.column_label,
    measured.flow,
    measured.fund_source,
    measured.nature,
    measured.basis,
    measured.fiscal_year,
    measured.measure,
    measured.is_summable,
    measured.published_value,
    measured.published_unit,
    measured.factor,
    cast(measured.published_value * cast(measured.factor as decimal(10, 0)) as decimal(38, 6)) as exact_value,
    cast(
        measured.factor / power(
            10,
            case
                when statement_decimals.decimals = 0 and statement_decimals.distinct_count < 10
                    then greatest(measured.printed_decimals, document_decimals.decimals)
                else greatest(measured.printed_decimals, statement_decimals.decimals)
            end
        ) as decimal(24, 8)
    ) as rounding_step
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
where measured.factor is not null
