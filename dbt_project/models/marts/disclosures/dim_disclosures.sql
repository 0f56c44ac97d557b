{{ config(tags=['whole_warehouse']) }}
with

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

vintages as (

    select * from {{ ref('int_vintages') }}

)

select
    disclosures.* exclude (statement_codes, figures),
    vintages.vintage_no,
    vintages.is_current,
    vintages.superseded_by
from disclosures
inner join vintages
    on disclosures.disclosure_key = vintages.disclosure_key
