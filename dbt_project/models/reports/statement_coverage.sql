with

facts as (

    select * from {{ published('fct_statement_coverage') }}

)

select
    {{ whose_disclosure() }},
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
{{ join_whose_disclosure() }}
{{- join_labels('facts', ['statement_code', 'status']) }}
