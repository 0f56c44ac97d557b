{# Findings in money sort first; others have no difference_yuan. #}
with

facts as (

    select * from {{ published('fct_findings') }}

)

select
    {{ whose_disclosure() }},
    facts.kind,
    {{ label_of('kind') }},
    facts.severity,
    {{ label_of('severity') }},
    facts.rule_code,
    rules.statement_zh as rule_name_zh,
    rules.statement_en as rule_name_en,
    facts.statement_code,
    {{ label_of('statement_code') }},
    facts.subject,
    facts.published_value,
    facts.expected_value,
    facts.difference,
    facts.unit,
    cast(abs(facts.difference) * units.factor_to_yuan as decimal(38, 2)) as difference_yuan,
    facts.explanation,
    facts.is_known,
    facts.known_reason,
    facts.page_no,
    disclosures.source_file,
    {{ trace_link(first_of('facts.amount_keys')) }} as trace_link,
    facts.finding_key,
    facts.amount_keys,
    facts.disclosure_key,
    disclosures.organization_key,
    disclosures.region_code
from facts
{{ join_whose_disclosure() }}
left join {{ published('dim_reconciliation_rules') }} as rules
    on facts.rule_code = rules.rule_code
left join {{ published('dim_units') }} as units
    on facts.unit = units.unit
{{- join_labels('facts', ['kind', 'severity', 'statement_code']) }}
