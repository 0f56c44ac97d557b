{#
    One row for each change, rate of change or rate of completion that follows its amount in one segment: the amount,
    the amount before it and the change between them, each where it is printed. Two ways are read: `A, 比上年(B)增加C,
    增长D%`, and `上年执行数为B, 今年A, 比上年执行数增长D%`. The chain is certain where nothing else is before it in
    its segment: what follows a list may be said of the whole list.
#}
with

figures as (

    select * from {{ ref('int_sentence_figures') }}

),

neighboured as (

    select
        *,
        lag(figure_role, 1) over in_segment as role_1,
        lag(figure_role, 2) over in_segment as role_2,
        lag(figure_role, 3) over in_segment as role_3,
        lag({ 'value': figure_value, 'rounding': figure_rounding, 'compares': has_comparison }, 1) over in_segment
            as figure_1,
        lag({ 'value': figure_value, 'rounding': figure_rounding }, 2) over in_segment as figure_2,
        lag({ 'value': figure_value, 'rounding': figure_rounding }, 3) over in_segment as figure_3,
        lag(stated_year, 2) over in_segment as year_2,
        lag(stated_basis, 2) over in_segment as basis_2,
        lag(own_text, 2) over in_segment as text_2
    from figures
    window in_segment as (partition by segment_key order by token_no)

),

chains as (

    -- A, 比上年B增加C
    select
        *,
        'change' as chain_kind,
        3 as chain_length,
        figure_2 as amount,
        figure_1 as amount_before,
        { 'value': figure_value, 'rounding': figure_rounding } as change
    from neighboured
    where figure_role = 'change' and role_1 = 'amount_before' and role_2 = 'amount' and not has_comparison

    union all

    -- A, 比上年B增加C, 增长D%
    select
        *,
        'rate' as chain_kind,
        4 as chain_length,
        figure_3 as amount,
        figure_2 as amount_before,
        { 'value': figure_1.value, 'rounding': figure_1.rounding } as change
    from neighboured
    where
        figure_role = 'rate' and role_1 = 'change' and role_2 = 'amount_before' and role_3 = 'amount'
        and not has_comparison and not figure_1.compares

    union all

    -- A, 比上年增加C, 增长D%
    select
        *,
        'rate' as chain_kind,
        3 as chain_length,
        figure_2 as amount,
        null as amount_before,
        { 'value': figure_1.value, 'rounding': figure_1.rounding } as change
    from neighboured
    where figure_role = 'rate' and role_1 = 'change' and role_2 = 'amount' and figure_1.compares and not has_comparison

    union all

    -- 2023年执行数为B, 2024年安排A, 比2023年执行数增长D%
    select
        *,
        'rate' as chain_kind,
        3 as chain_length,
        figure_1 as amount,
        figure_2 as amount_before,
        null as change
    from neighboured
    where
        figure_role = 'rate' and role_1 = 'amount' and role_2 = 'amount' and has_comparison
        and stated_year <> '' and stated_basis <> '' and year_2 = stated_year and basis_2 = stated_basis

    union all

    -- A, 比上年下降D%
    select
        *,
        'rate' as chain_kind,
        2 as chain_length,
        figure_1 as amount,
        null as amount_before,
        null as change
    from neighboured
    where
        figure_role = 'rate' and role_1 = 'amount' and has_comparison
        and not coalesce(role_2 = 'amount' and year_2 = stated_year and basis_2 = stated_basis, false)

    union all

    -- 支出A, 完成预算B的D%
    select
        *,
        'completion' as chain_kind,
        3 as chain_length,
        figure_2 as amount,
        figure_1 as amount_before,
        null as change
    from neighboured
    where figure_role = 'completion' and role_1 = 'completed_budget' and role_2 = 'amount'

    union all

    -- 年初预算为B, 支出决算为A, 完成年初预算的D%
    select
        *,
        'completion' as chain_kind,
        3 as chain_length,
        figure_1 as amount,
        figure_2 as amount_before,
        null as change
    from neighboured
    where
        figure_role = 'completion' and role_1 = 'amount' and role_2 = 'amount'
        and regexp_matches(text_2, '预算(?:数|安排|金额)?(?:为|是|共|合计)?$')

)

select
    disclosure_key,
    paragraph_key,
    sentence_no,
    token_no,
    line_no,
    page_no,
    source_line,
    chain_kind,
    place_in_segment = chain_length as is_certain,
    unit,
    factor,
    figure_value as stated_value,
    figure_rounding as stated_rounding,
    figure_last_digit as stated_last_digit,
    amount.value as amount_value,
    amount.rounding as amount_rounding,
    amount_before.value as before_value,
    amount_before.rounding as before_rounding,
    change.value as change_value,
    change.rounding as change_rounding
from chains
