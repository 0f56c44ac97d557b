{#
    The tables whose unit of money is in doubt: a total that another table of the disclosure prints too is larger or
    smaller there by the factor between two units, and the two tables have no total in common. `is_wrong`: no third
    table prints the totals of this one, but one prints those of the other. Otherwise it cannot be known which it is.
    Round numbers say nothing: at least four digits must be the same.
#}
with

figures as (

    select * from {{ ref('int_figures') }}

),

totals as (

    select distinct
        disclosure_key,
        table_key,
        cast(abs(exact_value) as double) as value,
        cast(rounding_step as double) as rounding_step
    from figures
    where
        (is_total_line or row_role = 'total')
        and measure = 'amount'
        and is_summable
        and length(rtrim(cast(cast(abs(exact_value) / rounding_step as hugeint) as varchar), '0')) >= 4

),

factors as (

    select unnest([1, 10, 1000, 10000, 100000, 100000000]) as factor

),

common_totals as (

    select distinct
        larger.table_key,
        smaller.table_key as other_table_key,
        factors.factor
    from totals as larger
    inner join totals as smaller
        on larger.disclosure_key = smaller.disclosure_key and larger.table_key <> smaller.table_key
    inner join factors
        on
            abs(larger.value - smaller.value * factors.factor)
            <= (larger.rounding_step + smaller.rounding_step * factors.factor) / 2

),

agreeing as (

    select
        table_key,
        other_table_key
    from common_totals
    where factor = 1

),

differing as (

    select
        table_key,
        other_table_key
    from common_totals
    where factor > 1

    union

    select
        other_table_key,
        table_key
    from common_totals
    where factor > 1

),

agreements as (

    select
        table_key,
        count(distinct other_table_key) as table_count
    from agreeing
    group by table_key

)

select
    differing.table_key,
    bool_or(coalesce(others.table_count, 0) > 0 and coalesce(own.table_count, 0) = 0) as is_wrong
from differing
left join agreeing
    on differing.table_key = agreeing.table_key and differing.other_table_key = agreeing.other_table_key
left join agreements as own
    on differing.table_key = own.table_key
left join agreements as others
    on differing.other_table_key = others.table_key
where
    agreeing.table_key is null
    -- What third tables print is not in doubt because of one that stands alone.
    and not (coalesce(own.table_count, 0) > 0 and coalesce(others.table_count, 0) = 0)
group by differing.table_key
