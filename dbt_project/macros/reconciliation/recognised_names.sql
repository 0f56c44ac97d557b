{#
    SQL: findings on organisations whose name was recognised in a picture, so that one of its characters may be misread:
    its least certain one is less sure than digits have to be. Takes the relation of the disclosures.
#}
{% macro recognised_names(disclosures) -%}
select
    disclosures.disclosure_key || '-recognition-organization' as finding_key,
    disclosures.disclosure_key,
    'recognition' as kind,
    null as rule_code,
    'info' as severity,
    null as statement_code,
    null as other_statement_code,
    null as page_no,
    disclosures.organization_name as subject,
    null as published_value,
    null as expected_value,
    null as difference,
    null as unit,
    'The name was recognised in a picture, and one of its characters may be misread; it is from: '
    || disclosures.identity_evidence || '. Compare it with the page, or state it in disclosures.csv. / '
    || '单位名称由图像识别得到，个别字可能误读；所据文字：' || disclosures.identity_evidence
    || '。请与原页核对，或在 disclosures.csv 中指定。' as explanation,
    false as is_known,
    null as known_reason,
    {{ list_of([]) }} as amount_keys
from {{ disclosures }} as disclosures
where disclosures.organization_recognition_score < 0.9
{%- endmacro %}
