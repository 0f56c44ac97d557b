with

facts as (

    select * from {{ published('fct_statement_coverage') }}

)

select
    disclosures.organization_name,
    regions.full_name_zh as region_name,
    regions.province_name_zh as province_name,
    disclosures.fiscal_year,
    disclosures.report_kind,
    {{ label_of('report_kind') }},
    facts.statement_code,
    {{ label_of('statement_code') }},
    facts.is_statutory,
    facts.status,
    {{ label_of('status') }},
    facts.unread_reason,
    facts.is_explained,
    facts.explained_by,
    facts.named_as,
    facts.page_no,
    facts.table_count,
    facts.amount_count,
    facts.target_count,
    facts.refused_count,
    disclosures.title,
    disclosures.source_file,
    facts.coverage_key,
    facts.disclosure_key,
    disclosures.organization_key,
    disclosures.region_code
from facts
inner join {{ published('dim_disclosures') }} as disclosures
    on facts.disclosure_key = disclosures.disclosure_key and disclosures.is_current
left join {{ published('dim_regions') }} as regions
    on disclosures.region_code = regions.region_code
{{- join_labels('disclosures', ['report_kind']) }}
{{- join_labels('facts', ['statement_code', 'status']) }}
