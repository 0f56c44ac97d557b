{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

select disclosure_key, source_file, status, reason, message
from {{ ref('stg_documents') }}
