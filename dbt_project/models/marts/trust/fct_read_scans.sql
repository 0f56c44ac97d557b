{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}
{# One row for each page that is a scan, of the documents that could be read. #}
with

pages as (

    select * from {{ source('raw', 'pages') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

),

cells as (

    select
        disclosure_key,
        page_no,
        count(*) as cell_count,
        count(*) filter (where text like '%' || chr(65533) || '%') as doubtful_cell_count
    from {{ source('raw', 'cells') }}
    group by disclosure_key, page_no

)

select
    pages.disclosure_key || '-page' || pages.page_no as scanned_page_key,
    parts.disclosure_key,
    pages.page_no,
    case
        when not pages.recognised then 'waiting'
        when pages.character_count = 0 then 'unreadable'
        else 'recognised'
    end as status,
    pages.recognition_seconds,
    pages.recognition_score as mean_score,
    case when pages.recognised then coalesce(cells.cell_count, 0) end as cell_count,
    case when pages.recognised then coalesce(cells.doubtful_cell_count, 0) end as doubtful_cell_count
from pages
inner join parts
    on
        pages.disclosure_key = parts.file_key
        and pages.page_no between parts.page_first and coalesce(parts.page_last, pages.page_no)
left join cells
    on
        pages.disclosure_key = cells.disclosure_key
        and pages.page_no = cells.page_no
where pages.image_only or pages.ocr_layer or pages.recognised
