{#
    One row for each distinct label that is a name in the functional classification: the code of the class, or the
    length of the code of a section or item. A name shared by several classes is left out.
#}
with

label_texts as (

    select * from {{ ref('int_label_texts') }}

),

functions as (

    select * from {{ ref('functions') }}

),

class_names as (

    select
        {{ class_name(squash('name_zh')) }} as class_name,
        min(code) as class_code
    from functions
    where level = 'class'
    group by {{ class_name(squash('name_zh')) }}
    having count(distinct code) = 1

),

deeper_names as (

    select
        {{ squash('name_zh') }} as squashed_name,
        min(length(code)) as code_length
    from functions
    where level <> 'class'
    group by {{ squash('name_zh') }}

)

select
    label_texts.squashed_label,
    class_names.class_code,
    case when class_names.class_code is null then deeper_names.code_length end as code_length
from label_texts
left join class_names
    on {{ class_name('label_texts.squashed_label') }} = class_names.class_name
left join deeper_names
    on label_texts.squashed_label = deeper_names.squashed_name
where class_names.class_code is not null or deeper_names.code_length is not null
