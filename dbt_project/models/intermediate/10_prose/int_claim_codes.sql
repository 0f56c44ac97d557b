{#
    One row for each function or economic category that a name in prose stands for: by the code printed beside it or,
    where there is none, by the names of the disclosure's own tables. A name that prints its class and section
    (教育支出（类）普通教育（款）) is only for codes below them.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
with

names as (

    select * from {{ ref('int_claim_names') }}

),

amounts as (

    select * from {{ ref('int_claimable_amounts') }}
    where row_kind in ('function', 'economic') and flow = 'expenditure'

),

functions as (

    select * from {{ ref('functions') }}

),

categories as (

    select * from {{ ref('department_economic_categories') }}

),

listed_names as (

    select
        'function' as row_kind,
        code,
        {{ compared_name(squash('name_zh'), words) }} as name
    from functions

    union all

    select
        'economic' as row_kind,
        code,
        {{ compared_name(squash('name_zh'), words) }} as name
    from categories

),

-- The names that the tables print, and those of the reference lists, since tables cut names.
printed_names as (

    select distinct
        disclosure_key,
        row_kind,
        item,
        row_name as name
    from amounts
    where row_text <> ''

    union

    select distinct
        amounts.disclosure_key,
        amounts.row_kind,
        amounts.item,
        listed_names.name
    from amounts
    inner join listed_names
        on amounts.row_kind = listed_names.row_kind and amounts.item = listed_names.code

),

parted as (

    select
        claim_key,
        disclosure_key,
        phrase_role,
        code,
        regexp_matches(phrase, '\([类款项]\)') as has_path,
        {{ compared_name("regexp_extract(phrase, '^(.*?)[(]类[)]', 1)", words) }} as class_name,
        {{ compared_name("regexp_extract(phrase, '(?:^|[(]类[)](?:支出)?)([^()]*)[(]款[)]', 1)", words) }} as section_name,
        {{ compared_name(
            "regexp_replace(regexp_replace(phrase, '[(][类款项][)](支出)?$', ''), '^.*[(][类款][)](支出)?', '')",
            words
        ) }} as name
    from names

),

found as (

    select
        parted.*,
        printed_names.row_kind,
        printed_names.item,
        printed_names.name as item_name,
        'code' as read_by
    from parted
    inner join printed_names
        on parted.disclosure_key = printed_names.disclosure_key and parted.code = printed_names.item
    where parted.code <> ''

    union all

    select
        parted.*,
        printed_names.row_kind,
        printed_names.item,
        printed_names.name as item_name,
        'name' as read_by
    from parted
    inner join printed_names
        on parted.disclosure_key = printed_names.disclosure_key and parted.name = printed_names.name
    where
        parted.code = ''
        and parted.name <> ''
        and not (parted.has_path and printed_names.row_kind = 'economic')

)

select distinct
    found.claim_key,
    found.phrase_role,
    found.row_kind,
    coalesce(found.item, '') as item,
    found.item_name,
    found.read_by
from found
left join printed_names as classes
    on
        found.disclosure_key = classes.disclosure_key
        and left(found.item, 3) = classes.item
        and found.class_name = classes.name
left join printed_names as sections
    on
        found.disclosure_key = sections.disclosure_key
        and left(found.item, 5) = sections.item
        and found.section_name = sections.name
where
    found.item is null
    or (
        (found.class_name = '' or classes.item is not null)
        and (found.section_name in ('', found.name) or sections.item is not null)
    )
