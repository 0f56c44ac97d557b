with

crosswalk as (

    select * from {{ ref('economic_crosswalk') }}

)

select
    department_code,
    government_code,
    unit_type,
    relation,
    valid_from,
    valid_to,
    valid_to is null as is_current,
    documents_seen,
    confidence
from crosswalk
