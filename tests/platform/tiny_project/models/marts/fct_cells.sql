{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

select cells.disclosure_key, cells.table_no, cells.row_no, cells.col_no, cells.text
from {{ source('raw', 'cells') }} as cells
inner join {{ ref('stg_documents') }} as documents
    on cells.disclosure_key = documents.disclosure_key
