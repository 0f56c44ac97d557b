{#
    The cells of the tables that have the coordinates of a reading: `same` where every coordinate is the one that the
    words name, `wider` where a cell stands for a neighbouring scope (a wider cell can confirm a claim, never refute
    it). A cell is a candidate by its coordinates alone; its value is not looked at.
#}
with

readings as (

    select * from {{ ref('int_narrative_contexts') }}

),

cells as (

    select * from {{ ref('int_narrative_cells') }}

),

-- Where money was carried over, a total may be with or without it.
carryovers as (

    select distinct disclosure_key
    from cells
    where row_kind = 'carryover' and measure = 'amount' and published_value <> 0

),

compared as (

    select
        readings.disclosure_key,
        readings.claim_no,
        readings.claim_kind,
        readings.phrase_role,
        readings.is_whole_of_list,
        readings.fiscal_year,
        readings.document_year,
        readings.report_kind,
        readings.comparison,
        readings.comparison_made,
        readings.scope = cells.scope and not readings.is_scope_assumed as is_same_scope,
        list_contains(readings.row_kinds, cells.row_kind) as is_same_row,
        case
            when not readings.is_placed then false
            when carryovers.disclosure_key is null then true
            when cells.row_kind = 'fund' then readings.says_this_year
            when cells.row_kind = 'function' then not readings.says_this_year
            when cells.row_kind in ('grand_total', 'current_total', 'total') then len(readings.row_kinds) = 1
            else true
        end as is_certain,
        readings.nature = ''
        or cells.flow = 'revenue'
        or readings.nature = cells.nature
        or (readings.nature = 'total' and cells.nature = '') as is_same_nature,
        cells.* exclude (disclosure_key, fiscal_year, row_kind),
        cells.fiscal_year as cell_year,
        cells.row_kind
    from readings
    inner join cells
        on
            readings.disclosure_key = cells.disclosure_key
            and (
                list_contains(readings.row_kinds, cells.row_kind)
                or list_contains(readings.wider_row_kinds, cells.row_kind)
                or (readings.scope = 'operating_cost' and cells.row_kind in ('total', 'grand_total', 'current_total'))
            )
            and (readings.flow = '' or cells.flow = '' or readings.flow = cells.flow)
            and (
                readings.fund_source = ''
                or cells.flow <> 'revenue'
                or readings.fund_source = cells.fund_source
            )
            and (readings.row_label = '' or regexp_full_match(cells.row_text, readings.row_label))
            and (
                (readings.item = '' and readings.item_name = '')
                or readings.item = cells.item
                or (
                    readings.item = ''
                    and cells.item is null
                    and readings.item_name = cells.row_name
                )
            )
    left join carryovers
        on readings.disclosure_key = carryovers.disclosure_key
    where
        readings.scope = cells.scope
        or (readings.scope = 'all' and cells.scope in ('fiscal', 'general_public'))
        or (readings.scope = 'fiscal' and cells.scope = 'general_public')
        or (readings.scope = 'general_public' and cells.scope in ('fiscal', 'operating_cost'))
        or (
            readings.scope = 'operating_cost'
            and cells.scope in ('general_public', 'fiscal')
            and cells.nature = 'basic_public'
        )

)

select
    disclosure_key,
    claim_no,
    claim_kind,
    phrase_role,
    is_whole_of_list,
    fiscal_year,
    document_year,
    report_kind,
    comparison,
    comparison_made,
    case when is_certain and is_same_scope and is_same_row and is_same_nature then 'same' else 'wider' end as strength,
    amount_key,
    statement_code,
    table_no,
    page_no,
    scope,
    flow,
    fund_source,
    nature,
    row_kind,
    row_text,
    item,
    basis,
    cell_year,
    measure,
    published_value,
    published_unit,
    amount_yuan,
    printed_decimals
from compared
where
    is_same_nature
    or (row_kind = 'economic' and nature = 'basic')
    or (row_kind = 'function' and nature in ('total', 'total_excluding_construction'))
