{#
    One row for each table with a unit of money, printed above it, in its header, or on the first line below it.
    A text with 单位 is preferred to a bare unit, then a text above to one below, then the nearest.
#}
with

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

),

units as (

    select * from {{ ref('units') }}

),

printed_units as (

    -- 单位:万元, 单位(万元), and the misprint 金位:万元
    select
        *,
        unnest(regexp_extract_all(squashed_text, '[单金]位:?[(]?(?:人民币)?([十百千万亿]*元)', 1)) as unit,
        true as is_named
    from surroundings

    union all

    -- At the end of a title: 部门收支总表(万元)
    select
        *,
        regexp_extract(squashed_text, '表[(](?:人民币)?([亿万千]?元)[)]$', 1) as unit,
        true as is_named
    from surroundings
    where distance >= 0

    union all

    -- A bare unit at the end of a line above: `341-某局    万元`. Not 元: it may be the end of 万元.
    select
        *,
        regexp_extract(last_word, '^[(（]?(?:人民币)?([亿万千]元)[)）]?$', 1) as unit,
        false as is_named
    from surroundings
    where distance between 1 and 2

)

select
    printed_units.table_key,
    printed_units.unit,
    case when printed_units.distance < 0 then 'below' else 'above' end as unit_source
from printed_units
inner join units
    on printed_units.unit = units.unit
qualify
    row_number() over (
        partition by printed_units.table_key
        order by
            not printed_units.is_named,
            printed_units.distance < 0,
            printed_units.distance,
            printed_units.line_count,
            units.priority
    ) = 1
