{{ config(tags=['whole_warehouse']) }}

select text, count(*) as cell_count
from {{ ref('fct_cells') }}
group by text
