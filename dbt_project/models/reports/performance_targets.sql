with

facts as (

    select * from {{ published('fct_performance_targets') }}

)

select
    {{ whose_disclosure('facts.fiscal_year') }},
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
{{ join_whose_disclosure() }}
{{- join_labels('facts', ['statement_code', 'target_period', 'operator']) }}
