with

printed_cells as (

    select * from {{ ref('stg_printed_cells') }}

)

select * exclude (printed_again)
from printed_cells
where not printed_again
