{# Every printed figure that means something, with its labels: also subtotals and totals, so it is not for sums. #}
with

facts as (

    select * from {{ published('fct_published_amounts') }}

)

select
    {{ whose_disclosure('facts.fiscal_year') }},
    facts.statement_code,
    {{ label_of('statement_code') }},
    facts.line_no,
    facts.line_label,
    facts.second_label,
    facts.row_role,
    {{ label_of('row_role') }},
    facts.column_label,
    facts.flow,
    {{ label_of('flow') }},
    {{ function_columns() }},
    facts.department_economic_code,
    department_categories.name_zh as department_economic_name_zh,
    department_categories.name_en as department_economic_name_en,
    facts.government_economic_code,
    government_categories.name_zh as government_economic_name_zh,
    government_categories.name_en as government_economic_name_en,
    facts.unit_code,
    facts.unit_name,
    facts.project_code,
    facts.project_name,
    facts.procurement_code,
    facts.fund_source,
    {{ label_of('fund_source') }},
    facts.nature,
    {{ label_of('nature') }},
    facts.basis,
    {{ label_of('basis') }},
    facts.measure,
    {{ label_of('measure') }},
    facts.published_value,
    facts.published_unit,
    facts.amount_yuan,
    {{ in_10k_yuan('facts.amount_yuan') }} as amount_10k_yuan,
    facts.raw_text,
    facts.verification,
    {{ label_of('verification') }},
    disclosures.is_current,
    disclosures.is_in_another_disclosure,
    facts.page_no,
    facts.table_no,
    facts.row_no,
    facts.col_no,
    disclosures.source_file,
    {{ trace_link('facts.amount_key') }} as trace_link,
    facts.amount_key,
    facts.disclosure_key,
    facts.organization_key,
    disclosures.region_code
from facts
{{ join_whose_disclosure(with_superseded=true) }}
left join {{ published('dim_economic_categories') }} as department_categories
    on facts.department_economic_code = department_categories.code
left join {{ published('dim_economic_categories') }} as government_categories
    on facts.government_economic_code = government_categories.code
{{ join_functions() }}
{{- join_labels('facts', [
    'statement_code', 'row_role', 'flow', 'fund_source', 'nature', 'basis', 'measure', 'verification'
]) }}
