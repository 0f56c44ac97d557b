{#
    Figures of forms (label beside value) outside the lists of indicators, with their coordinates. The label says what
    a figure is; only labels that the vocabulary knows as money or share are placed, and every other figure is refused
    with the reason. A small table inside the form says it by its own header. Words over the columns name the basis;
    the points of an evaluation (分值, 得分) are no money.
#}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

cells as (

    select * from {{ ref('int_form_cells') }}

),

labels as (

    select * from {{ ref('int_form_labels') }}

),

heads as (

    select * from {{ ref('int_form_heads') }}

),

totals as (

    select * from {{ ref('int_form_totals') }}

),

units as (

    select * from {{ ref('int_form_units') }}

),

grids as (

    select * from {{ ref('int_form_grids') }}

),

projects as (

    select * from {{ ref('int_form_projects') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

periods as (

    select * from {{ ref('int_table_periods') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

figures as (

    select
        number_cells.*,
        tables.statement_code,
        tables.layout,
        tables.statement_nature,
        -- A form of another year states the year of its figures; otherwise it is unknown.
        case when periods.fiscal_year = periods.document_year then periods.fiscal_year end as fiscal_year,
        periods.report_kind,
        projects.project_code,
        projects.project_name,
        projects.unit_name,
        {{ label_words('coalesce(grids.line_text, labels.printed_label)') }} as line_label,
        case when grids.cell_key is not null then 'amount' else label_cells.role end as label_role,
        coalesce(grids.row_role, label_cells.row_role) as row_role,
        coalesce(
            grids.column_label,
            labels.column_label,
            case when heads.head_basis is not null or heads.head_role = 'share' then heads.head_text end,
            labels.group_text,
            ''
        ) as column_label,
        coalesce(grids.fund_source, label_cells.fund_source, 'total') as label_fund_source,
        case when grids.cell_key is not null then grids.nature else label_cells.nature end as label_nature,
        coalesce(
            grids.basis,
            heads.head_basis,
            label_cells.basis,
            case when label_cells.row_role = 'detail' then totals.total_basis end
        ) as printed_basis,
        coalesce(number_cells.own_unit, grids.column_unit, units.unit) as unit,
        heads.head_role,
        -- 88.75 below 支出实现率(%).
        coalesce(number_cells.is_percent or (heads.head_role = 'share' and contains(heads.head_text, '%')), false)
            as is_rate,
        label_cells.role = 'no_basis' or heads.head_role = 'no_basis' as has_no_basis,
        coalesce(
            grids.cell_key is null
            and heads.head_count > 1
            and coalesce(heads.head_role, '') not in ('amount', 'share'),
            false
        ) as is_under_foreign_head,
        -- Several figures beside one label are of several columns: without a word over each it is unknown of which.
        labels.is_beside
        and grids.cell_key is null
        and heads.cell_key is null
        and count(*) over (partition by number_cells.row_key, labels.label_cell_key) > 1 as is_one_of_several
    from number_cells
    inner join cells
        on number_cells.cell_key = cells.cell_key and cells.is_figure
    inner join tables
        on number_cells.table_key = tables.table_key
    inner join periods
        on number_cells.table_key = periods.table_key
    inner join labels
        on number_cells.cell_key = labels.cell_key
    inner join units
        on number_cells.cell_key = units.cell_key
    left join cells as label_cells
        on labels.label_cell_key = label_cells.cell_key
    left join heads
        on number_cells.cell_key = heads.cell_key
    left join totals
        on number_cells.cell_key = totals.cell_key
    left join grids
        on number_cells.cell_key = grids.cell_key
    left join projects
        on number_cells.table_key = projects.table_key

)

select
    figures.cell_key,
    figures.table_key,
    figures.row_key,
    figures.meaning_column_key,
    figures.disclosure_key,
    figures.table_no,
    figures.row_no,
    figures.col_no,
    figures.meaning_col_no,
    figures.statement_code,
    figures.layout,
    figures.project_code,
    figures.line_label,
    figures.row_role,
    figures.column_label,
    case when fund_sources.is_blank_in_facts then '' else fund_sources.code end as fund_source,
    coalesce(figures.label_nature, figures.statement_nature, '') as nature,
    figures.fiscal_year,
    coalesce(figures.printed_basis, case when figures.report_kind = 'final_accounts' then 'final' else 'budget' end)
        as basis,
    case when figures.is_rate then 'share_pct' else 'amount' end as measure,
    figures.unit_name,
    figures.project_name,
    case when figures.column_label = '' then [] else string_split(figures.column_label, ' / ') end as header_path,
    figures.published_value,
    case when figures.is_rate then '%' else figures.unit end as published_unit,
    case
        when figures.label_role in ('phone', 'date', 'code') then figures.label_role
        when figures.label_role = 'project_code' or figures.head_role = 'code' then 'code'
        when figures.label_role in ('project_name', 'unit_name', 'field', 'score') then 'template_text'
        when figures.head_role = 'score' then 'template_text'
        when figures.head_role = 'indicator' or figures.label_role = 'indicator' then 'indicator_text'
        when figures.has_no_basis then 'no_basis'
        when figures.is_under_foreign_head or figures.is_one_of_several or figures.label_role is null
            then 'unknown_form_label'
        when figures.published_value is null or abs(figures.published_value) >= 1e13 then 'unreadable_number'
        when figures.has_lone_comma and coalesce(figures.unit, '') <> '元' then 'unreadable_number'
        when figures.is_rate <> ('share' in (figures.label_role, coalesce(figures.head_role, '')))
            then 'unknown_form_label'
        when figures.fiscal_year is null then 'unknown_fiscal_year'
        when figures.report_kind is null then 'unknown_report_kind'
        -- What was spent cannot be in a budget unless it belongs to another year, and the form does not say which.
        when figures.report_kind = 'budget' and figures.printed_basis = 'final' then 'unknown_form_label'
        when not figures.is_rate and figures.unit is null then 'unknown_unit'
    end as refusal,
    figures.is_broken as repaired
from figures
inner join fund_sources
    on figures.label_fund_source = fund_sources.code
