{# The project of each row of indicators: of its form, or of the line of the list that it belongs to. #}
with

indicators as (

    select
        row_key,
        table_key,
        row_no
    from {{ ref('int_indicators') }}

    union all

    select
        row_key,
        table_key,
        row_no
    from {{ ref('int_listed_indicators') }}

),

projects as (

    {{ projects_of_rows('indicators') }}

)

select * from projects
