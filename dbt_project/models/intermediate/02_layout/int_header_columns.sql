{#
    One row for each column with a header: what its header path says. The deepest text decides; where it says nothing,
    the texts above it do. `role` is what the column holds (amount, code, label …), null if the vocabulary knows none
    of the texts.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

),

header_cells as (

    {{ header_cells('cells', 'table_rows') }}

),

labelled as (

    select
        header_cells.*,
        header_labels.role,
        header_labels.code_system,
        header_labels.flow,
        header_labels.fund_source,
        header_labels.nature,
        header_labels.measure,
        header_labels.is_total,
        header_labels.words is not null as is_known,
        {{ printed_year('header_cells.squashed_text') }} as printed_year,
        {{ printed_basis('header_cells.squashed_text') }} as printed_basis,
        {{ has_word('header_cells.squashed_text', 'last_year') }} as is_last_year,
        regexp_extract(header_cells.squashed_text, '[(](?:金额)?(?:单位:?)?(?:人民币)?([亿万千]?元)[)]', 1) as printed_unit
    from header_cells
    left join header_labels
        on header_cells.words = header_labels.words

),

-- Below 项目支出 or 年末结转, a word of basic expenditure (商品和服务支出, 基本支出) only divides the group above it.
ruled as (

    select
        *,
        coalesce(starts_with(nature, 'basic'), false)
        and bool_or(starts_with(nature, 'project') or nature = 'yearend_carryover') over (
            partition by table_key, col_no order by row_no
            rows between unbounded preceding and 1 preceding
        ) is true
        or coalesce(starts_with(nature, 'project'), false)
        and bool_or(nature = 'yearend_carryover') over (
            partition by table_key, col_no order by row_no
            rows between unbounded preceding and 1 preceding
        ) is true as is_overruled,
        -- Below 预算数比上年增减, 2024年预算数 is what is compared, not a change.
        coalesce(starts_with(measure, 'change'), false)
        and bool_or(measure is null and printed_year is not null and printed_basis is not null) over (
            partition by table_key, col_no order by row_no
            rows between 1 following and unbounded following
        ) is true as is_compared
    from labelled

)

select
    any_value(disclosure_key) as disclosure_key,
    table_key,
    table_key || '-c' || col_no as column_key,
    any_value(table_no) as table_no,
    col_no,
    list(compact_text order by row_no) as header_path,
    string_agg(compact_text, ' / ' order by row_no) as column_label,
    arg_max(role, row_no) filter (where role is not null) as role,
    arg_max(is_known, row_no) as is_known,
    arg_max(squashed_text, row_no) as deepest_text,
    arg_max(code_system, row_no) filter (where code_system is not null) as code_system,
    arg_min(flow, row_no) filter (where flow is not null) as flow,
    case
        when bool_or(fund_source = 'carryover') then 'carryover'
        when bool_or(fund_source <> 'fiscal') then arg_max(fund_source, row_no) filter (where fund_source <> 'fiscal')
        else max(fund_source)
    end as fund_source,
    case
        -- 项目支出 / 扣除基本建设后: less than what the group above names.
        when
            arg_max(nature, row_no) filter (where nature is not null) = 'total_excluding_construction'
            and bool_or(nature = 'project')
            then 'project_excluding_construction'
        else arg_max(nature, row_no) filter (where nature is not null and not is_overruled)
    end as nature,
    bool_or(is_overruled) as is_within_nature,
    coalesce(bool_or(nature in ('basic', 'basic_personnel', 'basic_public')), false) as names_basic,
    arg_max(measure, row_no) filter (where measure is not null and not is_compared) as measure,
    arg_max(is_total, row_no) as is_total,
    arg_max(printed_year, row_no) filter (where printed_year is not null) as printed_year,
    arg_max(printed_basis, row_no) filter (where printed_basis is not null) as printed_basis,
    bool_or(is_last_year) as is_last_year,
    arg_max(printed_unit, row_no) filter (where printed_unit <> '') as printed_unit
from ruled
group by table_key, col_no
