with

facts as (

    select * from {{ published('fct_performance_targets') }}

)

select
    disclosures.organization_name,
    regions.full_name_zh as region_name,
    regions.province_name_zh as province_name,
    facts.fiscal_year,
    disclosures.report_kind,
    {{ label_of('report_kind') }},
    facts.statement_code,
    {{ label_of('statement_code') }},
    facts.project_name,
    facts.project_code,
    facts.target_period,
    {{ label_of('target_period') }},
    facts.level_1,
    facts.level_2,
    facts.indicator_name,
    facts.target_text,
    facts.operator,
    {{ label_of('operator') }},
    facts.target_value,
    facts.target_unit,
    facts.weight,
    facts.target_value is null as is_without_number,
    facts.page_no,
    disclosures.source_file,
    facts.target_key,
    facts.disclosure_key,
    facts.organization_key,
    disclosures.region_code
from facts
inner join {{ published('dim_disclosures') }} as disclosures
    on facts.disclosure_key = disclosures.disclosure_key and disclosures.is_current
left join {{ published('dim_regions') }} as regions
    on disclosures.region_code = regions.region_code
{{- join_labels('disclosures', ['report_kind']) }}
{{- join_labels('facts', ['statement_code', 'target_period', 'operator']) }}
