with

code_labels as (

    select * replace (coalesce(code, '') as code)
    from {{ ref('code_labels') }}

),

three_public_items as (

    select
        item_code,
        arg_min(name_zh, priority) as name_zh,
        arg_min(name_en, priority) as name_en,
        cast(min(priority) as integer) as sort_order
    from {{ ref('three_public_items') }}
    group by item_code

),

labels as (

    select * from code_labels

    union all

    select
        'item_code' as code_column,
        *
    from three_public_items

    union all

    select
        'basis' as code_column,
        code,
        name_zh,
        name_en,
        cast(row_number() over (order by code) as integer) as sort_order
    from {{ ref('bases') }}

    union all

    select
        'measure' as code_column,
        code,
        name_zh,
        name_en,
        cast(row_number() over (order by code) as integer) as sort_order
    from {{ ref('measures') }}

    union all

    select
        'fund_source' as code_column,
        code,
        name_zh,
        name_en,
        sort_order
    from {{ ref('dim_fund_sources') }}

    union all

    select
        'nature' as code_column,
        code,
        name_zh,
        name_en,
        sort_order
    from {{ ref('dim_expenditure_natures') }}

    union all

    select
        'statement_code' as code_column,
        statement_code as code,
        name_zh,
        name_en,
        sort_order
    from {{ ref('dim_statements') }}

)

select
    code_column || ':' || code as code_label_key,
    *
from labels
