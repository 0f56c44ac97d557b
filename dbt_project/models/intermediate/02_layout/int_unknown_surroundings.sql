{#
    One row for each table with words around it that the vocabulary does not know: those that are where the title of a
    table should, and those that name its unit. Sentences, and labels with their values, are not titles.
#}
with

tables as (

    select * from {{ ref('int_tables') }}

),

surroundings as (

    select * from {{ ref('int_table_surroundings') }}
    where distance between 0 and 4 and line_count = 1

),

title_words as (

    select
        surroundings.table_key,
        surroundings.compact_text as title_text,
        {{ bare_title('surroundings.squashed_text') }} as title_wording
    from surroundings
    inner join tables
        on surroundings.table_key = tables.table_key and tables.layout = 'unknown'
    where
        regexp_matches(surroundings.squashed_text, '\p{Han}{2}')
        and not regexp_matches({{ bare_title('surroundings.squashed_text') }}, '[:].|单位|\p{Han}元[)]?$')
    qualify
        row_number() over (
            partition by surroundings.table_key
            order by
                not (
                    {{ may_name_statement('surroundings.squashed_text') }}
                    and {{ names_table('surroundings.squashed_text') }}
                ),
                surroundings.distance
        ) = 1

),

unit_words as (

    select
        surroundings.table_key,
        arg_min(surroundings.compact_text, surroundings.distance) as unit_text,
        arg_min(
            regexp_extract(surroundings.squashed_text, '单位:?[(]?(?:人民币)?([十百千万亿]*元)', 1),
            surroundings.distance
        ) as unit_wording
    from surroundings
    inner join tables
        on surroundings.table_key = tables.table_key and tables.unit is null
    where regexp_matches(surroundings.squashed_text, '单位:?[(]?(?:人民币)?[十百千万亿]*元')
    group by surroundings.table_key

)

select
    tables.disclosure_key,
    tables.table_key,
    title_words.title_wording,
    title_words.title_text,
    unit_words.unit_wording,
    unit_words.unit_text
from tables
left join title_words
    on tables.table_key = title_words.table_key and not {{ is_sentence('title_words.title_wording') }}
left join unit_words
    on tables.table_key = unit_words.table_key
where title_words.table_key is not null or unit_words.table_key is not null
