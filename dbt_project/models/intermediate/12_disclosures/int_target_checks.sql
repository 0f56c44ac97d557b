{#
    Whether one indicator has one target (rule indicator_values): rows of one project and period that follow each other
    under the same headings of level, name the same indicator in the same unit, and print the same words in all other
    cells. Rows that stand apart may be of different projects of one name; other words distinguish indicators.
#}
with

targets as (

    select
        *,
        {{ table_key('int_targets') }} as table_key,
        target_col_no as col_no
    from {{ ref('int_targets') }} as int_targets

),

cells as (

    select * from {{ ref('stg_cells') }}

),

other_words as (

    select
        targets.target_key,
        string_agg(cells.squashed_text, ' ' order by cells.col_no) as words_beside
    from targets
    inner join cells as target_cells
        on targets.target_cell_key = target_cells.cell_key
    inner join cells
        on target_cells.row_key = cells.row_key
    where
        cells.number_value is null
        and cells.cell_key <> targets.target_cell_key
        and cells.cell_key is distinct from targets.weight_cell_key
    group by targets.target_key

),

sequences as (

    select
        targets.*,
        other_words.words_beside,
        row_number() over (partition by table_key, col_no, target_period order by row_no, indicator_no)
        - row_number() over (
            partition by table_key, col_no, project_name, target_period, level_1, level_2
            order by row_no, indicator_no
        ) as run_no
    from targets
    left join other_words
        on targets.target_key = other_words.target_key

),

compared as (

    select
        disclosure_key,
        table_key,
        col_no,
        project_name,
        target_period,
        level_1,
        level_2,
        indicator_name,
        target_unit,
        operator,
        run_no,
        min(row_no) as row_no,
        any_value(statement_code) as statement_code,
        arg_max(page_no, row_no) as page_no,
        arg_max(target_value, row_no) as published_value,
        arg_min(target_value, row_no) as expected_value,
        count(*) as row_count,
        count(distinct target_value) as value_count,
        count(distinct coalesce(words_beside, '')) as wording_count
    from sequences
    where indicator_name is not null and target_value is not null
    group by
        disclosure_key,
        table_key,
        col_no,
        project_name,
        target_period,
        level_1,
        level_2,
        indicator_name,
        target_unit,
        operator,
        run_no
    having count(*) > 1

)

select
    disclosure_key,
    'indicator_values' as rule_code,
    table_key || '-r' || row_no || '-c' || col_no as check_place,
    statement_code,
    page_no,
    concat_ws(' · ', project_name, level_2, indicator_name) as printed_words,
    published_value,
    expected_value,
    target_unit as unit,
    case
        when value_count = 1 then 'pass'
        when row_count = 2 and wording_count = 1 then 'fail'
        else 'not_testable'
    end as status
from compared
