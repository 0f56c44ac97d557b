{#
    One row for each claim: whether it is a part of something larger, and of which claim. 其中 or 包括 opens a list of
    the parts of the amount before it, a full stop closes it; a second list in the next sentence divides the same
    amount. An amount given with its share, in a sentence that began with the whole, is a part without such a word.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set share = word_of(words, 'share') %}
{% set list_marker = word_of(words, 'list_marker') %}
{% set list_flow = word_of(words, 'list_flow') %}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

begun as (

    select
        *,
        regexp_extract(own_text, '([^。]*)$', 1) as sentence_so_far,
        regexp_matches(clean_clause, '^{{ share }}') as begins_with_share
    from claims

),

read as (

    select
        claim_key,
        paragraph_key,
        sentence_key,
        claim_no,
        claim_kind,
        own_text like '%。%' as closes_list,
        regexp_matches(sentence_so_far, '{{ list_marker }}') as opens_list,
        regexp_extract(sentence_so_far, '{{ list_flow }}', 1) as list_flow,
        last_value(case when claim_kind = 'amount' then claim_key end ignore nulls) over (
            partition by paragraph_key order by claim_no rows between unbounded preceding and 1 preceding
        ) as amount_before_key,
        min(case when claim_kind = 'amount' then claim_no end) over (partition by sentence_key) as first_amount_no,
        claim_kind = 'amount'
        and coalesce(lead(claim_kind = 'share' and begins_with_share) over (
            partition by paragraph_key order by claim_no
        ), false) as has_share
    from begun

),

-- A list that names 收入 or 支出 at its head divides no amount; empty text stands for that.
opened as (

    select
        *,
        has_share and claim_no > first_amount_no and not bool_or(has_share and claim_no = first_amount_no) over (
            partition by sentence_key
        ) as is_part_of_sentence,
        last_value(
            case
                when opens_list and list_flow = '' then coalesce(amount_before_key, '')
                when opens_list or closes_list then ''
            end ignore nulls
        ) over to_here as divided_key
    from read
    window to_here as (
        partition by paragraph_key order by claim_no rows between unbounded preceding and current row
    )

),

-- A second list in a new sentence divides what the first one divided.
reopened as (

    select
        *,
        case
            when
                closes_list
                and divided_key <> ''
                and coalesce(lag(divided_key) over (partition by paragraph_key order by claim_no), '') <> ''
                then lag(divided_key) over (partition by paragraph_key order by claim_no)
            else divided_key
        end as parent_key
    from opened

)

select
    claim_key,
    coalesce(
        last_value(case when opens_list then true when closes_list then false end ignore nulls) over to_here, false
    ) or is_part_of_sentence as is_member,
    nullif(
        last_value(case when opens_list or closes_list then parent_key end ignore nulls) over to_here, ''
    ) as parent_claim_key,
    case last_value(case when opens_list then list_flow when closes_list then '' end ignore nulls) over to_here
        when '收入' then 'revenue'
        when '支出' then 'expenditure'
    end as list_flow
from reopened
window to_here as (
    partition by paragraph_key order by claim_no rows between unbounded preceding and current row
)
