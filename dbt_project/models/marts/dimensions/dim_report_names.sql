with

report_names as (

    select * from {{ ref('report_names') }}

)

select
    coalesce(report_name, column_name) as report_name_key,
    *
from report_names
