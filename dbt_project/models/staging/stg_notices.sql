with

notices as (

    select * from {{ source('raw', 'notices') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

),

-- A notice of no page is one of the file, and belongs to its first disclosure.
noticed as (

    select
        parts.disclosure_key,
        notices.reason,
        list_filter(
            notices.page_nos,
            page_no -> page_no between parts.page_first and coalesce(parts.page_last, page_no)
        ) as page_nos,
        notices.message,
        len(notices.page_nos) = 0 and parts.disclosure_key = parts.file_key as is_of_file
    from notices
    inner join parts
        on notices.disclosure_key = parts.file_key

)

select
    disclosure_key || '-' || reason as notice_key,
    disclosure_key,
    reason,
    page_nos,
    message
from noticed
where is_of_file or len(page_nos) > 0
