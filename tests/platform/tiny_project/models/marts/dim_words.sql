{{ config(materialized='view') }}

select word, meaning
from {{ ref('words') }}
