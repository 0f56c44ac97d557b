{#
    One row for each document that is the report of a whole government on its budget (执行情况和预算草案的报告) and names
    nowhere the budget of a department: its tables bear the titles of a department's statements, and are none.
#}
-- depends_on: {{ ref('keywords') }}
with

lines as (

    select * from {{ ref('stg_text_lines') }}

)

select disclosure_key
from lines
where length(squashed_text) <= 60
group by disclosure_key
having
    bool_or({{ has_word('squashed_text', 'government_report') }})
    and not bool_or({{ has_word('squashed_text', 'departmental_report') }})
