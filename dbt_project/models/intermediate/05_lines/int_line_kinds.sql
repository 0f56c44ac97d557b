{#
    Which lines are totals and which stand for a budget unit. A total is called one, or is the only line of its block
    that prints an amount and neither a label nor a code. A unit prints its code or its name and no other code. A unit
    code can also be printed beside each line of the unit: then the first line with it is the unit's only where the
    others add up to it, or where the first lines of all units add up to a printed total.
#}
-- depends_on: {{ ref('keywords') }}

with

labels as (

    select * from {{ ref('int_line_labels') }}

),

codes as (

    select * from {{ ref('int_line_codes') }}

),

headings as (

    select * from {{ ref('int_purchase_headings') }}

),

amounts as (

    select * from {{ ref('int_line_amounts') }}

),

lines as (

    select
        labels.line_key,
        labels.block_key,
        labels.row_no,
        labels.squashed_label,
        labels.label_header_text,
        labels.row_kind,
        codes.unit_code as printed_unit_code,
        codes.names_unit_group,
        codes.project_code,
        headings.line_key is not null as is_heading,
        case
            when headings.line_key is null
                then coalesce(codes.function_code, codes.department_economic_code, codes.government_economic_code)
        end as classification_code,
        coalesce(amounts.amount_count, 0) as amount_count,
        amounts.leading_value,
        coalesce(labels.squashed_label, '') = ''
        and codes.function_code is null
        and codes.department_economic_code is null
        and codes.government_economic_code is null
        and codes.unit_code is null
        and codes.project_code is null
        and coalesce(amounts.amount_count, 0) > 0 as is_nameless,
        -- Zeros without a word are left over from a form.
        is_nameless and coalesce(amounts.has_value, false) as is_amount_alone
    from labels
    inner join codes
        on labels.line_key = codes.line_key
    left join headings
        on labels.line_key = headings.line_key
    left join amounts
        on labels.line_key = amounts.line_key

),

kinded as (

    select
        *,
        -- The names of all lines are elsewhere: on the page that this half of a wide table was cut from.
        is_nameless
        and count_if(is_nameless) over (partition by block_key) > 1
        and count_if(amount_count > 0 and not is_nameless) over (partition by block_key) = 0 as is_nameless_list,
        coalesce(row_kind = 'total', false)
        or (is_amount_alone and count_if(is_amount_alone) over (partition by block_key) = 1) as is_total,
        classification_code is null
        and project_code is null
        and (
            printed_unit_code is not null
            -- A column headed 项目（单位） lists units among its projects.
            or (
                coalesce({{ has_word('label_header_text', 'unit_header') }}, false)
                and regexp_matches(squashed_label, '{{ name_of_unit() }}')
            )
        ) as may_be_unit_row
    from lines

),

shared_unit_codes as (

    select
        block_key,
        printed_unit_code,
        count(distinct coalesce(squashed_label, '')) as label_count,
        min(row_no) as first_row_no,
        arg_min(leading_value, row_no) as first_value,
        sum(leading_value) as values_sum
    from kinded
    where may_be_unit_row and printed_unit_code is not null and amount_count > 0 and not is_total
    group by block_key, printed_unit_code

),

block_totals as (

    select
        block_key,
        list(leading_value) as printed_totals
    from kinded
    where is_total and leading_value is not null
    group by block_key

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
                sum(shared_unit_codes.first_value) over (partition by shared_unit_codes.block_key)
            ),
            false
        ) as is_headed
    from shared_unit_codes
    left join block_totals
        on shared_unit_codes.block_key = block_totals.block_key

)

select
    kinded.line_key,
    kinded.classification_code,
    kinded.printed_unit_code,
    -- A group of units (全额) ends the unit above.
    nullif(
        last_value(
            coalesce(kinded.printed_unit_code, case when kinded.names_unit_group then '' end) ignore nulls
        ) over (partition by kinded.block_key order by kinded.row_no),
        ''
    ) as unit_code_above,
    kinded.names_unit_group,
    kinded.amount_count,
    kinded.leading_value,
    kinded.is_heading,
    kinded.is_nameless_list,
    kinded.is_total,
    kinded.may_be_unit_row
    and (
        headed_units.printed_unit_code is null
        or headed_units.is_headed and (headed_units.label_count = 1 or headed_units.first_row_no = kinded.row_no)
    ) as is_unit_row
from kinded
left join headed_units
    on
        kinded.block_key = headed_units.block_key
        and kinded.printed_unit_code = headed_units.printed_unit_code
