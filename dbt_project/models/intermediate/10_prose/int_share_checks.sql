{#
    Whether the shares of a list are those that its own amounts give (rule sentence_share). The whole must be certain:
    the amounts of the list add up to a total that the same section states before, or that a table prints. Other lists
    are not testable. One unit of the last sure digit is rounding, since shares are adjusted to add up to 100 %.
#}
with

figures as (

    select * from {{ ref('int_sentence_figures') }}

),

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

totals as (

    select * from {{ ref('int_claimable_amounts') }}
    where row_kind in ('grand_total', 'total', 'current_total') and measure = 'amount'

),

paired as (

    select
        *,
        lag(figure_role) over in_paragraph as role_before,
        lag(figure_value) over in_paragraph as amount,
        lag(figure_rounding) over in_paragraph as amount_rounding,
        lag(token_no) over in_paragraph as amount_no
    from figures
    window in_paragraph as (partition by paragraph_key order by token_no)

),

shares as (

    select paired.*
    from paired
    where figure_role = 'share' and role_before = 'amount'

),

lists as (

    select
        disclosure_key,
        paragraph_key,
        min(amount_no) as first_no,
        sum(amount) as whole,
        sum(amount_rounding) as whole_rounding,
        count(*) filter (where amount <> 0) as part_count
    from shares
    group by disclosure_key, paragraph_key
    having whole <> 0

),

stated_wholes as (

    select distinct lists.paragraph_key
    from lists
    inner join paragraphs
        on lists.paragraph_key = paragraphs.paragraph_key
    inner join paragraphs as earlier
        on paragraphs.section_key = earlier.section_key and paragraphs.paragraph_no >= earlier.paragraph_no
    inner join figures
        on earlier.paragraph_key = figures.paragraph_key
    where
        figures.figure_role = 'amount'
        and (figures.paragraph_key <> lists.paragraph_key or figures.token_no < lists.first_no)
        and abs(figures.figure_value - lists.whole) <= figures.figure_rounding + lists.whole_rounding

    union

    select distinct lists.paragraph_key
    from lists
    inner join totals
        on
            lists.disclosure_key = totals.disclosure_key
            and abs(totals.amount_yuan - lists.whole) <= lists.whole_rounding

),

compared as (

    select
        shares.*,
        100 * shares.amount / lists.whole as expected,
        100 * (shares.amount_rounding + abs(shares.amount / lists.whole) * lists.whole_rounding) / abs(lists.whole)
            as share_rounding,
        lists.part_count > 1 and stated_wholes.paragraph_key is not null as is_certain
    from shares
    inner join lists
        on shares.paragraph_key = lists.paragraph_key
    left join stated_wholes
        on shares.paragraph_key = stated_wholes.paragraph_key

)

select
    disclosure_key,
    'sentence_share' as rule_code,
    paragraph_key || '-' || token_no as check_place,
    paragraph_key,
    sentence_no,
    line_no,
    page_no,
    source_line,
    figure_value as published_value,
    round(expected, 4) as expected_value,
    unit,
    case
        when not is_certain then 'not_testable'
        when abs(figure_value - expected) <= (figure_rounding + share_rounding) * 1.000001 then 'pass'
        when abs(figure_value - expected) <= (figure_last_digit + share_rounding) * 1.000001 then 'rounding'
        else 'fail'
    end as status
from compared
