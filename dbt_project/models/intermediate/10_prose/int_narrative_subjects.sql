{#
    The coordinates that each phrase names, one row per phrase and reading: from the patterns of claim_subjects, or as
    a function or an economic category by its code or by the name that the tables of the same disclosure print (the
    reference lists where a table has cut the name). Two readings of one phrase are two rows; none is chosen by value.
#}
{# The form in which names are compared: without brackets, 等 and the 支出, 费 or 费用 at the end. #}
{% set name_ending = '(?:等|等?(?:预算)?支出|费用?|经费)?(?:预算|预算数)?$' %}
{% set compared_name = "regexp_replace(regexp_replace(%s, '[()、]', '', 'g'), '" ~ name_ending ~ "', '')" %}
with

phrases as (

    select * from {{ ref('int_narrative_phrases') }}

),

subjects as (

    select * from {{ ref('claim_subjects') }}

),

cells as (

    select * from {{ ref('int_narrative_cells') }}
    where row_kind in ('function', 'economic') and flow = 'expenditure'

),

functions as (

    select * from {{ ref('functions') }}

),

categories as (

    select * from {{ ref('department_economic_categories') }}

),

spoken as (

    select
        *,
        'subject' as phrase_role,
        coalesce(nullif(words, ''), case when comparison = '' and claim_kind = 'amount' then words_of_lead end, '')
            as phrase,
        is_anchored or words = '' as has_anchor
    from phrases

    union all

    select
        *,
        'whole' as phrase_role,
        words_of_whole as phrase,
        true as has_anchor
    from phrases
    where words_of_whole <> ''

),

by_pattern as (

    select
        spoken.disclosure_key,
        spoken.claim_no,
        spoken.phrase_role,
        subjects.* exclude (pattern)
    from spoken
    inner join subjects
        on
            regexp_full_match(spoken.phrase, subjects.pattern)
            and case subjects.requires
                when 'head' then not spoken.is_member
                when 'member' then spoken.is_member
                when 'anchored' then spoken.has_anchor
                when 'denominator' then spoken.phrase_role = 'whole'
                when 'budget' then spoken.has_anchor or spoken.domain = 'budget'
                when 'three_public' then spoken.domain = 'three_public'
                when 'operating_cost' then spoken.domain = 'operating_cost'
                when 'state_assets' then spoken.domain in ('state_assets', 'procurement')
                when 'procurement' then spoken.domain = 'procurement'
                else true
            end
    qualify
        rank() over (
            partition by spoken.disclosure_key, spoken.claim_no, spoken.phrase_role
            order by subjects.priority
        ) = 1

),

unnamed as (

    select
        spoken.disclosure_key,
        spoken.claim_no,
        spoken.phrase_role,
        spoken.domain,
        coalesce(
            spoken.code,
            regexp_extract(case when spoken.words = '' then spoken.words_of_lead end, '^(2[0-9]{6})', 1), ''
        ) as code,
        regexp_matches(spoken.phrase, '\([类款项]\)') as has_path,
        {{ compared_name | format("regexp_extract(spoken.phrase, '^(.*?)[(]类[)]', 1)") }} as class_name,
        {{ compared_name | format("regexp_extract(spoken.phrase, '(?:^|[(]类[)](?:支出)?)([^()]*)[(]款[)]', 1)") }}
            as section_name,
        {{ compared_name | format(
            "regexp_replace("
            ~ "regexp_replace(spoken.phrase, '[(][类款项][)](支出)?$', ''), '^.*[(][类款][)](支出)?', '')"
        ) }} as own_name
    from spoken
    where
        spoken.phrase <> ''
        and not exists (
            select 1 from by_pattern
            where
                by_pattern.disclosure_key = spoken.disclosure_key
                and by_pattern.claim_no = spoken.claim_no
                and by_pattern.phrase_role = spoken.phrase_role
        )

),

printed_names as (

    select distinct
        disclosure_key,
        row_kind,
        item,
        row_name as own_name
    from cells
    where row_text <> ''

    union

    select distinct
        cells.disclosure_key,
        cells.row_kind,
        cells.item,
        {{ compared_name | format(squash('functions.name_zh')) }} as own_name
    from cells
    inner join functions
        on cells.item = functions.code
    where cells.row_kind = 'function'

    union

    select distinct
        cells.disclosure_key,
        cells.row_kind,
        cells.item,
        {{ compared_name | format(squash('categories.name_zh')) }} as own_name
    from cells
    inner join categories
        on cells.item = categories.code
    where cells.row_kind = 'economic'

),

by_name as (

    select
        unnamed.disclosure_key,
        unnamed.claim_no,
        unnamed.phrase_role,
        printed_names.row_kind,
        printed_names.item,
        printed_names.own_name,
        case when unnamed.code <> '' then 'code' else 'name' end as read_by
    from unnamed
    inner join printed_names
        on
            unnamed.disclosure_key = printed_names.disclosure_key
            and (
                (unnamed.code <> '' and unnamed.code = printed_names.item)
                or (
                    unnamed.code = ''
                    and unnamed.own_name <> ''
                    and unnamed.own_name = printed_names.own_name
                    and not (unnamed.has_path and printed_names.row_kind = 'economic')
                )
            )
    where
        -- The classes and sections that the phrase names are those above the code.
        (
            unnamed.class_name = ''
            or printed_names.item is null
            or exists (
                select 1 from printed_names as class_names
                where
                    class_names.disclosure_key = unnamed.disclosure_key
                    and class_names.item = left(printed_names.item, 3)
                    and class_names.own_name = unnamed.class_name
            )
        )
        and (
            unnamed.section_name = ''
            or unnamed.section_name = unnamed.own_name
            or printed_names.item is null
            or exists (
                select 1 from printed_names as section_names
                where
                    section_names.disclosure_key = unnamed.disclosure_key
                    and section_names.item = left(printed_names.item, 5)
                    and section_names.own_name = unnamed.section_name
            )
        )

)

select
    disclosure_key,
    claim_no,
    phrase_role,
    coalesce(scope, '') as scope,
    coalesce(flow, '') as flow,
    coalesce(fund_source, '') as fund_source,
    coalesce(nature, '') as nature,
    case when row_kinds <> '' then string_split(row_kinds, ' ') else [] end as row_kinds,
    case when wider_row_kinds <> '' then string_split(wider_row_kinds, ' ') else [] end as wider_row_kinds,
    coalesce(row_label, '') as row_label,
    coalesce(item, '') as item,
    '' as item_name,
    'pattern' as read_by
from by_pattern

union all

select distinct
    disclosure_key,
    claim_no,
    phrase_role,
    '' as scope,
    'expenditure' as flow,
    '' as fund_source,
    '' as nature,
    [row_kind] as row_kinds,
    cast([] as varchar[]) as wider_row_kinds,
    '' as row_label,
    coalesce(item, '') as item,
    own_name as item_name,
    read_by
from by_name
