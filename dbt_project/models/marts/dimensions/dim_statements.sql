with

statements as (

    select * from {{ ref('statements') }}

)

select
    statement_code,
    name_zh,
    name_en,
    budget_table,
    final_accounts_table,
    final_accounts_number,
    sort_order
from statements
