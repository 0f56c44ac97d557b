{#
    One row for each reading of a name in prose, with the coordinates that it stands for: those of claim_subjects
    where a pattern fits the name in its place, else a function or an economic category. All patterns of the same
    priority are readings; none is chosen by its value.
#}
with

names as (

    select * from {{ ref('int_claim_names') }}

),

matches as (

    select * from {{ ref('int_claim_subject_matches') }}

),

subjects as (

    select * from {{ ref('claim_subjects') }}

),

codes as (

    select * from {{ ref('int_claim_codes') }}

),

by_pattern as (

    select
        names.claim_key,
        names.phrase_role,
        subjects.* exclude (pattern, priority, requires)
    from names
    inner join matches
        on names.phrase = matches.phrase
    inner join subjects
        on matches.pattern = subjects.pattern
    where
        case subjects.requires
            when 'head' then not names.is_member
            when 'member' then names.is_member
            when 'anchored' then names.is_anchored
            when 'denominator' then names.phrase_role = 'whole'
            when 'budget' then names.is_anchored or names.domain = 'budget'
            when 'state_assets' then names.domain in ('state_assets', 'procurement')
            else subjects.requires is null or subjects.requires = names.domain
        end
    qualify
        rank() over (partition by names.claim_key, names.phrase_role order by subjects.priority) = 1

)

select
    claim_key,
    phrase_role,
    coalesce(scope, '') as scope,
    coalesce(flow, '') as flow,
    coalesce(fund_source, '') as fund_source,
    coalesce(nature, '') as nature,
    coalesce(string_split(row_kinds, ' '), []) as row_kinds,
    coalesce(string_split(wider_row_kinds, ' '), []) as wider_row_kinds,
    coalesce(row_label, '') as row_label,
    coalesce(item, '') as item,
    '' as item_name,
    'pattern' as read_by
from by_pattern

union all

select
    codes.claim_key,
    codes.phrase_role,
    '' as scope,
    'expenditure' as flow,
    '' as fund_source,
    '' as nature,
    [codes.row_kind] as row_kinds,
    cast([] as varchar[]) as wider_row_kinds,
    '' as row_label,
    codes.item,
    codes.item_name,
    codes.read_by
from codes
left join by_pattern
    on codes.claim_key = by_pattern.claim_key and codes.phrase_role = by_pattern.phrase_role
where by_pattern.claim_key is null
