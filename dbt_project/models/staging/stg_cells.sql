{# A table, not a view: many models read it, and each would parse every number again. #}
{{ config(materialized='table') }}

{{ cells_of_batch(printed_again=false) }}
