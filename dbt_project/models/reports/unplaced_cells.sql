with

facts as (

    select * from {{ published('fct_unplaced_cells') }}

)

select
    disclosures.organization_name,
    disclosures.fiscal_year,
    facts.reason,
    {{ label_of('reason') }},
    facts.statement_code,
    {{ label_of('statement_code') }},
    facts.title,
    facts.column_label,
    facts.line_label,
    facts.raw_text,
    facts.published_value,
    facts.page_no,
    facts.table_no,
    facts.row_no,
    facts.col_no,
    disclosures.source_file,
    facts.cell_key,
    facts.disclosure_key,
    disclosures.organization_key
from facts
inner join {{ published('dim_disclosures') }} as disclosures
    on facts.disclosure_key = disclosures.disclosure_key and disclosures.is_current
{{- join_labels('facts', ['reason', 'statement_code']) }}
