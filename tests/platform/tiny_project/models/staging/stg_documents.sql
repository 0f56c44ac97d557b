select documents.*
from {{ source('raw', 'documents') }} as documents
inner join {{ source('raw', 'changed_documents') }} as changed_documents
    on documents.disclosure_key = changed_documents.disclosure_key
